package dev.ridgeline.pareto;

import java.util.List;
import java.util.Optional;

/**
 * The distance of a cell from the frontier of its group.
 *
 * @param group values that make the group, which may be null
 * @param objectives objectives of the cell, all minimized
 * @param cell number of the cell
 * @param nearest point that the distance is measured from; empty where the group has no frontier
 */
record CellDistance(
    List<String> group, List<Double> objectives, long cell, Optional<Nearest> nearest) {

  /**
   * A point of the frontier, and the distance from it.
   *
   * @param distance factor by which all objectives would have to improve
   * @param cell number of the point's cell
   */
  record Nearest(double distance, long cell) {}
}
