package dev.ridgeline.calibrate;

import java.util.Arrays;

/**
 * Bounded non-linear least squares by the method of Levenberg and Marquardt. Derivatives are
 * differences, and a step that leaves the bounds is cut at them.
 *
 * <p>Source: Marquardt, SIAM J. Appl. Math. 11(2), 1963.
 */
final class LeastSquares {

  private static final int MOST_STEPS = 20;
  private static final double DIFFERENCE = 1e-3;
  private static final double FIRST_DAMPING = 1e-2;
  private static final double MOST_DAMPING = 1e8;
  private static final double ENOUGH = 1e-4;

  private LeastSquares() {}

  /** The deviations whose squares are summed. */
  @FunctionalInterface
  interface Deviations {

    /** The deviations at a point; always the same number of them. */
    double[] at(double[] x);
  }

  /**
   * Minimises the sum of squares.
   *
   * @param deviations the deviations
   * @param start where to begin, within the bounds
   * @param scale expected size of each number, for differences
   * @param least least value of each number
   * @param most largest value of each number; equal to the least one for a number that is kept
   * @return the numbers with the least sum that was found
   */
  static double[] minimize(
      Deviations deviations, double[] start, double[] scale, double[] least, double[] most) {
    double[] x = start.clone();
    double[] at = deviations.at(x);
    double cost = squares(at);
    double damping = FIRST_DAMPING;
    for (int step = 0; step < MOST_STEPS && damping < MOST_DAMPING; step++) {
      double[][] slopes = slopes(deviations, x, at, scale, least, most);
      keepAtBounds(slopes, x, at, least, most);
      boolean better = false;
      while (!better && damping < MOST_DAMPING) {
        double[] move = solve(slopes, at, damping);
        double[] next = new double[x.length];
        for (int i = 0; i < x.length; i++) {
          next[i] = Math.min(most[i], Math.max(least[i], x[i] - move[i]));
        }
        double[] there = deviations.at(next);
        double cheaper = squares(there);
        better = cheaper < cost;
        if (better) {
          boolean enough = cost - cheaper < ENOUGH * cost;
          x = next;
          at = there;
          cost = cheaper;
          damping /= 5;
          if (enough) {
            return x;
          }
        } else {
          damping *= 4;
        }
      }
    }
    return x;
  }

  /** Keeps numbers that a bound holds, so that the others move as if they were constants. */
  private static void keepAtBounds(
      double[][] slopes, double[] x, double[] at, double[] least, double[] most) {
    for (int i = 0; i < x.length; i++) {
      double rising = product(slopes[i], at);
      if ((x[i] <= least[i] && rising > 0) || (x[i] >= most[i] && rising < 0)) {
        Arrays.fill(slopes[i], 0);
      }
    }
  }

  private static double squares(double[] values) {
    double sum = 0;
    for (double value : values) {
      sum += value * value;
    }
    return sum;
  }

  /**
   * The number whose square is the pseudo-Huber distance of a deviation.
   *
   * @param outlier deviation from which on it counts less than its square
   */
  static double robust(double deviation, double outlier) {
    double ratio = deviation / outlier;
    double squared = 2 * outlier * outlier * (Math.sqrt(1 + ratio * ratio) - 1);
    return Math.signum(deviation) * Math.sqrt(squared);
  }

  /** Derivatives of the deviations, by number; 0 for numbers that are kept. */
  static double[][] slopes(
      Deviations deviations,
      double[] x,
      double[] at,
      double[] scale,
      double[] least,
      double[] most) {
    double[][] slopes = new double[x.length][at.length];
    for (int i = 0; i < x.length; i++) {
      if (!(most[i] > least[i])) {
        continue;
      }
      double difference = DIFFERENCE * scale[i];
      double[] moved = x.clone();
      moved[i] += x[i] + difference > most[i] ? -difference : difference;
      double[] there = deviations.at(moved);
      for (int j = 0; j < at.length; j++) {
        slopes[i][j] = (there[j] - at[j]) / (moved[i] - x[i]);
      }
    }
    return slopes;
  }

  /** Solves the damped normal equations by Cholesky's factors. */
  private static double[] solve(double[][] slopes, double[] at, double damping) {
    int n = slopes.length;
    double[][] matrix = new double[n][n];
    double[] right = new double[n];
    for (int i = 0; i < n; i++) {
      for (int j = 0; j <= i; j++) {
        matrix[i][j] = product(slopes[i], slopes[j]);
      }
      right[i] = product(slopes[i], at);
      matrix[i][i] = matrix[i][i] * (1 + damping) + Double.MIN_NORMAL;
    }
    for (int i = 0; i < n; i++) {
      for (int j = 0; j <= i; j++) {
        double sum = matrix[i][j];
        for (int k = 0; k < j; k++) {
          sum -= matrix[i][k] * matrix[j][k];
        }
        matrix[i][j] = i == j ? Math.sqrt(Math.max(sum, Double.MIN_NORMAL)) : sum / matrix[j][j];
      }
    }
    for (int i = 0; i < n; i++) {
      for (int k = 0; k < i; k++) {
        right[i] -= matrix[i][k] * right[k];
      }
      right[i] /= matrix[i][i];
    }
    for (int i = n - 1; i >= 0; i--) {
      for (int k = i + 1; k < n; k++) {
        right[i] -= matrix[k][i] * right[k];
      }
      right[i] /= matrix[i][i];
    }
    return right;
  }

  private static double product(double[] one, double[] other) {
    double sum = 0;
    for (int i = 0; i < one.length; i++) {
      sum += one[i] * other[i];
    }
    return sum;
  }
}
