package dev.ridgeline.frontier;

import java.util.Arrays;

/** What can be said of a finished frontier. */
public final class Frontiers {

  private Frontiers() {}

  /**
   * Place of the knee: the point that is farthest below the plane on which every gain in one
   * objective costs as much in the others. With each objective scaled to 0 at its best and 1 at its
   * worst on the frontier that is the least sum of objectives (the bulge of Das, On characterizing
   * the "knee" of the Pareto curve, 1999, with the plane through the unit points). The first of
   * several.
   *
   * @param points a frontier of at least one point
   */
  public static int knee(double[][] points) {
    int objectives = points[0].length;
    double[] best = new double[objectives];
    double[] worst = new double[objectives];
    Arrays.fill(best, Double.POSITIVE_INFINITY);
    Arrays.fill(worst, Double.NEGATIVE_INFINITY);
    for (double[] point : points) {
      for (int i = 0; i < objectives; i++) {
        best[i] = Math.min(best[i], point[i]);
        worst[i] = Math.max(worst[i], point[i]);
      }
    }
    int knee = 0;
    double least = Double.POSITIVE_INFINITY;
    for (int place = 0; place < points.length; place++) {
      double sum = 0;
      for (int i = 0; i < objectives; i++) {
        double range = worst[i] - best[i];
        sum += range > 0 ? (points[place][i] - best[i]) / range : 0;
      }
      if (sum < least) {
        least = sum;
        knee = place;
      }
    }
    return knee;
  }

  /**
   * How far a point is behind a frontier: the factor by which all its objectives would have to
   * improve at once to equal those of the point of the frontier that is the farthest ahead; {@code
   * max over the frontier of min over objectives of point / kept} (the multiplicative epsilon
   * indicator of Zitzler et al., Performance Assessment of Multiobjective Optimizers, 2003). 1 on
   * the frontier, and less for a point that would be on it.
   *
   * @param frontier at least one point
   * @param point objectives above zero, or below zero where they were negated to be maximized
   */
  public static double distance(double[][] frontier, double[] point) {
    return lead(frontier[nearest(frontier, point)], point);
  }

  /**
   * Place of the point of a frontier that the distance of a point is measured from, which has what
   * the point would gain in every objective; the first of several.
   */
  public static int nearest(double[][] frontier, double[] point) {
    int nearest = 0;
    for (int place = 1; place < frontier.length; place++) {
      if (lead(frontier[place], point) > lead(frontier[nearest], point)) {
        nearest = place;
      }
    }
    return nearest;
  }

  /** The factor by which a kept point is better in every objective. */
  private static double lead(double[] kept, double[] point) {
    double least = Double.POSITIVE_INFINITY;
    for (int i = 0; i < point.length; i++) {
      double factor = point[i] < 0 ? kept[i] / point[i] : point[i] / kept[i];
      least = Math.min(least, kept[i] == point[i] ? 1 : factor);
    }
    return least;
  }
}
