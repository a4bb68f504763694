package dev.ridgeline.queue;

/**
 * A time that a customer waits: the probability to wait at all, and mean and variance of the wait,
 * those who do not wait included.
 *
 * <p>The waits of those who wait are taken as gamma distributed with their mean and variance, which
 * is exact where service times are exponential.
 *
 * @param probability probability to wait, 0 to 1
 * @param meanSeconds mean wait, s
 * @param variance variance of the wait, s^2
 */
public record Wait(double probability, double meanSeconds, double variance) {

  /** No wait at all. */
  public static final Wait NONE = new Wait(0, 0, 0);

  public Wait {
    boolean isNone = probability == 0 && meanSeconds == 0 && variance == 0;
    if (!isNone && !(probability > 0 && probability <= 1 && meanSeconds > 0 && variance >= 0)) {
      throw new IllegalArgumentException(
          "a wait of probability " + probability + ", mean " + meanSeconds + ", " + variance);
    }
  }

  /** The sum of this wait and another that is independent of it. */
  public Wait plus(Wait other) {
    return new Wait(
        probability + other.probability - probability * other.probability,
        meanSeconds + other.meanSeconds,
        variance + other.variance);
  }

  /**
   * The sum of independent waits like this one.
   *
   * @param count number of waits, at least 1
   */
  public Wait times(double count) {
    return probability == 0
        ? NONE
        : new Wait(
            -Math.expm1(count * Math.log1p(-probability)), count * meanSeconds, count * variance);
  }

  /** The wait of the same queue where all times are longer by a factor above 0. */
  public Wait scaled(double factor) {
    return new Wait(probability, factor * meanSeconds, factor * factor * variance);
  }

  /** Probability to wait longer than a time of at least 0 seconds. */
  public double longerThan(double seconds) {
    if (probability == 0) {
      return 0;
    }
    double shape = shapeOfThoseWhoWait();
    return probability
        * new GammaDistribution(shape).above(seconds * shape / (meanSeconds / probability));
  }

  /**
   * The wait that a share of customers does not exceed; 0 where at least that share does not wait.
   *
   * @param share share of customers, 0 to below 1
   */
  public double percentileSeconds(double share) {
    return new WaitPercentiles(this, share).seconds(0);
  }

  /**
   * Shape of the distribution of the waits of those who wait: the inverse of their squared
   * coefficient of variation.
   */
  double shapeOfThoseWhoWait() {
    double mean = meanSeconds / probability;
    double square = (variance + meanSeconds * meanSeconds) / probability;
    return 1 / Math.max(SMALLEST_VARIATION, square / (mean * mean) - 1);
  }

  /** Below this variation, waits are equal for all uses. */
  private static final double SMALLEST_VARIATION = 1e-6;
}
