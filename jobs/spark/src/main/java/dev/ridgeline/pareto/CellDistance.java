package dev.ridgeline.pareto;

import java.util.List;
import java.util.Optional;

/**
 * How far a cell is behind the frontier of its group.
 *
 * @param group values that make the group; one may be null
 * @param objectives of the cell, better the less they are
 * @param cell number of the cell
 * @param nearest the point that the distance is measured from; empty where the group has no
 *     frontier
 */
record CellDistance(
    List<String> group, List<Double> objectives, long cell, Optional<Nearest> nearest) {

  /**
   * A point of the frontier and how far ahead it is.
   *
   * @param distance factor by which all objectives would have to improve
   * @param cell number of the point's cell
   */
  record Nearest(double distance, long cell) {}
}
