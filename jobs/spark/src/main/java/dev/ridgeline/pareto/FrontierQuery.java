package dev.ridgeline.pareto;

import dev.ridgeline.config.ConfigException;
import dev.ridgeline.frontier.Skyline;
import dev.ridgeline.frontier.Ties;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Which frontiers to take of a table whose rows are numbered as cells: one for each group, of the
 * rows that a condition leaves. Rows with a null objective are on none.
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

  private static final int MOST_OBJECTIVES = 8;

  public FrontierQuery {
    objectives = List.copyOf(objectives);
    groups = List.copyOf(groups);
    reference = List.copyOf(reference);
    if (objectives.isEmpty() || objectives.size() > MOST_OBJECTIVES) {
      throw new ConfigException("--objectives", "must be 1 to " + MOST_OBJECTIVES + ".");
    }
    Kept.require(epsilon, layers);
    RequestedNames.requireApart("--objectives", columns(groups, objectives), FrontierColumns.OWN);
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

  private static List<String> columns(List<String> groups, List<Objective> objectives) {
    return Stream.concat(groups.stream(), objectives.stream().map(Objective::column)).toList();
  }

  /** The reference as it is compared; empty for one that follows from the frontier. */
  List<Double> minimizedReference() {
    List<Double> minimized = new ArrayList<>();
    for (int i = 0; i < reference.size(); i++) {
      minimized.add(objectives.get(i).minimized(reference.get(i)));
    }
    return minimized;
  }

  /** The frontiers by group, in parallel. */
  public JavaPairRDD<List<String>, Skyline> skylines(Dataset<Row> cells) {
    return skylines().of(cells.where(where));
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
    return skylines().narrow(cells.where(condition));
  }

  private SkylineQuery skylines() {
    return new SkylineQuery(
        groups,
        objectives.stream().map(Objective::minimized).toList(),
        new PointReader.AsRead(objectives.size()),
        new Kept(ties, epsilon, layers));
  }
}
