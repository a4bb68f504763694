package dev.ridgeline.fleet;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The hardware that serves a demand, in whole systems: what a split of the demand over options
 * takes.
 *
 * @param split amounts of each used option in each kept hour
 * @param systems systems of each lot, spares included
 * @param dollarsPerHour price of an hour
 * @param excess share by which the worst limit is exceeded; 0 where all are kept
 */
record Purchase(Split split, Amounts systems, double dollarsPerHour, double excess) {

  /** Up to which part of a replica a load is rounding of the solver. */
  private static final double ROUNDING = 1e-7;

  /** Amounts by place, which nobody changes. */
  static final class Amounts {

    private final double[] values;

    Amounts(double[] values) {
      this.values = values;
    }

    double at(int place) {
      return values[place];
    }

    int size() {
      return values.length;
    }
  }

  /**
   * A split of the demand.
   *
   * @param options places of the used options
   * @param amounts amount of each of them in each kept hour
   */
  record Split(List<Integer> options, List<Amounts> amounts) {

    /** One option for each workload. */
    static Split of(FleetCase of, int[] chosen) {
      List<Integer> options = new ArrayList<>();
      List<Amounts> amounts = new ArrayList<>();
      for (int workload = 0; workload < chosen.length; workload++) {
        double[] hours = new double[of.hours.size()];
        for (int hour = 0; hour < hours.length; hour++) {
          hours[hour] = of.amount(workload, hour);
        }
        options.add(chosen[workload]);
        amounts.add(new Amounts(hours));
      }
      return new Split(options, amounts);
    }
  }

  /** Whether all limits are kept. */
  boolean isWithin() {
    return !(excess > 0);
  }

  /** Whether it is better: it exceeds limits by less, or keeps them and costs less. */
  boolean isBetterThan(Purchase other) {
    return excess < other.excess
        || (excess <= other.excess && dollarsPerHour < other.dollarsPerHour);
  }

  /** Whole replicas for a load. */
  static double replicas(double load) {
    return Math.max(0.0, Math.ceil(load - ROUNDING));
  }

  /** Loads of prefill and of decode, in replicas, of each used pool in an hour. */
  private record Loads(Map<Integer, double[]> byPool) {

    static Loads of(FleetCase of, Split split, int hour) {
      Map<Integer, double[]> byPool = new HashMap<>();
      for (int i = 0; i < split.options.size(); i++) {
        int option = split.options.get(i);
        double amount = split.amounts.get(i).at(hour);
        double[] loads = byPool.computeIfAbsent(of.pool[option], pool -> new double[2]);
        loads[0] += amount / of.options.get(option).prefillUnits();
        loads[1] += amount / of.options.get(option).decodeUnits();
      }
      return new Loads(byPool);
    }
  }

  /** Accelerators of each lot that work in an hour. */
  static double[] needed(FleetCase of, Split split, int hour) {
    double[] needed = new double[of.lots.size()];
    Loads.of(of, split, hour)
        .byPool
        .forEach(
            (pool, loads) -> {
              for (FleetCase.Part part : of.pools.get(pool).prefill()) {
                needed[part.lot()] += replicas(loads[0]) * part.accelerators();
              }
              for (FleetCase.Part part : of.pools.get(pool).decode()) {
                needed[part.lot()] += replicas(loads[1]) * part.accelerators();
              }
            });
    return needed;
  }

  /** The least purchase for a split. */
  static Purchase of(FleetCase of, Split split) {
    double[] most = new double[of.lots.size()];
    for (int hour = 0; hour < of.hours.size(); hour++) {
      double[] needed = needed(of, split, hour);
      for (int lot = 0; lot < most.length; lot++) {
        most[lot] = Math.max(most[lot], needed[lot]);
      }
    }
    double[] systems = new double[most.length];
    for (int lot = 0; lot < most.length; lot++) {
      systems[lot] = systems(of, lot, most[lot]);
    }
    return new Purchase(split, new Amounts(systems), dollars(of, systems), excess(of, systems));
  }

  /** Systems of a lot for accelerators that work at once, with the spares. */
  static double systems(FleetCase of, int lot, double accelerators) {
    return accelerators > 0
        ? Math.ceil(accelerators / of.kind(lot).systemAccelerators()) + of.demand.spareSystems()
        : 0;
  }

  /** Price of an hour of systems by lot. */
  static double dollars(FleetCase of, double[] systems) {
    double dollars = 0;
    for (int lot = 0; lot < systems.length; lot++) {
      dollars += systems[lot] * of.kind(lot).systemDollarsPerHour();
    }
    return dollars;
  }

  /** Share by which systems by lot exceed the worst limit; 0 where all are kept. */
  static double excess(FleetCase of, double[] systems) {
    FleetLimits limits = of.demand.limits();
    if (!limits.exist()) {
      return 0;
    }
    double dollars = 0;
    double watts = 0;
    double racks = 0;
    Map<String, Double> accelerators = new HashMap<>();
    for (int lot = 0; lot < systems.length; lot++) {
      HardwareKind kind = of.kind(lot);
      double all = systems[lot] * kind.systemAccelerators();
      dollars += all * kind.dollarsPerHour();
      watts += all * kind.watts();
      racks += all / kind.perRack();
      accelerators.merge(kind.accelerator(), all, Double::sum);
    }
    double excess =
        Math.max(
            over(dollars, limits.dollarsPerHour()),
            Math.max(over(watts, limits.watts()), over(racks, limits.racks())));
    for (Map.Entry<String, Double> one : accelerators.entrySet()) {
      Integer limit = limits.accelerators().get(one.getKey());
      if (limit != null && one.getValue() > limit) {
        excess = Math.max(excess, (one.getValue() - limit) / Math.max(1, limit));
      }
    }
    return excess;
  }

  private static double over(double value, double limit) {
    return value > limit * (1 + 1e-9) ? value / limit - 1 : 0;
  }
}
