package dev.ridgeline.cache;

/**
 * The logarithm of a wait as a function of the standard normal deviate z. It is linear between
 * percentiles, so that a median and a mean make it lognormal.
 *
 * <p>Beyond the last percentile its slope is the one that comes nearest to the mean. Where no
 * median below the mean is known, waits vary as much as exponential ones do.
 *
 * @param median logarithm of the median
 * @param slope slope up to the deviate {@code bend}
 * @param bend deviate of the first percentile above the median
 * @param second slope from there to {@code end}
 * @param end deviate of the last percentile
 * @param tail slope beyond it
 */
record WaitCurve(double median, double slope, double bend, double second, double end, double tail) {

  /**
   * Assumption: where no spread of waits is known, it is that of a lognormal distribution with a
   * squared coefficient of variation of 1, which exponential waits have.
   */
  private static final double ASSUMED_DEVIATION = Math.sqrt(Math.log(2));

  private static final double Z_OF_P90 = 1.2815515655446004;
  private static final double Z_OF_P99 = 2.3263478740408408;

  /** A tail with this slope has a mean that no workflow has. */
  private static final double STEEPEST = 5;

  private static final double LEAST_Z = -5;
  private static final double MOST_Z = 6;
  private static final double STEPS_OF_Z = 24;

  static WaitCurve of(double mean, double median, double p90, double p99) {
    boolean has90 = p90 > median && median > 0;
    boolean has99 = p99 > Math.max(median, p90) && median > 0;
    if (!has90 && !has99) {
      boolean isSpread = median > 0 && median < mean;
      double deviation = isSpread ? Math.sqrt(2 * Math.log(mean / median)) : ASSUMED_DEVIATION;
      double log = Math.log(mean) - deviation * deviation / 2;
      return new WaitCurve(log, deviation, 0, deviation, 0, deviation);
    }
    double log = Math.log(median);
    double bend = has90 ? Z_OF_P90 : Z_OF_P99;
    double slope = (Math.log(has90 ? p90 : p99) - log) / bend;
    double second = has90 && has99 ? Math.log(p99 / p90) / (Z_OF_P99 - Z_OF_P90) : slope;
    double end = has99 ? Z_OF_P99 : bend;
    return new WaitCurve(log, slope, bend, second, end, slope).withMean(mean);
  }

  /** The logarithm of the wait that a share of the normal distribution does not exceed. */
  double logSeconds(double z) {
    double log = median + slope * Math.min(z, bend);
    if (z > bend) {
      log += second * (Math.min(z, end) - bend);
    }
    return z > end ? log + tail * (z - end) : log;
  }

  private WaitCurve withMean(double mean) {
    double low = 0;
    double high = STEEPEST;
    for (int i = 0; i < 50; i++) {
      double middle = (low + high) / 2;
      if (withTail(middle).mean() > mean) {
        high = middle;
      } else {
        low = middle;
      }
    }
    return withTail(low);
  }

  private WaitCurve withTail(double other) {
    return new WaitCurve(median, slope, bend, second, end, other);
  }

  private double mean() {
    double sum = 0;
    int steps = (int) ((MOST_Z - LEAST_Z) * STEPS_OF_Z);
    for (int step = 0; step < steps; step++) {
      double z = LEAST_Z + step / STEPS_OF_Z;
      double next = z + 1 / STEPS_OF_Z;
      sum += (normalBelow(next) - normalBelow(z)) * Math.exp(logSeconds((z + next) / 2));
    }
    return sum;
  }

  /**
   * Share of the standard normal distribution below a deviate of -7 to 7, by the series of
   * Marsaglia (2004, "Evaluating the normal distribution", Journal of Statistical Software 11).
   */
  static double normalBelow(double z) {
    double sum = z;
    double term = z;
    for (int i = 3; Math.abs(term) > 1e-17; i += 2) {
      term *= z * z / i;
      sum += term;
    }
    return 0.5 + sum * Math.exp(-z * z / 2) / Math.sqrt(2 * Math.PI);
  }
}
