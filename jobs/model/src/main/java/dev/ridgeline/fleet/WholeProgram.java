package dev.ridgeline.fleet;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * The cheapest fleet of whole replicas and systems over a choice of pools. A workload may be split
 * over several options.
 */
final class WholeProgram {

  private final FleetCase of;
  private final LinearProgram program = new LinearProgram();
  private final List<Integer> options = new ArrayList<>();
  private final Map<Integer, int[]> replicas = new HashMap<>();
  private final Map<Integer, Integer> places = new HashMap<>();
  private final int[] systems;
  private final int[] standing;
  private int[][] amounts = new int[0][0];

  /**
   * @param pools places of the pools that may be used
   * @param most price of a purchase that is known, which bounds all numbers
   */
  WholeProgram(FleetCase of, Set<Integer> pools, double most) {
    this.of = of;
    this.systems = new int[of.lots.size()];
    this.standing = new int[of.lots.size()];
    for (int option = 0; option < of.options.size(); option++) {
      if (pools.contains(of.pool[option])) {
        places.put(option, options.size());
        options.add(option);
      }
    }
    build(pools, most);
  }

  private void build(Set<Integer> pools, double most) {
    int hours = of.hours.size();
    int spares = of.demand.spareSystems();
    int[][] lotRows = new int[of.lots.size()][hours];
    Map<String, Integer> limits = new TreeMap<>();
    FleetLimits limited = of.demand.limits();
    for (int lot = 0; lot < of.lots.size(); lot++) {
      HardwareKind kind = of.kind(lot);
      double bound = Math.floor(most / kind.systemDollarsPerHour() + 1e-6);
      systems[lot] = program.whole(kind.systemDollarsPerHour(), bound);
      for (int hour = 0; hour < hours; hour++) {
        lotRows[lot][hour] = program.atMost(0);
        program.put(lotRows[lot][hour], systems[lot], -kind.systemAccelerators());
      }
      standing[lot] = -1;
      if (spares > 0) {
        standing[lot] = program.whole(spares * kind.systemDollarsPerHour(), 1);
        int used = program.atMost(0);
        program.put(used, systems[lot], 1);
        program.put(used, standing[lot], -Math.max(1, bound));
      }
      limit(limits, "dollarsPerHour", limited.dollarsPerHour(), lot, kind.systemDollarsPerHour());
      limit(limits, "watts", limited.watts(), lot, kind.systemAccelerators() * kind.watts());
      limit(
          limits,
          "racks",
          limited.racks(),
          lot,
          (double) kind.systemAccelerators() / kind.perRack());
      Integer available = limited.accelerators().get(kind.accelerator());
      if (available != null) {
        limit(limits, kind.accelerator(), available, lot, kind.systemAccelerators());
      }
    }
    int[][] demands = new int[of.demand.workloads().size()][hours];
    for (int workload = 0; workload < demands.length; workload++) {
      for (int hour = 0; hour < hours; hour++) {
        demands[workload][hour] = program.atLeast(of.amount(workload, hour));
      }
    }
    amounts = new int[options.size()][hours];
    for (int hour = 0; hour < hours; hour++) {
      for (int pool : pools) {
        addPool(pool, hour, lotRows, most);
      }
      for (int place = 0; place < options.size(); place++) {
        addOption(place, hour, demands);
      }
    }
  }

  private void limit(Map<String, Integer> rows, String name, double most, int lot, double each) {
    if (most < Double.POSITIVE_INFINITY) {
      int row = rows.computeIfAbsent(name, unused -> program.atMost(most));
      program.put(row, systems[lot], each);
      if (standing[lot] >= 0) {
        program.put(row, standing[lot], each * of.demand.spareSystems());
      }
    }
  }

  /** Adds the replicas of a pool in an hour, and the rows that bound their loads. */
  private void addPool(int pool, int hour, int[][] lotRows, double most) {
    int[] found = new int[4];
    FleetCase.Pool from = of.pools.get(pool);
    found[0] = addReplicas(from.prefill(), hour, lotRows, most);
    found[1] = addReplicas(from.decode(), hour, lotRows, most);
    found[2] = program.atMost(0);
    found[3] = program.atMost(0);
    if (found[0] >= 0) {
      program.put(found[2], found[0], -1);
    }
    program.put(found[3], found[1], -1);
    replicas.put(pool * of.hours.size() + hour, found);
  }

