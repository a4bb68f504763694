package dev.ridgeline.fleet;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * The accelerators that an hour lacks, at the least price: a linear programme over the options of
 * the hour, in fractions of replicas. Its duals are prices of accelerators at which the demand of
 * the hour costs more than those that are there.
 *
 * <p>Columns are options. Those that lower the cost are added until there are none. All hours share
 * them, since hours differ in amounts alone.
 */
final class HourProgram {

  /** Share of the price of a unit by which an option must be cheaper to be added. */
  private static final double IMPROVEMENT = 1e-10;

  private static final int MOST_ROUNDS = 200;

  private final FleetCase of;
  private final CheapOptions options;
  private final List<Integer> workloads;
  private final List<Integer> lots;
  private final Set<Integer> columns = new LinkedHashSet<>();

  /**
   * @param workloads places of the workloads that share hardware
   * @param lots places of the kinds of hardware that they share
   */
  HourProgram(FleetCase of, CheapOptions options, List<Integer> workloads, List<Integer> lots) {
    this.of = of;
    this.options = options;
    this.workloads = workloads;
    this.lots = lots;
  }

  List<Integer> workloads() {
    return workloads;
  }

  List<Integer> lots() {
    return lots;
  }

  /**
   * Prices at which an hour lacks most.
   *
   * @param demand amounts by workload
   * @param accelerators accelerators by lot that are there
   */
  PriceCut lacking(int hour, double[] demand, double[] accelerators) {
    PriceCut cut = cut(hour, rentPrices());
    for (int round = 0; round < MOST_ROUNDS; round++) {
      LinearProgram program = new LinearProgram();
      int[] demandRows = new int[demand.length];
      int[] lotRows = new int[accelerators.length];
      for (int workload : workloads) {
        demandRows[workload] = program.atLeast(Math.max(0, demand[workload]));
      }
      for (int lot : lots) {
        lotRows[lot] = program.atMost(Math.max(0, accelerators[lot]));
        program.put(lotRows[lot], program.variable(of.kind(lot).dollarsPerHour()), -1);
      }
      for (int option : columns) {
        int variable = program.variable(0);
        program.put(demandRows[of.options.get(option).workload()], variable, 1);
        for (int i = 0; i < options.lots(option).length; i++) {
          program.put(lotRows[options.lots(option)[i]], variable, options.accelerators(option)[i]);
        }
      }
      LinearProgram.Solution solution =
          program.relaxed().orElseThrow(() -> new IllegalStateException("no prices of an hour"));
      double[] prices = new double[accelerators.length];
      for (int lot : lots) {
        prices[lot] = Math.max(0, -solution.duals()[lotRows[lot]]);
      }
      int known = columns.size();
      cut = cut(hour, prices);
      boolean isCheaper = false;
      for (int workload : workloads) {
        double paid = solution.duals()[demandRows[workload]];
        isCheaper |= cut.demandPrice(workload) < paid * (1 - IMPROVEMENT);
      }
      if (!isCheaper || columns.size() == known) {
        break;
      }
    }
    return cut;
  }

  private double[] rentPrices() {
    double[] prices = new double[of.lots.size()];
    lots.forEach(lot -> prices[lot] = of.kind(lot).dollarsPerHour());
    return prices;
  }

  /** The cut that prices of accelerators are; it adds the cheapest options to the columns. */
  PriceCut cut(int hour, double[] prices) {
    double[] demandPrices = new double[of.byWorkload.size()];
    double amount = 0;
    for (int workload : workloads) {
      int cheapest = options.cheapest(workload, prices);
      columns.add(cheapest);
      demandPrices[workload] = options.price(cheapest, prices);
      amount += of.amount(workload, hour) * demandPrices[workload];
    }
    return new PriceCut(hour, prices, demandPrices, amount);
  }

  /** Prices of the lots of this programme, and 0 for all others. */
  double[] only(double[] prices) {
    double[] own = new double[prices.length];
    lots.forEach(lot -> own[lot] = prices[lot]);
    return own;
  }

  /** The cut of the prices at which accelerators are bought. */
  PriceCut first(int hour) {
    return cut(hour, rentPrices());
  }

  /** The programmes of all workloads that share hardware: one of all, or one for each. */
  static List<HourProgram> of(FleetCase of, CheapOptions options) {
    List<HourProgram> programs = new ArrayList<>();
    int owners = of.demand.sharesPools() ? 1 : of.byWorkload.size();
    for (int owner = 0; owner < owners; owner++) {
      int own = of.demand.sharesPools() ? -1 : owner;
      List<Integer> workloads = new ArrayList<>();
      for (int workload = 0; workload < of.byWorkload.size(); workload++) {
        if (own < 0 || own == workload) {
          workloads.add(workload);
        }
      }
      List<Integer> lots = new ArrayList<>();
      for (int lot = 0; lot < of.lots.size(); lot++) {
        if (of.lots.get(lot).owner() == own) {
          lots.add(lot);
        }
      }
      programs.add(new HourProgram(of, options, workloads, lots));
    }
    return programs;
  }

  /** Kept hours that need hardware. What one workload has of its own must serve its largest. */
  int[] hours() {
    int hours = of.hours.size();
    if (workloads.size() > 1) {
      int[] all = new int[hours];
      Arrays.setAll(all, hour -> hour);
      return all;
    }
    int largest = 0;
    for (int hour = 1; hour < hours; hour++) {
      if (of.amount(workloads.get(0), hour) > of.amount(workloads.get(0), largest)) {
        largest = hour;
      }
    }
    return new int[] {largest};
  }
}
