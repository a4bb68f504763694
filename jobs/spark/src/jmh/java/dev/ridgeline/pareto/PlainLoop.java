package dev.ridgeline.pareto;

import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;

/**
 * The yardstick of warm benchmarks: a loop over pairs of sides. It computes the dollars, TTFT and
 * TPOT of each pair, and whether they keep limits, and keeps the cheapest pair of each group. It
 * uses no code of the model, so only the machine changes its time.
 *
 * <p>Sides are objects in an order that no cache foresees, and groups are a table: together some
 * megabytes. Whether a pair keeps the limits is as good as random. So caches, branches and clock of
 * the machine slow it down as they slow down cells. It runs on all cores at once, as cells do: a
 * core beside a busy one is slower than one beside an idle one.
 */
final class PlainLoop {

  private static final int SIDES = 1 << 16;
  private static final int GROUPS = 1 << 16;
  private static final int PAIRS = 1 << 22;
  private static final int WARM_UP = 5;

  private static final double FLOPS = 2e14;
  private static final double BYTES = 3e9;
  private static final double BYTES_PER_SECOND = 5e10;
  private static final double LINK_SECONDS = 5e-6;

  private final Side[] prefill;
  private final Side[] decode;
  private final double[] cheapest = new double[GROUPS];

  /** What a side of a pair gives, as a step and a price. */
  private record Side(
      double flops, double flopsPerSecond, double bytes, double bytesPerSecond, double dollars) {

    static Side of(SplittableRandom random) {
      return new Side(
          random.nextDouble(0.1, 10) * FLOPS,
          random.nextDouble(0.5, 5) * FLOPS,
          random.nextDouble(0.1, 10) * BYTES,
          random.nextDouble(0.5, 5) * BYTES_PER_SECOND,
          random.nextDouble(1, 100));
    }

    double seconds() {
      return Math.max(flops / flopsPerSecond, bytes / bytesPerSecond);
    }
  }

  private PlainLoop(SplittableRandom random) {
    prefill = sides(random);
    decode = sides(random);
  }

  private static Side[] sides(SplittableRandom random) {
    Side[] sides = Stream.generate(() -> Side.of(random)).limit(SIDES).toArray(Side[]::new);
    for (int i = SIDES - 1; i > 0; i--) {
      int other = random.nextInt(i + 1);
      Side side = sides[i];
      sides[i] = sides[other];
      sides[other] = side;
    }
    return sides;
  }

  /** A yardstick that is warm. */
  static Meter meter() {
    Meter meter = new Meter();
    for (int pass = 0; pass < WARM_UP; pass++) {
      meter.nanosOfPair();
    }
    return meter;
  }

  /** Measures the loop on all cores at once. */
  static final class Meter implements AutoCloseable {

    private final int cores = Runtime.getRuntime().availableProcessors();
    private final ExecutorService threads = Executors.newFixedThreadPool(cores);
    private final List<Callable<Long>> loops;

    private Meter() {
      SplittableRandom random = new SplittableRandom(1);
      loops =
          Stream.generate(() -> new PlainLoop(random.split()))
              .limit(cores)
              .<Callable<Long>>map(loop -> loop::cpuNanos)
              .toList();
    }

    /** CPU time of a pair now, in nanoseconds. */
    double nanosOfPair() {
      try {
        double nanos = 0;
        for (Future<Long> loop : threads.invokeAll(loops)) {
          nanos += loop.get();
        }
        return nanos / cores / PAIRS;
      } catch (InterruptedException | ExecutionException e) {
        throw new IllegalStateException(e);
      }
    }

    @Override
    public void close() {
      threads.shutdown();
    }
  }

  private long cpuNanos() {
    long start = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    if (pass() == 0) {
      throw new IllegalStateException("no pair keeps the limits");
    }
    return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - start;
  }

  /** Evaluates all pairs, and returns how many of them keep the limits. */
  private int pass() {
    Arrays.fill(cheapest, Double.POSITIVE_INFINITY);
    int kept = 0;
    for (int pair = 0; pair < PAIRS; pair++) {
      int hash = pair * 0x9E3779B9;
      Side p = prefill[hash >>> 16];
      Side d = decode[pair & (SIDES - 1)];
      double seconds = p.seconds();
      double step = d.seconds();
      double ttft =
          seconds
              + LINK_SECONDS
              + p.bytes() / Math.min(p.bytesPerSecond(), d.bytesPerSecond())
              + step;
      if (ttft <= 4 && step <= 1) {
        double dollars = p.dollars() * seconds + d.dollars() * step;
        int group = (hash ^ hash >>> 15) & (GROUPS - 1);
        if (dollars < cheapest[group]) {
          cheapest[group] = dollars;
        }
        kept++;
      }
    }
    return kept;
  }
}
