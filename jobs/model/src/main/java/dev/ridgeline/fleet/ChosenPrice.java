package dev.ridgeline.fleet;

import java.util.Arrays;

/**
 * The price of a fleet in which each workload has one option, as {@link Purchase} has it, without
 * the lists that a purchase is made of: a search asks for many.
 *
 * <p>Not for use by several threads at once.
 */
final class ChosenPrice {

  private final FleetCase of;
  private final double[][] amounts;
  private final int[] slots;
  private final int[] options;
  private final double[] prefills;
  private final double[] decodes;
  private final double[] needed;
  private final double[] systems;
  private double dollars;
  private double excess;

  ChosenPrice(FleetCase of) {
    this.of = of;
    int workloads = of.byWorkload.size();
    this.amounts = new double[of.hours.size()][workloads];
    for (int hour = 0; hour < amounts.length; hour++) {
      for (int workload = 0; workload < workloads; workload++) {
        amounts[hour][workload] = of.amount(workload, hour);
      }
    }
    this.slots = new int[workloads];
    this.options = new int[workloads];
    this.prefills = new double[workloads];
    this.decodes = new double[workloads];
    this.needed = new double[of.lots.size()];
    this.systems = new double[of.lots.size()];
  }

  /** Remembers the price of a choice. */
  void begin(int[] chosen) {
    find(chosen);
    dollars = Purchase.dollars(of, systems);
    excess = Purchase.excess(of, systems);
  }

  /** Whether a choice is better than the one that is remembered, whose place it takes then. */
  boolean improves(int[] chosen) {
    find(chosen);
    double others = Purchase.dollars(of, systems);
    double beyond = Purchase.excess(of, systems);
    if (beyond < excess || (beyond <= excess && others < dollars)) {
      dollars = others;
      excess = beyond;
      return true;
    }
    return false;
  }

  /** Finds the systems of a choice. */
  private void find(int[] chosen) {
    int pools = 0;
    for (int workload = 0; workload < chosen.length; workload++) {
      int slot = 0;
      while (slot < pools && of.pool[options[slot]] != of.pool[chosen[workload]]) {
        slot++;
      }
      if (slot == pools) {
        options[slot] = chosen[workload];
        pools++;
      }
      slots[workload] = slot;
    }
    Arrays.fill(systems, 0);
    for (double[] hour : amounts) {
      Arrays.fill(prefills, 0, pools, 0);
      Arrays.fill(decodes, 0, pools, 0);
      for (int workload = 0; workload < chosen.length; workload++) {
        FleetOption option = of.options.get(chosen[workload]);
        prefills[slots[workload]] += hour[workload] / option.prefillUnits();
        decodes[slots[workload]] += hour[workload] / option.decodeUnits();
      }
      Arrays.fill(needed, 0);
      for (int slot = 0; slot < pools; slot++) {
        FleetCase.Pool pool = of.pools.get(of.pool[options[slot]]);
        for (FleetCase.Part part : pool.prefill()) {
          needed[part.lot()] += Purchase.replicas(prefills[slot]) * part.accelerators();
        }
        for (FleetCase.Part part : pool.decode()) {
          needed[part.lot()] += Purchase.replicas(decodes[slot]) * part.accelerators();
        }
      }
      for (int lot = 0; lot < needed.length; lot++) {
        systems[lot] = Math.max(systems[lot], needed[lot]);
      }
    }
    for (int lot = 0; lot < systems.length; lot++) {
      systems[lot] = Purchase.systems(of, lot, systems[lot]);
    }
  }
}