  private int addReplicas(List<FleetCase.Part> parts, int hour, int[][] lotRows, double most) {
    if (parts.isEmpty()) {
      return -1;
    }
    double dollars =
        parts.stream()
            .mapToDouble(part -> part.accelerators() * of.kind(part.lot()).dollarsPerHour())
            .sum();
    int variable = program.whole(0, Math.ceil(most / dollars));
    parts.forEach(part -> program.put(lotRows[part.lot()][hour], variable, part.accelerators()));
    return variable;
  }

  private void addOption(int place, int hour, int[][] demands) {
    FleetOption option = of.options.get(options.get(place));
    int variable = program.variable(0);
    amounts[place][hour] = variable;
    program.put(demands[option.workload()][hour], variable, 1);
    int[] pool = pool(of.pool[options.get(place)], hour);
    program.put(pool[3], variable, 1 / option.decodeUnits());
    if (pool[0] >= 0) {
      program.put(pool[2], variable, 1 / option.prefillUnits());
    }
  }

  private int[] pool(int pool, int hour) {
    int[] found = replicas.get(pool * of.hours.size() + hour);
    if (found == null) {
      throw new IllegalStateException("pool " + pool + " is not in the programme");
    }
    return found;
  }

  /**
   * What the solver found.
   *
   * @param purchase the purchase
   * @param isOptimal whether no other purchase of these pools costs less
   */
  record Found(Purchase purchase, boolean isOptimal) {}

  /**
   * Solves it.
   *
   * @param known a purchase of these pools that keeps all limits; empty without one
   * @param milliseconds time after which the best purchase so far is returned
   */
  Optional<Found> solve(Optional<Purchase> known, long milliseconds) {
    double[] start = known.map(this::values).orElse(new double[0]);
    if (start.length > 0 && !program.isKeptBy(start)) {
      throw new IllegalStateException("a known purchase does not keep the programme");
    }
    return program
        .minimize(start, milliseconds)
        .filter(solution -> program.isKeptBy(solution.values()))
        .map(
            solution -> new Found(Purchase.of(of, split(solution.values())), solution.isOptimal()));
  }

  private double[] values(Purchase known) {
    double[] values = new double[program.size()];
    for (int lot = 0; lot < systems.length; lot++) {
      boolean isUsed = known.systems().at(lot) > 0;
      int spares = of.demand.spareSystems();
      values[systems[lot]] = isUsed ? known.systems().at(lot) - spares : 0;
      if (standing[lot] >= 0) {
        values[standing[lot]] = isUsed ? 1 : 0;
      }
    }
    Map<Integer, double[]> loads = new HashMap<>();
    for (int i = 0; i < known.split().options().size(); i++) {
      int option = known.split().options().get(i);
      Integer place = places.get(option);
      if (place == null) {
        throw new IllegalStateException("a known purchase has an option that may not be used");
      }
      for (int hour = 0; hour < of.hours.size(); hour++) {
        double amount = known.split().amounts().get(i).at(hour);
        values[amounts[place][hour]] += amount;
        double[] load =
            loads.computeIfAbsent(
                of.pool[option] * of.hours.size() + hour, unused -> new double[2]);
        load[0] += amount / of.options.get(option).prefillUnits();
        load[1] += amount / of.options.get(option).decodeUnits();
      }
    }
    loads.forEach(
        (key, load) -> {
          int[] pool = pool(key / of.hours.size(), key % of.hours.size());
          if (pool[0] >= 0) {
            values[pool[0]] = Purchase.replicas(load[0]);
          }
          values[pool[1]] = Purchase.replicas(load[1]);
        });
    return values;
  }

  private Purchase.Split split(double[] values) {
    List<Integer> used = new ArrayList<>();
    List<Purchase.Amounts> split = new ArrayList<>();
    for (int place = 0; place < options.size(); place++) {
      double[] hours = new double[of.hours.size()];
      for (int hour = 0; hour < hours.length; hour++) {
        double amount = values[amounts[place][hour]];
        int workload = of.options.get(options.get(place)).workload();
        hours[hour] = amount > 1e-7 * of.demand.workloads().get(workload).peak() ? amount : 0;
      }
      if (Arrays.stream(hours).anyMatch(amount -> amount > 0)) {
        used.add(options.get(place));
        split.add(new Purchase.Amounts(hours));
      }
    }
    return new Purchase.Split(used, split);
  }
}
