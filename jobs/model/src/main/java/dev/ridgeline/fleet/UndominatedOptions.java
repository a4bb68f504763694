package dev.ridgeline.fleet;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The options that no other one of the same workload and the same hardware dominates. An option
 * dominates another whose replicas have as many accelerators and serve no more.
 *
 * <p>An option that is left out could only help by a layout that it shares with another workload.
 */
final class UndominatedOptions {

  private UndominatedOptions() {}

  private record Hardware(
      int workload, Optional<FleetOption.Part> prefill, List<FleetOption.Part> decode) {}

  static List<FleetOption> of(List<FleetOption> options) {
    Map<Hardware, List<FleetOption>> groups = new HashMap<>();
    for (FleetOption option : options) {
      groups
          .computeIfAbsent(
              new Hardware(option.workload(), option.prefill(), option.decode()),
              hardware -> new ArrayList<>())
          .add(option);
    }
    List<FleetOption> kept = new ArrayList<>();
    for (List<FleetOption> group : groups.values()) {
      group.sort(
          Comparator.comparingDouble(FleetOption::decodeUnits)
              .thenComparingDouble(FleetOption::prefillUnits)
              .reversed());
      double most = 0;
      for (FleetOption option : group) {
        if (option.prefillUnits() > most) {
          most = option.prefillUnits();
          kept.add(option);
        }
      }
    }
    kept.sort(
        Comparator.comparingInt(FleetOption::workload)
            .thenComparing(FleetOption::source)
            .thenComparingLong(FleetOption::cell));
    return List.copyOf(kept);
  }
}
