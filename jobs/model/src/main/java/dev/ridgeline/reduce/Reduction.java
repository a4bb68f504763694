package dev.ridgeline.reduce;

import dev.ridgeline.evaluate.CellColumn;
import dev.ridgeline.evaluate.CellColumns;
import dev.ridgeline.evaluate.Status;
import dev.ridgeline.frontier.Skyline;
import dev.ridgeline.frontier.Ties;
import java.io.Serializable;
import java.util.List;
import java.util.Set;

/**
 * A request for skylines of cells. A cell that lacks a measure is on none.
 *
 * @param groups columns whose values make a group, each decided by one axis
 * @param measures columns of numbers, of which points are made
 * @param points maker of points
 * @param statuses statuses of cells that count
 * @param limits limits that cells keep
 * @param kept which points are kept
 */
public record Reduction(
    List<String> groups,
    List<Measure> measures,
    Points points,
    Set<Status> statuses,
    List<Limit> limits,
    Kept kept)
    implements Serializable {

  public Reduction {
    groups = List.copyOf(groups);
    measures = List.copyOf(measures);
    statuses = Set.copyOf(statuses);
    limits = List.copyOf(limits);
  }

  /**
   * A column of numbers.
   *
   * @param column name of the column
   * @param isNegated whether much of it is better
   */
  public record Measure(String column, boolean isNegated) implements Serializable {

    CellColumn cellColumn() {
      return CellColumns.named(column);
    }
  }

  /**
   * Which points a skyline keeps, see {@link Skyline}.
   *
   * @param ties which are kept of points that are equal
   * @param epsilon share by which a kept point may be worse
   * @param layers number of layers
   */
  public record Kept(Ties ties, double epsilon, int layers) implements Serializable {}

  /** Whether this package can answer such a request about the columns of cells. */
  public boolean isPossible() {
    return groups.stream().allMatch(name -> GroupTable.takes(CellColumns.named(name)))
        && measures.stream().allMatch(measure -> measure.cellColumn().isNumeric())
        && limits.stream().allMatch(limit -> limit.cellColumn().isNumeric());
  }

  /** Number of objectives of a point. */
  int objectives() {
    return points.objectives();
  }

  /** Whether a skyline keeps all of the points that are equal. */
  boolean keepsTies() {
    return kept.ties() == Ties.KEEP && !(kept.epsilon() > 0);
  }

  /** An empty skyline. */
  Skyline skyline() {
    return kept.epsilon() > 0
        ? new Skyline(objectives(), kept.ties(), kept.epsilon())
        : Skyline.ofLayers(objectives(), kept.ties(), kept.layers());
  }
}
