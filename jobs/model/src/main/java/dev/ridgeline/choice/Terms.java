package dev.ridgeline.choice;

import java.util.Arrays;

/**
 * What accelerators cost and how fast they are, over what the catalogs say, and what candidates
 * cost and take on these terms.
 *
 * <p>Work on an accelerator whose hour costs f times as much, and which is e times as fast, costs
 * {@code f / e} times as much: it takes 1/e of the hours. TTFT is prefill's time, so it is divided
 * by prefill's e. TPOT waits for the slower side of decode, so it is divided by the lesser e.
 *
 * <p>This is the first order. A cell keeps its serving plan; batches and shardings change only as
 * another candidate is chosen. Links, launches and memory tiers share the factors of their pool.
 */
final class Terms {

  /** Dollars of a unit of work on each accelerator, as a factor. */
  private final double[] costs;

  private final double[] speeds;

  private Terms(double[] costs, double[] speeds) {
    this.costs = costs;
    this.speeds = speeds;
  }

  /** As the catalogs say. */
  static Terms asThingsAre(int accelerators) {
    return new Terms(ones(accelerators), ones(accelerators));
  }

  /** With another price of an hour of one accelerator. */
  static Terms withPrice(int accelerators, int moving, double factor) {
    Terms terms = asThingsAre(accelerators);
    terms.costs[moving] = factor;
    return terms;
  }

  /**
   * With other prices and speeds of all.
   *
   * @param prices factors of the price of an hour
   * @param speeds factors of the speed
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

  /** What a request costs: {@code sum over pools of $pool f/e}. */
  double dollars(PlacedCandidate on) {
    return on.prefillDollars() * costs[on.prefill()]
        + on.decodeDollars() * costs[on.decode()]
        + on.feedForwardDollars() * costs[on.feedForward()];
  }

  /** Time to first token: {@code ttft / e of prefill}. */
  double ttftSeconds(PlacedCandidate on) {
    return on.ttftSeconds() / speeds[on.prefill()];
  }

  /** Time per output token: {@code tpot / the lesser e of the sides of decode}. */
  double tpotSeconds(PlacedCandidate on) {
    return on.tpotSeconds() / Math.min(speeds[on.decode()], speeds[on.feedForward()]);
  }
}
