package dev.ridgeline.choice;

import java.util.Arrays;

/**
 * Factors of the prices and speeds of accelerators, and the dollars and latencies of candidates
 * with these factors.
 *
 * <p>An accelerator costs f times as much for an hour, and it is e times as fast. Its work takes
 * 1/e of the hours, so it costs {@code f / e} times as much. TTFT is divided by the e of prefill.
 * TPOT waits for the slower side of decode, so it is divided by the lesser e.
 *
 * <p>This is a first-order estimate. A cell keeps its serving plan; batch and sharding change only
 * where another candidate is chosen. Links, kernel launches and memory tiers share the factors of
 * their pool.
 */
final class Terms {

  /** Factor of the price of a unit of work on each accelerator. */
  private final double[] costs;

  private final double[] speeds;

  private Terms(double[] costs, double[] speeds) {
    this.costs = costs;
    this.speeds = speeds;
  }

  /** Returns the prices and speeds of the catalogs. */
  static Terms asThingsAre(int accelerators) {
    return new Terms(ones(accelerators), ones(accelerators));
  }

  /** Returns the terms on which one accelerator has a different hourly price. */
  static Terms withPrice(int accelerators, int moving, double factor) {
    Terms terms = asThingsAre(accelerators);
    terms.costs[moving] = factor;
    return terms;
  }

  /**
   * Returns the terms on which all accelerators have different prices and speeds.
   *
   * @param prices factors of the hourly prices
   * @param speeds factors of the speeds
   */
  static Terms of(double[] prices, double[] speeds) {
    double[] costs = new double[prices.length];
    for (int i = 0; i < costs.length; i++) {
      costs[i] = prices[i] / speeds[i];
    }
    return new Terms(costs, speeds.clone());
  }

  private static double[] ones(int count) {
    double[] ones = new double[count];
    Arrays.fill(ones, 1);
    return ones;
  }

  /** Price of a request, dollars: {@code sum over pools of $pool f/e}. */
  double dollars(PlacedCandidate on) {
    return on.prefillDollars() * costs[on.prefill()]
        + on.decodeDollars() * costs[on.decode()]
        + on.feedForwardDollars() * costs[on.feedForward()];
  }

  /** Time to first token, seconds: {@code ttft / e of prefill}. */
  double ttftSeconds(PlacedCandidate on) {
    return on.ttftSeconds() / speeds[on.prefill()];
  }

  /** Time per output token, seconds: {@code tpot / the lesser e of the sides of decode}. */
  double tpotSeconds(PlacedCandidate on) {
    return on.tpotSeconds() / Math.min(speeds[on.decode()], speeds[on.feedForward()]);
  }
}
