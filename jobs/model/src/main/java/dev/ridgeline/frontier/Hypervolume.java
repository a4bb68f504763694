package dev.ridgeline.frontier;

import java.util.Arrays;
import java.util.Comparator;

/**
 * The volume that points dominate, up to a reference point: one number for the quality of a
 * frontier.
 *
 * <p>The result is exact and is computed by exclusive volumes. The volume of a set is that of its
 * first point, less the part that the others dominate too, plus the volume of the others.
 *
 * <p>Source: While, Bradstreet, Barone: A Fast Way of Calculating Exact Hypervolumes, 2012.
 */
public final class Hypervolume {

  /** Distance of a frontier's own reference beyond its worst point, as a share. */
  private static final double BEYOND_WORST = 0.1;

  private Hypervolume() {}

  /**
   * Returns the reference that follows from a frontier: 10 % worse than the worst point in each
   * objective.
   *
   * @param points at least one point
   */
  public static double[] reference(double[][] points) {
    double[] reference = points[0].clone();
    for (double[] point : points) {
      for (int i = 0; i < reference.length; i++) {
        reference[i] = Math.max(reference[i], point[i]);
      }
    }
    for (int i = 0; i < reference.length; i++) {
      reference[i] += BEYOND_WORST * Math.abs(reference[i]);
    }
    return reference;
  }

  /**
   * Returns the volume of the points that are below the reference in every objective. Other points
   * add nothing.
   *
   * @param points points with as many objectives as the reference
   * @param reference the smallest values that are too bad to count
   */
  public static double of(double[][] points, double[] reference) {
    double[][] below =
        Arrays.stream(points).filter(point -> isBelow(point, reference)).toArray(double[][]::new);
    return volume(nonDominated(below), reference);
  }

  private static boolean isBelow(double[] point, double[] reference) {
    for (int i = 0; i < reference.length; i++) {
      if (!(point[i] < reference[i])) {
        return false;
      }
    }
    return true;
  }

  private static double volume(double[][] points, double[] reference) {
    if (reference.length == 2) {
      return area(points, reference);
    }
    // Worst last objective first: limiting the others to it leaves few of them.
    Arrays.sort(points, Comparator.comparingDouble(point -> -point[point.length - 1]));
    double volume = 0;
    for (int i = 0; i < points.length; i++) {
      volume += box(points[i], reference) - volume(limited(points, i), reference);
    }
    return volume;
  }

  /**
   * The points after {@code i}, cut to the box of point {@code i}: no better than it in any
   * objective.
   */
  private static double[][] limited(double[][] points, int i) {
    double[][] limited = new double[points.length - i - 1][];
    for (int other = i + 1; other < points.length; other++) {
      double[] worse = points[other].clone();
      for (int j = 0; j < worse.length; j++) {
        worse[j] = Math.max(worse[j], points[i][j]);
      }
      limited[other - i - 1] = worse;
    }
    return nonDominated(limited);
  }

  private static double[][] nonDominated(double[][] points) {
    if (points.length < 2) {
      return points;
    }
    Skyline skyline = new Skyline(points[0].length, Ties.COLLAPSE, 0);
    for (int i = 0; i < points.length; i++) {
      skyline.offer(points[i], i);
    }
    double[][] kept = new double[skyline.size()][];
    for (int place = 0; place < kept.length; place++) {
      kept[place] = skyline.point(place);
    }
    return kept;
  }

  private static double box(double[] point, double[] reference) {
    double volume = 1;
    for (int i = 0; i < point.length; i++) {
      volume *= reference[i] - point[i];
    }
    return volume;
  }

  /** The area of non-dominated points with two objectives, as a sum of strips. */
  private static double area(double[][] points, double[] reference) {
    Arrays.sort(points, Comparator.comparingDouble(point -> point[0]));
    double area = 0;
    double top = reference[1];
    for (double[] point : points) {
      area += (reference[0] - point[0]) * (top - point[1]);
      top = point[1];
    }
    return area;
  }
}
