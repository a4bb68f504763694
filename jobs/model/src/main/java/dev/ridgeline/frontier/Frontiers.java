package dev.ridgeline.frontier;

import java.util.Arrays;

/** Measures on finished frontiers. */
public final class Frontiers {

  private Frontiers() {}

  /**
   * Place of the knee of a frontier: the point farthest below the plane on which gains in one
   * objective cost as much in the others. Objectives are scaled to 0 at the best point of the
   * frontier and 1 at the worst. The knee is then the first point with the least sum of objectives.
   *
   * <p>Source: Das, On characterizing the "knee" of the Pareto curve, 1999. The bulge is measured
   * from the plane through the unit points.
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
   * Distance of a point from a frontier: {@code max over the frontier of min over objectives of
   * point / kept}. It is the factor by which all objectives of the point would have to improve at
   * once to reach the {@link #nearest} point. It is 1 on the frontier, and less for a point that
   * would be on it.
   *
   * <p>Source: the multiplicative epsilon indicator of Zitzler et al., Performance Assessment of
   * Multiobjective Optimizers, 2003.
   *
   * @param frontier at least one point
   * @param point objectives above zero, or below zero where they were negated to be maximized
   */
  public static double distance(double[][] frontier, double[] point) {
    return lead(frontier[nearest(frontier, point)], point);
  }

  /**
   * Place of the first point of a frontier from which the distance of a point is measured. It is
   * better than that point in every objective by a factor of at least the distance.
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

  /** The smallest factor, over the objectives, by which a kept point is better than another. */
  private static double lead(double[] kept, double[] point) {
    double least = Double.POSITIVE_INFINITY;
    for (int i = 0; i < point.length; i++) {
      double factor = point[i] < 0 ? kept[i] / point[i] : point[i] / kept[i];
      least = Math.min(least, kept[i] == point[i] ? 1 : factor);
    }
    return least;
  }
}
