package dev.ridgeline.pareto;

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
 * Skylines of a table whose rows are numbered: one for each group. Rows that lack a measure are on
 * none.
 *
 * @param groups columns whose values have a skyline of their own; empty for one of all
 * @param measures what points are made of: columns of type double, or such SQL expressions
 * @param reader makes points of them
 * @param kept which points are kept
 */
public record SkylineQuery(
    List<String> groups, List<String> measures, PointReader reader, Kept kept)
    implements Serializable {

  public SkylineQuery {
    groups = List.copyOf(groups);
    measures = List.copyOf(measures);
  }

  /** A skyline that nothing was offered to. */
  Skyline skyline() {
    return kept.skyline(reader.objectives());
  }

  /**
   * The skylines by group, in parallel: tasks reduce their rows to skylines, which are merged.
   * Memory and traffic are those of the skylines, not of the rows.
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
   * What skylines need of rows that have all measures: the groups as texts, the measures as
   * numbers, and the number of the row.
   */
  Dataset<Row> narrow(Dataset<Row> rows) {
    List<String> read = new ArrayList<>();
    groups.forEach(group -> read.add("string(" + group + ")"));
    read.addAll(measures);
    read.add("bigint(" + FrontierColumns.CELL + ")");
    Dataset<Row> narrow = rows.selectExpr(read.toArray(String[]::new));
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
