package dev.ridgeline.pareto;

import dev.ridgeline.config.ConfigException;
import dev.ridgeline.frontier.Skyline;
import dev.ridgeline.frontier.Ties;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;

/**
 * Which frontiers to take of a table of cells: one for each group, of the rows that a condition
 * leaves. Rows with a null objective are on none.
 *
 * @param objectives what to be best in
 * @param groups columns whose values have a frontier of their own; empty for one of all
 * @param where SQL condition; {@code true} for all rows
 * @param ties what becomes of rows that are equal in all objectives
 * @param epsilon how much worse a kept row may be, see {@link Skyline}; 0 for the whole frontier
 * @param layers how many layers to keep; 1 for the frontier alone
 * @param reference what is just too bad to count for the hypervolume, a value for each objective;
 *     empty for one that follows from the frontier
 */
public record FrontierQuery(
    List<Objective> objectives,
    List<String> groups,
    String where,
    Ties ties,
    double epsilon,
    int layers,
    List<Double> reference)
    implements Serializable {

  /** Column that numbers the rows of a table of cells. */
  static final String CELL = "cell";

  private static final int MOST_OBJECTIVES = 8;

  public FrontierQuery {
    objectives = List.copyOf(objectives);
    groups = List.copyOf(groups);
    reference = List.copyOf(reference);
    if (objectives.isEmpty() || objectives.size() > MOST_OBJECTIVES) {
      throw new ConfigException("--objectives", "must be 1 to " + MOST_OBJECTIVES + ".");
    }
    if (!(epsilon >= 0 && epsilon < 1)) {
      throw new ConfigException(
          "--epsilon", "is " + epsilon + ". Allowed: 0, or a share below 1 such as 0.05.");
    }
    if (layers < 1 || (layers > 1 && epsilon > 0)) {
      throw new ConfigException(
          "--layers", "is " + layers + ". Allowed: 1 or more; only 1 with --epsilon.");
    }
    if (!reference.isEmpty()
        && (reference.size() != objectives.size()
            || reference.stream().anyMatch(value -> !Double.isFinite(value)))) {
      throw new ConfigException(
          "--reference",
          "is " + reference + ". Allowed: a number for each of --objectives, in their order.");
    }
  }

  /** The same, with a hypervolume against a reference that follows from it. */
  public FrontierQuery(
      List<Objective> objectives,
      List<String> groups,
      String where,
      Ties ties,
      double epsilon,
      int layers) {
    this(objectives, groups, where, ties, epsilon, layers, List.of());
  }

  /** A skyline that nothing was offered to. */
  Skyline skyline() {
    return epsilon > 0
        ? new Skyline(objectives.size(), ties, epsilon)
        : Skyline.ofLayers(objectives.size(), ties, layers);
  }

  /**
   * The frontiers by group, in parallel: tasks reduce their rows to skylines, which are merged.
   * Memory and traffic are those of the frontiers, not of the rows.
   */
  public JavaPairRDD<List<String>, Skyline> skylines(Dataset<Row> cells) {
    return rows(cells)
        .queryExecution()
        .toRdd()
        .toJavaRDD()
        .mapPartitionsToPair(new LocalSkylines(this))
        .reduceByKey(FrontierQuery::merged);
  }

  /** What the frontiers read of a table of cells. */
  public Dataset<Row> rows(Dataset<Row> cells) {
    return narrow(cells, where);
  }

  /**
   * What a frontier needs of rows that have all objectives: the groups as texts, the objectives as
   * numbers that are better the less they are, and the cell.
   *
   * @param condition which rows
   */
  Dataset<Row> narrow(Dataset<Row> cells, String condition) {
    List<String> read = new ArrayList<>();
    groups.forEach(group -> read.add("string(" + group + ")"));
    objectives.forEach(objective -> read.add(objective.minimized()));
    read.add("bigint(" + CELL + ")");
    Dataset<Row> narrow = cells.where(condition).selectExpr(read.toArray(String[]::new));
    String[] measures =
        Arrays.copyOfRange(narrow.columns(), groups.size(), groups.size() + objectives.size());
    for (String measure : measures) {
      narrow = narrow.where(functions.col("`" + measure.replace("`", "``") + "`").isNotNull());
    }
    return narrow;
  }

  private static Skyline merged(Skyline one, Skyline other) {
    one.merge(other);
    return one;
  }
}
