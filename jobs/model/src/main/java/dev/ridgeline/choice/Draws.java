package dev.ridgeline.choice;

import java.util.Random;

/**
 * Draws of how far prices and speeds are from what the catalogs say: factors whose logarithms are
 * normal. A factor follows from seed, accelerator and number of the draw alone, so it is the same
 * in all workloads, whichever task draws it.
 */
record Draws(long seed, double priceSpread, double speedSpread) {

  /** A draw is no farther off than this, so that what cannot be reached need not be kept. */
  private static final double MOST_DEVIATIONS = 5;

  private static final int PRICE = 0;
  private static final int SPEED = 1;

  /** The largest factor of a spread; the least is its reciprocal. */
  static double most(double spread) {
    return Math.exp(MOST_DEVIATIONS * spread);
  }

  /** What an hour of an accelerator costs, over what the catalogs say. */
  double price(String accelerator, int draw) {
    return factor(gaussian(accelerator, PRICE, draw), priceSpread);
  }

  /** How fast an accelerator is, over what the catalogs say. */
  double speed(String accelerator, int draw) {
    return factor(gaussian(accelerator, SPEED, draw), speedSpread);
  }

  /**
   * A factor {@code exp(s z)} with median 1, for a spread s and a standard normal z that is cut at
   * five deviations.
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
