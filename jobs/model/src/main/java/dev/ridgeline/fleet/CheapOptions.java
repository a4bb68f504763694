package dev.ridgeline.fleet;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The options that are cheapest at some prices of accelerators. In fractions of replicas only the
 * accelerators that a unit of the demand takes count, so most options are dearer than others at
 * every price: those that take no less of any kind of hardware.
 */
final class CheapOptions {

  private final int[][] byWorkload;
  private final int[][] lots;
  private final double[][] accelerators;

  /** Accelerators of one kind that a unit takes. */
  private record Use(int lot, double accelerators) {}

  CheapOptions(FleetCase of) {
    this.byWorkload = new int[of.byWorkload.size()][];
    this.lots = new int[of.options.size()][];
    this.accelerators = new double[of.options.size()][];
    for (int workload = 0; workload < byWorkload.length; workload++) {
      Map<List<Integer>, List<Integer>> groups = new HashMap<>();
      for (int option : of.byWorkload.get(workload)) {
        List<Use> uses = uses(of, option);
        lots[option] = uses.stream().mapToInt(Use::lot).toArray();
        accelerators[option] = uses.stream().mapToDouble(Use::accelerators).toArray();
        groups
            .computeIfAbsent(uses.stream().map(Use::lot).toList(), any -> new ArrayList<>())
            .add(option);
      }
      List<Integer> kept = new ArrayList<>();
      groups.values().forEach(group -> kept.addAll(undominated(group)));
      byWorkload[workload] = kept.stream().mapToInt(Integer::intValue).sorted().toArray();
    }
  }

  private static List<Use> uses(FleetCase of, int option) {
    FleetOption from = of.options.get(option);
    FleetCase.Pool pool = of.pools.get(of.pool[option]);
    Map<Integer, Double> byLot = new HashMap<>();
    for (FleetCase.Part part : pool.decode()) {
      byLot.merge(part.lot(), part.accelerators() / from.decodeUnits(), Double::sum);
    }
    for (FleetCase.Part part : pool.prefill()) {
      byLot.merge(part.lot(), part.accelerators() / from.prefillUnits(), Double::sum);
    }
    return byLot.entrySet().stream()
        .map(one -> new Use(one.getKey(), one.getValue()))
        .sorted(Comparator.comparingInt(Use::lot))
        .toList();
  }

  /** The options of a group, all on the same kinds, that no other one dominates. */
  private List<Integer> undominated(List<Integer> group) {
    List<Integer> sorted = new ArrayList<>(group);
    sorted.sort((one, other) -> Arrays.compare(accelerators[one], accelerators[other]));
    List<Integer> kept = new ArrayList<>();
    for (int option : sorted) {
      if (kept.stream().noneMatch(other -> takesNoMore(other, option))) {
        kept.add(option);
      }
    }
    return kept;
  }

  private boolean takesNoMore(int one, int other) {
    for (int i = 0; i < accelerators[one].length; i++) {
      if (accelerators[one][i] > accelerators[other][i]) {
        return false;
      }
    }
    return true;
  }

  /** The option of a workload whose unit is cheapest at prices of accelerators by lot. */
  int cheapest(int workload, double[] prices) {
    int cheapest = byWorkload[workload][0];
    double least = Double.POSITIVE_INFINITY;
    for (int option : byWorkload[workload]) {
      double price = price(option, prices);
      if (price < least) {
        least = price;
        cheapest = option;
      }
    }
    return cheapest;
  }

  /** Price of a unit of an option, at prices of accelerators by lot. */
  double price(int option, double[] prices) {
    double sum = 0;
    for (int i = 0; i < lots[option].length; i++) {
      sum += accelerators[option][i] * prices[lots[option][i]];
    }
    return sum;
  }

  /** Lots of which an option takes accelerators. */
  int[] lots(int option) {
    return lots[option];
  }

  /** Accelerators of those lots that a unit takes, in the same order. */
  double[] accelerators(int option) {
    return accelerators[option];
  }
}
