package dev.ridgeline.pareto;

import dev.ridgeline.frontier.Frontiers;
import dev.ridgeline.frontier.Hypervolume;
import dev.ridgeline.frontier.Skyline;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;

/**
 * The frontier of a group in numbers.
 *
 * @param group values that make the group, which may be null
 * @param points number of points of the frontier
 * @param kneeCell cell of the knee
 * @param hypervolume volume that the frontier dominates below the reference; empty where measuring
 *     it would take too long
 * @param reference objectives of the reference, all minimized
 */
public record FrontierGroup(
    List<String> group,
    long points,
    long kneeCell,
    OptionalDouble hypervolume,
    List<Double> reference) {

  /** Most points whose hypervolume is measured in more than two objectives. More take too long. */
  static final int MOST_POINTS_MEASURED = 1_000;

  /**
   * Measures a frontier.
   *
   * @param given the reference, minimized; empty where it follows from the frontier
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
