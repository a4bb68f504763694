package dev.ridgeline.check;

import java.util.Arrays;
import java.util.List;

/**
 * How far predictions are off. The error of a point is {@code predicted / measured - 1}.
 *
 * @param points number of points
 * @param mape mean of the absolute errors
 * @param median median of the absolute errors
 * @param bias mean of the errors; above 0 where predictions are too slow, or too high
 * @param p90 error that 90 % of the absolute errors do not exceed
 * @param spearman rank correlation of predicted and measured values; NaN where either are all equal
 */
public record ErrorSummary(
    int points, double mape, double median, double bias, double p90, double spearman) {

  /** A measured value, and what was predicted for it. */
  public record Pair(double measured, double predicted) {

    double error() {
      return predicted / measured - 1;
    }
  }

  /** Sums up at least one pair. */
  static ErrorSummary of(List<Pair> pairs) {
    double[] absolute = pairs.stream().mapToDouble(pair -> Math.abs(pair.error())).toArray();
    Arrays.sort(absolute);
    return new ErrorSummary(
        pairs.size(),
        mean(absolute),
        quantile(absolute, 0.5),
        mean(pairs.stream().mapToDouble(Pair::error).toArray()),
        quantile(absolute, 0.9),
        spearman(
            pairs.stream().mapToDouble(Pair::measured).toArray(),
            pairs.stream().mapToDouble(Pair::predicted).toArray()));
  }

  static double mean(double[] values) {
    return Arrays.stream(values).sum() / values.length;
  }

  /**
   * The quantile of sorted values. Between two values it is interpolated: the q-th one of n stands
   * at {@code q (n - 1)}, counted from 0.
   */
  static double quantile(double[] sorted, double q) {
    double place = q * (sorted.length - 1);
    int below = (int) Math.floor(place);
    int above = Math.min(below + 1, sorted.length - 1);
    return sorted[below] + (place - below) * (sorted[above] - sorted[below]);
  }

  /**
   * Spearman's rank correlation: the correlation of ranks, where equal values share the mean of
   * their ranks (C. Spearman, American Journal of Psychology 15(1), 1904).
   */
  static double spearman(double[] one, double[] other) {
    double[] x = ranks(one);
    double[] y = ranks(other);
    double meanX = mean(x);
    double meanY = mean(y);
    double xy = 0;
    double xx = 0;
    double yy = 0;
    for (int i = 0; i < x.length; i++) {
      xy += (x[i] - meanX) * (y[i] - meanY);
      xx += (x[i] - meanX) * (x[i] - meanX);
      yy += (y[i] - meanY) * (y[i] - meanY);
    }
    return xy / Math.sqrt(xx * yy);
  }

  /** Ranks from 1; equal values share the mean of their ranks. */
  private static double[] ranks(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    double[] ranks = new double[values.length];
    for (int i = 0; i < values.length; i++) {
      int first = firstAtLeast(sorted, values[i]);
      int end = firstAtLeast(sorted, Math.nextUp(values[i]));
      ranks[i] = (first + 1 + end) / 2.0;
    }
    return ranks;
  }

  /** Index of the first sorted value that is at least this large. */
  private static int firstAtLeast(double[] sorted, double least) {
    int low = 0;
    int high = sorted.length;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (sorted[middle] < least) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }
}
