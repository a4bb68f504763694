package dev.ridgeline.choice;

import java.util.Random;

/**
 * Random factors of the prices and speeds in the catalogs, whose logarithms are normal. A factor
 * depends only on seed, accelerator and number of the draw. So it is the same in all workloads and
 * Spark tasks.
 */
record Draws(long seed, double priceSpread, double speedSpread) {

  /** Draws are cut here, so that candidates beyond the reach of all draws can be dropped. */
  private static final double MOST_DEVIATIONS = 5;

  private static final int PRICE = 0;
  private static final int SPEED = 1;

  /** Largest factor of a spread; the smallest is its reciprocal. */
  static double most(double spread) {
    return Math.exp(MOST_DEVIATIONS * spread);
  }

  /** Factor of the hourly price of an accelerator. */
  double price(String accelerator, int draw) {
    return factor(gaussian(accelerator, PRICE, draw), priceSpread);
  }

  /** Factor of the speed of an accelerator. */
  double speed(String accelerator, int draw) {
    return factor(gaussian(accelerator, SPEED, draw), speedSpread);
  }

  /**
   * Returns {@code exp(s z)}, a factor with median 1, for a spread s and a standard normal z that
   * is cut at five deviations.
   */
  static double factor(double gaussian, double spread) {
    return Math.exp(spread * Math.max(-MOST_DEVIATIONS, Math.min(MOST_DEVIATIONS, gaussian)));
  }

  private double gaussian(String accelerator, int what, int draw) {
    long mixed = seed;
    for (long part : new long[] {accelerator.hashCode(), what, draw}) {
      mixed = (mixed ^ part) * 0x9E3779B97F4A7C15L;
      mixed ^= mixed >>> 32;
    }
    return new Random(mixed).nextGaussian();
  }
}
