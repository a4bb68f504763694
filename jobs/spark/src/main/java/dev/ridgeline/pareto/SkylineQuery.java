package dev.ridgeline.pareto;

import dev.ridgeline.config.ConfigException;
import dev.ridgeline.frontier.Skyline;
import dev.ridgeline.reduce.Points;
import dev.ridgeline.relation.SkylineRequest;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
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
 * @param points maker of points of the measures
 * @param kept which points are kept
 */
public record SkylineQuery(List<String> groups, List<String> measures, Points points, Kept kept)
    implements Serializable {

  /** Tasks for each core that merge the skylines of all others. They are few, as groups are. */
  private static final int REDUCERS_PER_CORE = 4;

  public SkylineQuery {
    groups = List.copyOf(groups);
    measures = List.copyOf(measures);
  }

  /** An empty skyline. */
  Skyline skyline() {
    return kept.skyline(points.objectives());
  }

  /**
   * The skylines by group. Tasks reduce their rows to skylines in parallel, and the skylines are
   * merged. Memory and traffic grow with the skylines, not with the rows.
   */
  public JavaPairRDD<List<String>, Skyline> of(Dataset<Row> rows) {
    Dataset<Row> narrow = narrow(rows);
    JavaPairRDD<List<String>, Skyline> ofTasks =
        reduced(narrow)
            .orElseGet(
                () ->
                    narrow
                        .queryExecution()
                        .toRdd()
                        .toJavaRDD()
                        .mapPartitionsToPair(new LocalSkylines(this)));
    int cores = rows.sparkSession().sparkContext().defaultParallelism();
    int reducers = Math.max(1, Math.min(ofTasks.getNumPartitions(), REDUCERS_PER_CORE * cores));
    return ofTasks.reduceByKey(SkylineQuery::merged, reducers);
  }

  /** The skylines of tasks of a scan that reduces its rows itself; empty where Spark must do so. */
  private Optional<JavaPairRDD<List<String>, Skyline>> reduced(Dataset<Row> narrow) {
    return NarrowPlan.of(narrow)
        .flatMap(
            plan -> request(plan).flatMap(one -> plan.scan().skylines(narrow.sparkSession(), one)));
  }

  /** This query as a request about columns; empty where a group or a measure is computed. */
  private Optional<SkylineRequest> request(NarrowPlan plan) {
    List<String> columns = new ArrayList<>();
    List<SkylineRequest.Measure> numbers = new ArrayList<>();
    for (int i = 0; i < groups.size(); i++) {
      plan.column(i).ifPresent(columns::add);
    }
    for (int i = 0; i < measures.size(); i++) {
      plan.measure(groups.size() + i).ifPresent(numbers::add);
    }
    boolean isNumbered =
        plan.column(groups.size() + measures.size()).equals(Optional.of(FrontierColumns.CELL));
    return columns.size() < groups.size() || numbers.size() < measures.size() || !isNumbered
        ? Optional.empty()
        : Optional.of(
            new SkylineRequest(
                columns,
                numbers,
                points,
                plan.conditions(),
                kept.ties(),
                kept.epsilon(),
                kept.layers()));
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
