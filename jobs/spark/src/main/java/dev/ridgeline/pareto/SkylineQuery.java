package dev.ridgeline.pareto;

import dev.ridgeline.config.ConfigException;
import dev.ridgeline.frontier.Skyline;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;

/**
 * A request for skylines of a table whose column {@code cell} numbers the rows. Each group of rows
 * has a skyline. A row that lacks a measure is on no skyline.
 *
 * @param groups columns whose values make a group; empty for one group of all rows
 * @param measures SQL expressions of type double, of which points are made
 * @param reader reader that makes points of the measures
 * @param kept which points are kept
 */
public record SkylineQuery(
    List<String> groups, List<String> measures, PointReader reader, Kept kept)
    implements Serializable {

  public SkylineQuery {
    groups = List.copyOf(groups);
    measures = List.copyOf(measures);
  }

  /** An empty skyline. */
  Skyline skyline() {
    return kept.skyline(reader.objectives());
  }

  /**
   * The skylines by group. Tasks reduce their rows to skylines in parallel, and the skylines are
   * merged. Memory and traffic grow with the skylines, not with the rows.
   */
  public JavaPairRDD<List<String>, Skyline> of(Dataset<Row> rows) {
    return narrow(rows)
        .queryExecution()
        .toRdd()
        .toJavaRDD()
        .mapPartitionsToPair(new LocalSkylines(this))
        .reduceByKey(SkylineQuery::merged);
  }

  /**
   * The columns that skylines need of rows with all measures: groups as texts, measures as numbers,
   * and the number of the row.
   */
  Dataset<Row> narrow(Dataset<Row> rows) {
    List<String> read = new ArrayList<>();
    groups.forEach(group -> read.add("string(" + group + "\n)"));
    read.addAll(measures);
    read.add("bigint(" + FrontierColumns.CELL + ")");
    Dataset<Row> narrow = rows.selectExpr(read.toArray(String[]::new));
    if (!narrow.queryExecution().analyzed().deterministic()) {
      throw new ConfigException(
          "--objectives",
          "or a condition has another value each time it is read, such as rand(). Allowed: columns"
              + " and functions of them.");
    }
    String[] numbers =
        Arrays.copyOfRange(narrow.columns(), groups.size(), groups.size() + measures.size());
    for (String number : numbers) {
      narrow = narrow.where(functions.col("`" + number.replace("`", "``") + "`").isNotNull());
    }
    return narrow;
  }

  private static Skyline merged(Skyline one, Skyline other) {
    one.merge(other);
    return one;
  }
}
