package dev.ridgeline.pareto;

import dev.ridgeline.frontier.Frontiers;
import dev.ridgeline.frontier.Hypervolume;
import dev.ridgeline.frontier.Skyline;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;

/**
 * What can be said of the frontier of a group.
 *
 * @param group values that make the group; one may be null
 * @param points points of the frontier
 * @param kneeCell cell of its knee
 * @param hypervolume what it dominates below the reference; empty where that would take too long
 * @param reference objectives of the reference, better the less they are
 */
record FrontierGroup(
    List<String> group,
    long points,
    long kneeCell,
    OptionalDouble hypervolume,
    List<Double> reference) {

  /** The exact hypervolume of more points than this in more than two objectives takes too long. */
  static final int MOST_POINTS_MEASURED = 1_000;

  /**
   * Measures a frontier.
   *
   * @param given the reference; empty for one that follows from the frontier
   */
  static FrontierGroup of(List<String> group, Skyline frontier, List<Double> given) {
    double[][] points = frontier.points();
    double[] reference =
        given.isEmpty()
            ? Hypervolume.reference(points)
            : given.stream().mapToDouble(value -> value).toArray();
    boolean measured = reference.length <= 2 || points.length <= MOST_POINTS_MEASURED;
    return new FrontierGroup(
        group,
        points.length,
        frontier.id(Frontiers.knee(points)),
        measured ? OptionalDouble.of(Hypervolume.of(points, reference)) : OptionalDouble.empty(),
        Arrays.stream(reference).boxed().toList());
  }
}
