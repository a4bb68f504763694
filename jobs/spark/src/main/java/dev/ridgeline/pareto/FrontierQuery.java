package dev.ridgeline.pareto;

import dev.ridgeline.config.ConfigException;
import dev.ridgeline.frontier.Skyline;
import dev.ridgeline.frontier.Ties;
import dev.ridgeline.reduce.Points;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * A request for frontiers of a table whose column {@code cell} numbers the rows. Each group of rows
 * has a frontier. A row with a null objective is on no frontier.
 *
 * @param objectives objectives of the frontiers
 * @param groups columns whose values make a group; empty for one group of all rows
 * @param where SQL condition on the rows; {@code true} for all
 * @param ties which rows are kept of those that are equal in all objectives
 * @param epsilon share by which a kept row may be worse, see {@link Skyline}; 0 for the whole
 *     frontier
 * @param layers number of layers; 1 for the frontier alone
 * @param reference reference of the hypervolume, a value for each objective; empty where it follows
 *     from the frontier
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
      throw new ConfigException(
          "--objectives",
          "names " + objectives.size() + " objectives. Allowed: 1 to " + MOST_OBJECTIVES + ".");
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

  /** A request whose reference follows from each frontier. */
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

  /** Every text of the request that is SQL: objectives, groups and the condition. */
  public List<String> sql() {
    return Stream.concat(columns(groups, objectives).stream(), Stream.of(where)).toList();
  }

  /** The reference, minimized; empty where it follows from the frontier. */
  List<Double> minimizedReference() {
    List<Double> minimized = new ArrayList<>();
    for (int i = 0; i < reference.size(); i++) {
      minimized.add(objectives.get(i).minimized(reference.get(i)));
    }
    return minimized;
  }

  /** The frontiers by group, which tasks compute in parallel. */
  JavaPairRDD<List<String>, Skyline> skylines(Dataset<Row> cells) {
    return skylines().of(cells.where(where));
  }

  /** The rows and columns of a table of cells that the frontiers read. */
  public Dataset<Row> rows(Dataset<Row> cells) {
    return narrow(cells, where);
  }

  /**
   * The columns that a frontier needs of rows with all objectives: groups as texts, minimized
   * objectives, and the cell.
   *
   * @param condition SQL condition on the rows
   */
  Dataset<Row> narrow(Dataset<Row> cells, String condition) {
    return skylines().narrow(cells.where(condition));
  }

  private SkylineQuery skylines() {
    return new SkylineQuery(
        groups,
        objectives.stream().map(Objective::minimized).toList(),
        new Points.OfMeasures(objectives.size()),
        new Kept(ties, epsilon, layers));
  }
}
