package dev.ridgeline.cache;

import java.util.Arrays;

/**
 * How long tasks wait between two turns, as a distribution in a table.
 *
 * <p>A position in the table stands for a time: its whole part is a row, and its fraction the way
 * to the next. Positions are found without a logarithm, because this is done often for each cell.
 */
public final class WaitTimes {

  /** Normal deviates at the ends of the table, beyond which no wait counts. */
  private static final double LEAST_Z = -5;

  private static final double MOST_Z = 6;
  private static final double STEPS_OF_Z = 24;
  private static final int ROWS = (int) ((MOST_Z - LEAST_Z) * STEPS_OF_Z) + 2;

  private final double meanSeconds;
  private final double[] seconds = new double[ROWS];
  private final double[] shares = new double[ROWS];
  private final double[] keptSeconds = new double[ROWS];

  /**
   * Makes a table of lognormal waits, or of waits that are lognormal between percentiles.
   *
   * @param meanSeconds mean wait, s; 0 where nothing waits
   * @param median median wait, s; 0 where it is not known
   * @param p90 wait that nine of ten do not exceed, s; 0 where it is not known
   * @param p99 wait that 99 of 100 do not exceed, s; 0 where it is not known
   */
  public WaitTimes(double meanSeconds, double median, double p90, double p99) {
    this.meanSeconds = meanSeconds;
    if (meanSeconds > 0) {
      fill(WaitCurve.of(meanSeconds, median, p90, p99));
    } else {
      Arrays.fill(shares, 1);
    }
  }

  /** Row 0 is a wait of no time; the others are at equal steps of the normal deviate. */
  private void fill(WaitCurve curve) {
    for (int row = 1; row < ROWS; row++) {
      double deviate = LEAST_Z + (row - 1) / STEPS_OF_Z;
      seconds[row] = Math.exp(curve.logSeconds(deviate));
      shares[row] = row < ROWS - 1 ? WaitCurve.normalBelow(deviate) : 1;
      double longer = 1 - (shares[row] + shares[row - 1]) / 2;
      keptSeconds[row] = keptSeconds[row - 1] + (seconds[row] - seconds[row - 1]) * longer;
    }
    // Rows have a width, so that their sum misses the mean by some thousandths.
    double factor = meanSeconds / keptSeconds[ROWS - 1];
    for (int row = 1; row < ROWS; row++) {
      seconds[row] *= factor;
      keptSeconds[row] *= factor;
    }
  }

  /** Mean wait, s. */
  public double meanSeconds() {
    return meanSeconds;
  }

  /**
   * Mean time of the slowest of several callers who wait several times each, s. The sum of the
   * waits of a caller is taken to be lognormal, with the mean and the variance of the sum (Fenton
   * 1960, "The sum of log-normal probability distributions", IRE Trans. CS-8).
   */
  public double slowestSeconds(int callers, int times) {
    double mean = times * meanSeconds;
    if (!(mean > 0) || callers == 1) {
      return mean;
    }
    double squares = 0;
    for (int row = 1; row < ROWS; row++) {
      double middle = (seconds[row] + seconds[row - 1]) / 2;
      squares += (shares[row] - shares[row - 1]) * middle * middle;
    }
    double variation = Math.max(0, squares / (meanSeconds * meanSeconds) - 1) / times;
    double spread = Math.sqrt(Math.log1p(variation));
    double median = mean * Math.exp(-spread * spread / 2);
    double slowest = 0;
    double below = 0;
    for (int row = 1; row < ROWS; row++) {
      double deviate = LEAST_Z + (row - 1) / STEPS_OF_Z;
      double all = row < ROWS - 1 ? Math.pow(WaitCurve.normalBelow(deviate), callers) : 1;
      slowest += (all - below) * median * Math.exp(spread * (deviate - 0.5 / STEPS_OF_Z));
      below = all;
    }
    return Math.max(mean, slowest);
  }

  /** The last position, which is longer than any wait. */
  static int last() {
    return ROWS - 1;
  }

  /** Share of waits that end within the time at a position; 0 at a negative one. */
  public double share(double position) {
    return position < 0 ? 0 : at(shares, position);
  }

  /** The time at a position, s; 0 at a negative one. */
  public double seconds(double position) {
    return position < 0 ? 0 : at(seconds, position);
  }

  /**
   * Mean part of a wait that lies within the time T at a position, {@code E[min(wait, T)]}, s; 0 at
   * a negative one.
   */
  public double keptSeconds(double position) {
    return position < 0 ? 0 : at(keptSeconds, position);
  }

  private static double at(double[] values, double position) {
    int row = (int) position;
    if (row >= ROWS - 1) {
      return values[ROWS - 1];
    }
    return values[row] + (position - row) * (values[row + 1] - values[row]);
  }

  /**
   * The position of the time T at which {@code waiting E[min(wait, T)] + ended T} is an amount.
   *
   * @param waiting amount of a second in which a task waits, at least 0
   * @param ended amount of a second after the end of a task, at least 0
   * @return negative where the amount is not above 0; the last one where the time is longer
   */
  double position(double waiting, double ended, double amount) {
    if (!(amount > 0)) {
      return -1;
    }
    int low = 0;
    int high = ROWS - 1;
    if (waiting * keptSeconds[high] + ended * seconds[high] <= amount) {
      return high;
    }
    while (high - low > 1) {
      int middle = (low + high) >>> 1;
      if (waiting * keptSeconds[middle] + ended * seconds[middle] <= amount) {
        low = middle;
      } else {
        high = middle;
      }
    }
    double below = waiting * keptSeconds[low] + ended * seconds[low];
    double above = waiting * keptSeconds[high] + ended * seconds[high];
    return low + (amount - below) / (above - below);
  }
}
