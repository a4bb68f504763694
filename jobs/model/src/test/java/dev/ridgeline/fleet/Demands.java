package dev.ridgeline.fleet;

import dev.ridgeline.sweep.LatencyTargets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/** Demands and options that are made up. */
final class Demands {

  static final HardwareKind EIGHT = kind("eight", 8, 3);
  static final HardwareKind FAST = kind("fast", 8, 7);
  static final HardwareKind ALONE = kind("alone", 1, 2.5);

  private Demands() {}

  static HardwareKind kind(String id, int system, double dollars) {
    return new HardwareKind(id, "none", "owner", system, 4 * system, dollars, 1000, 80e9);
  }

  static FleetDemand.Workload workload(String name, Double... amounts) {
    return new FleetDemand.Workload(
        name,
        Optional.empty(),
        "chat",
        "mean",
        FleetDemand.Unit.REQUESTS_PER_SECOND,
        List.of(amounts),
        LatencyTargets.NONE);
  }

  static FleetDemand demand(FleetDemand.Workload... workloads) {
    return new FleetDemand("d", List.of(workloads), FleetLimits.NONE, true, 0, true);
  }

  /** A colocated option whose replicas have some accelerators and serve some units. */
  static FleetOption option(
      int workload, String layout, HardwareKind kind, int accelerators, double units) {
    return new FleetOption(
        workload,
        "s",
        0,
        layout,
        kind.accelerator(),
        "",
        Optional.empty(),
        List.of(new FleetOption.Part(kind, accelerators)),
        Double.POSITIVE_INFINITY,
        units,
        1,
        0.05);
  }

  /** The option with a pool of its own for prefill. */
  static FleetOption with(FleetOption option, HardwareKind kind, int accelerators, double units) {
    return new FleetOption(
        option.workload(),
        option.source(),
        option.cell(),
        option.layout(),
        option.mix(),
        "",
        Optional.of(new FleetOption.Part(kind, accelerators)),
        option.decode(),
        units,
        option.decodeUnits(),
        1,
        0.05);
  }

  /** Options of workloads with few layouts of each kind of hardware. */
  static List<FleetOption> options(Random random, int workloads, int each) {
    List<HardwareKind> kinds = List.of(EIGHT, FAST, ALONE);
    List<FleetOption> options = new ArrayList<>();
    for (int workload = 0; workload < workloads; workload++) {
      for (int i = 0; i < each; i++) {
        HardwareKind kind = kinds.get((i + workload) % kinds.size());
        int accelerators = 1 << random.nextInt(4);
        double speed = kind.dollarsPerHour() * accelerators * (0.5 + random.nextDouble());
        FleetOption option =
            option(workload, i % 2 == 0 ? "l" + i : workload + "-" + i, kind, accelerators, speed);
        boolean hasPrefill = random.nextInt(3) == 0 && i % 2 == 1;
        options.add(
            hasPrefill
                ? with(option, kinds.get(random.nextInt(3)), 1 << random.nextInt(3), 2 * speed)
                : option);
      }
    }
    // A layout has the same replicas for each workload.
    return options.stream().map(one -> alike(one, options)).toList();
  }

  private static FleetOption alike(FleetOption one, List<FleetOption> all) {
    FleetOption first =
        all.stream().filter(other -> other.layout().equals(one.layout())).findFirst().orElse(one);
    return new FleetOption(
        one.workload(),
        "s",
        0,
        one.layout(),
        first.mix(),
        "",
        first.prefill(),
        first.decode(),
        first.prefill().isPresent() ? first.prefillUnits() : Double.POSITIVE_INFINITY,
        one.workload() == first.workload()
            ? first.decodeUnits()
            : first.decodeUnits() * (1 + 0.3 * one.workload()),
        1,
        0.05);
  }
}
