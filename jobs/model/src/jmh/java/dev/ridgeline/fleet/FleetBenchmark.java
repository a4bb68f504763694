package dev.ridgeline.fleet;

import dev.ridgeline.sweep.LatencyTargets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * The cheapest fleet for twelve workloads over a day, out of cells of a frontier: the price of
 * fractions, whole replicas in whole systems, and the fleets of each workload alone. Cells are made
 * up, on six kinds of hardware, so that none is dominated by another of its kind. The aim is 30 s
 * for 100,000 cells; the search for whole numbers has 10 s of them.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.SECONDS)
@Fork(1)
@Warmup(iterations = 1)
@Measurement(iterations = 3)
public class FleetBenchmark {

  private static final int WORKLOADS = 12;
  private static final int HOURS = 24;
  private static final long MILLISECONDS = 10_000;

  /** Cells of all workloads together. */
  @Param({"100000", "1200000"})
  private int cells;

  private FleetDemand demand;
  private List<FleetOption> options;

  @Setup
  public void make() {
    SplittableRandom random = new SplittableRandom(2601_22001L);
    List<HardwareKind> kinds =
        List.of(
            kind("a", 8, 4, 2.2, 80e9),
            kind("b", 8, 4, 3.1, 141e9),
            kind("c", 8, 4, 4.4, 192e9),
            kind("d", 72, 1, 6.0, 186e9),
            kind("e", 8, 4, 2.8, 192e9),
            kind("f", 1, 8, 1.1, 48e9));
    List<FleetDemand.Workload> workloads = new ArrayList<>();
    for (int i = 0; i < WORKLOADS; i++) {
      List<Double> amounts = new ArrayList<>();
      for (int hour = 0; hour < HOURS; hour++) {
        double wave = 0.6 + 0.4 * Math.cos(2 * Math.PI * (hour - 2 * i) / HOURS);
        amounts.add(500 * wave * (1 + random.nextDouble() / 10));
      }
      workloads.add(
          new FleetDemand.Workload(
              "w" + i,
              Optional.empty(),
              "w" + i,
              "mean",
              FleetDemand.Unit.SESSIONS,
              amounts,
              LatencyTargets.NONE));
    }
    demand = new FleetDemand("twelve", workloads, FleetLimits.NONE, true, 1, true);
    options = new ArrayList<>(cells);
    for (int i = 0; i < cells; i++) {
      options.add(option(i, kinds, random));
    }
  }

  private static HardwareKind kind(
      String id, int system, int perRack, double dollars, double bytes) {
    return new HardwareKind(id, "none", "owner", system, system * perRack, dollars, 1200, bytes);
  }

  private static FleetOption option(int cell, List<HardwareKind> kinds, SplittableRandom random) {
    HardwareKind decode = kinds.get(random.nextInt(kinds.size()));
    int accelerators = 1 << random.nextInt(6);
    double speed = decode.dollarsPerHour() * accelerators * (2 + random.nextDouble());
    boolean isOnePool = random.nextInt(3) == 0;
    HardwareKind prefill = kinds.get(random.nextInt(kinds.size()));
    int ofPrefill = 1 << random.nextInt(4);
    double prefillSpeed =
        isOnePool
            ? Double.POSITIVE_INFINITY
            : prefill.dollarsPerHour() * ofPrefill * (4 + 2 * random.nextDouble());
    return new FleetOption(
        cell % WORKLOADS,
        "frontier",
        cell,
        "layout " + cell / WORKLOADS,
        decode.accelerator(),
        "",
        isOnePool ? Optional.empty() : Optional.of(new FleetOption.Part(prefill, ofPrefill)),
        List.of(new FleetOption.Part(decode, accelerators)),
        prefillSpeed,
        speed,
        1,
        0.05);
  }

  /** All of an answer but the reading of cells. */
  @Benchmark
  public FleetAnswer answer() {
    FleetAnswer answer =
        new FleetAnswers(demand, options, MILLISECONDS).answer(option -> 0).orElseThrow();
    System.out.printf(
        "  %,d cells: %.2f $/h, at most %.2f %% above the least%n",
        cells, answer.dollarsPerHour(), 100 * answer.gap());
    return answer;
  }
}
