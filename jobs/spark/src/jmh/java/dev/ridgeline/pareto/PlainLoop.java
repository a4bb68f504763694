package dev.ridgeline.pareto;

import java.lang.management.ManagementFactory;
import java.util.SplittableRandom;

/**
 * The yardstick of the benchmarks: a loop over pairs of sides that are at hand. It computes the
 * dollars, TTFT and TPOT of each pair, and whether they keep limits, and finds the cheapest. It
 * uses no code of the model, so only the machine changes its time.
 */
final class PlainLoop {

  private static final int SIDES = 2_000;
  private static final int PASSES = 5;
  private static final double BYTES = 3e9;
  private static final double BYTES_PER_SECOND = 5e10;
  private static final double LINK_SECONDS = 5e-6;

  private final double[] prefillDollars = new double[SIDES];
  private final double[] prefillSeconds = new double[SIDES];
  private final int[] senders = new int[SIDES];
  private final double[] decodeDollars = new double[SIDES];
  private final double[] decodeSeconds = new double[SIDES];
  private final int[] receivers = new int[SIDES];

  private PlainLoop(SplittableRandom random) {
    for (int i = 0; i < SIDES; i++) {
      prefillDollars[i] = random.nextDouble(1e-4, 1e-2);
      prefillSeconds[i] = random.nextDouble(0.01, 20);
      senders[i] = 1 << random.nextInt(5);
      decodeDollars[i] = random.nextDouble(1e-4, 1e-2);
      decodeSeconds[i] = random.nextDouble(0.005, 0.1);
      receivers[i] = 1 << random.nextInt(5);
    }
  }

  /** CPU time of a pair in the fastest of some passes, in nanoseconds. */
  static double nanosOfPair() {
    PlainLoop loop = new PlainLoop(new SplittableRandom(1));
    double least = Double.POSITIVE_INFINITY;
    double cheapest = 0;
    for (int pass = 0; pass < PASSES; pass++) {
      long start = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
      cheapest += loop.cheapest();
      double nanos = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - start;
      least = Math.min(least, nanos / SIDES / SIDES);
    }
    if (!(cheapest > 0)) {
      throw new IllegalStateException("no pair keeps the limits");
    }
    return least;
  }

  private double cheapest() {
    double cheapest = Double.POSITIVE_INFINITY;
    for (int p = 0; p < SIDES; p++) {
      for (int d = 0; d < SIDES; d++) {
        double dollars = prefillDollars[p] + decodeDollars[d];
        double rate = Math.min(senders[p], receivers[d]) * BYTES_PER_SECOND;
        double ttft = prefillSeconds[p] + LINK_SECONDS + BYTES / rate;
        if (ttft <= 10 && decodeSeconds[d] <= 0.05 && dollars < cheapest) {
          cheapest = dollars;
        }
      }
    }
    return cheapest;
  }
}
