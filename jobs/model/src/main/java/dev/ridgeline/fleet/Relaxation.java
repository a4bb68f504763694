package dev.ridgeline.fleet;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The cheapest fleet in fractions of replicas and systems: no fleet of whole ones costs less. Its
 * duals are prices of demand and of limits.
 *
 * <p>It is solved by cuts (Benders 1962, "Partitioning procedures for solving mixed-variables
 * programming problems", Numerische Mathematik 4). A small programme chooses systems that keep all
 * cuts so far. For each hour a second one looks for prices of accelerators at which they are too
 * few, which make a new cut. Where no hour has any, the systems serve all of them, and every
 * cheaper choice fails a cut.
 */
final class Relaxation {

  /** How much dearer than its cheapest option a demand is that nothing serves. */
  private static final double UNSERVED = 1e4;

  /** Share of the price of the fleet by which it may miss a cut. */
  private static final double ROUNDING = 1e-11;

  /** The same where further cuts no longer change its price: the solver rounds, too. */
  private static final double SOLVER_ROUNDING = 1e-7;

  private static final int MOST_STALLED = 3;

  /** Rounds after which the cuts so far are the answer: a bound that may be a little low. */
  private static final int MOST_ROUNDS = 2000;

  private final FleetCase of;
  private final List<HourProgram> programs;
  private final double[] unservedPrices;
  private final List<Limit> limits = new ArrayList<>();
  private final List<PriceCut> cuts = new ArrayList<>();

  /** A limit, and what a system of each lot takes of it. */
  private record Limit(String name, double most, List<Double> each) {}

  /** The optimum. Nobody changes its arrays. */
  static final class Optimum {

    private final FleetCase of;
    private final double dollarsPerHour;
    private final double[][] demandPrices;
    private final double[][] lotPrices;
    private final Map<String, Double> limitValues;
    private final List<PriceCut> binding;

    private Optimum(
        FleetCase of,
        double dollarsPerHour,
        double[][] demandPrices,
        double[][] lotPrices,
        Map<String, Double> limitValues,
        List<PriceCut> binding) {
      this.of = of;
      this.dollarsPerHour = dollarsPerHour;
      this.demandPrices = demandPrices;
      this.lotPrices = lotPrices;
      this.limitValues = limitValues;
      this.binding = binding;
    }

    /** Price of an hour, in dollars. */
    double dollarsPerHour() {
      return dollarsPerHour;
    }

    /** What one more unit of a workload costs in a kept hour. */
    double demandPrice(int workload, int hour) {
      return demandPrices[workload][hour];
    }

    /** For each limit, what one more of it saves; 0 where the fleet does not reach it. */
    Map<String, Double> limitValues() {
      return limitValues;
    }

    /**
     * What one more unit of a workload in its largest hour costs, with the others in proportion.
     */
    double marginal(int workload) {
      double sum = 0;
      double peak = of.demand.workloads().get(workload).peak();
      for (int hour = 0; hour < of.hours.size(); hour++) {
        sum += demandPrices[workload][hour] * of.amount(workload, hour) / peak;
      }
      return sum;
    }

    /** Price of an option for the whole demand of its workload, at the prices of accelerators. */
    double price(int option) {
      int workload = of.options.get(option).workload();
      double sum = 0;
      for (int hour = 0; hour < of.hours.size(); hour++) {
        sum += of.amount(workload, hour) * of.perUnit(option, hourPrices(hour));
      }
      return sum;
    }

    /** For each lot, what one more accelerator that works in a kept hour costs. */
    double[] hourPrices(int hour) {
      double[] prices = new double[lotPrices.length];
      for (int lot = 0; lot < prices.length; lot++) {
        prices[lot] = lotPrices[lot][hour];
      }
      return prices;
    }
  }

  private Relaxation(FleetCase of) {
    this.of = of;
    CheapOptions options = new CheapOptions(of);
    this.programs = HourProgram.of(of, options);
    this.unservedPrices = new double[of.byWorkload.size()];
    double[] prices = of.lots.stream().mapToDouble(lot -> lot.kind().dollarsPerHour()).toArray();
    for (int workload = 0; workload < unservedPrices.length; workload++) {
      int cheapest = options.cheapest(workload, prices);
      unservedPrices[workload] = UNSERVED * options.price(cheapest, prices);
    }
    addLimits();
  }

  /** Solves it; empty where nothing keeps all limits. */
  static Optional<Optimum> of(FleetCase of) {
    return isServed(of) ? new Relaxation(of).solve() : Optional.empty();
  }

  /**
   * Solves a case with other options than one whose optimum is known. The prices of that are where
   * the search begins.
   *
   * @param known optimum of a case with the same hours
   */
  static Optional<Optimum> of(FleetCase of, Optimum known) {
    if (!isServed(of)) {
      return Optional.empty();
    }
    Relaxation relaxation = new Relaxation(of);
    for (PriceCut cut : known.binding) {
      double[] prices = cut.pricesIn(known.of, of);
      relaxation.programs.forEach(
          program -> relaxation.cuts.add(program.cut(cut.hour(), program.only(prices))));
    }
    return relaxation.solve();
  }

  private static boolean isServed(FleetCase of) {
    return of.byWorkload.stream().noneMatch(List::isEmpty);
  }

  private void addLimits() {
    FleetLimits limited = of.demand.limits();
    limit("dollarsPerHour", limited.dollarsPerHour(), HardwareKind::systemDollarsPerHour);
    limit("watts", limited.watts(), kind -> kind.systemAccelerators() * kind.watts());
    limit("racks", limited.racks(), kind -> (double) kind.systemAccelerators() / kind.perRack());
    limited
        .accelerators()
        .forEach(
            (id, most) ->
                limit(
                    id,
                    most,
                    kind -> kind.accelerator().equals(id) ? kind.systemAccelerators() : 0));
  }

  private interface Each {
    double of(HardwareKind kind);
  }

  private void limit(String name, double most, Each each) {
    List<Double> ofLots = of.lots.stream().map(lot -> each.of(lot.kind())).toList();
    if (most < Double.POSITIVE_INFINITY && ofLots.stream().anyMatch(one -> one > 0)) {
      limits.add(new Limit(name, most, ofLots));
    }
  }

  private Optional<Optimum> solve() {
    for (HourProgram program : programs) {
      for (int hour : program.hours()) {
        cuts.add(program.first(hour));
      }
    }
    Systems systems = systems();
    int stalled = 0;
    for (int round = 0; round < MOST_ROUNDS && stalled < MOST_STALLED; round++) {
      double missing = addMissed(systems);
      if (missing == 0) {
        break;
      }
      Systems next = systems();
      boolean isSame = next.dollars <= systems.dollars && missing <= SOLVER_ROUNDING * next.dollars;
      stalled = isSame ? stalled + 1 : 0;
      systems = next;
    }
    for (int workload = 0; workload < unservedPrices.length; workload++) {
      if (systems.unserved[workload] > 1e-6 * of.demand.workloads().get(workload).peak()) {
        return Optional.empty();
      }
    }
    return Optional.of(optimum(systems));
  }

  /**
   * Adds for each hour the cut that systems miss most.
   *
   * @return by how much the worst is missed, in dollars; 0 where there is none
   */
  private double addMissed(Systems systems) {
    double allowed = ROUNDING * Math.max(1, systems.dollars);
    double worst = 0;
    for (HourProgram program : programs) {
      for (int hour : program.hours()) {
        double[] demand = new double[unservedPrices.length];
        for (int workload : program.workloads()) {
          demand[workload] = of.amount(workload, hour) - systems.unserved[workload];
        }
        PriceCut cut = program.lacking(hour, demand, systems.accelerators);
        double missing = cut.missing(systems.accelerators, systems.unserved);
        if (missing > allowed) {
          cuts.add(cut);
          worst = Math.max(worst, missing);
        }
      }
    }
    return worst;
  }

  /** The cheapest systems that keep the cuts, and the prices of cuts and of limits. */
  private static final class Systems {

    private final double dollars;
    private final double[] accelerators;
    private final double[] unserved;
    private final double[] cutPrices;
    private final double[] limitPrices;

    private Systems(
        double dollars,
        double[] accelerators,
        double[] unserved,
        double[] cutPrices,
        double[] limitPrices) {
      this.dollars = dollars;
      this.accelerators = accelerators;
      this.unserved = unserved;
      this.cutPrices = cutPrices;
      this.limitPrices = limitPrices;
    }
  }

  /**
   * Solves the dual of the programme of systems, which has few rows: prices of cuts and limits of
   * which no system is worth more than it costs.
   */
  private Systems systems() {
    LinearProgram program = new LinearProgram();
    int lots = of.lots.size();
    int[] rows = new int[lots + unservedPrices.length];
    for (int lot = 0; lot < lots; lot++) {
      rows[lot] = program.atMost(of.kind(lot).dollarsPerHour());
    }
    for (int workload = 0; workload < unservedPrices.length; workload++) {
      rows[lots + workload] = program.atMost(unservedPrices[workload]);
    }
    for (PriceCut cut : cuts) {
      int variable = program.variable(-cut.amount());
      for (int lot = 0; lot < lots; lot++) {
        program.put(rows[lot], variable, cut.lotPrice(lot));
      }
      for (int workload = 0; workload < unservedPrices.length; workload++) {
        program.put(rows[lots + workload], variable, cut.demandPrice(workload));
      }
    }
    for (Limit limit : limits) {
      int variable = program.variable(limit.most);
      for (int lot = 0; lot < lots; lot++) {
        program.put(rows[lot], variable, -limit.each.get(lot) / of.kind(lot).systemAccelerators());
      }
    }
    LinearProgram.Solution solution =
        program.relaxed().orElseThrow(() -> new IllegalStateException("no prices of cuts"));
    double[] amounts = new double[rows.length];
    for (int row = 0; row < rows.length; row++) {
      amounts[row] = Math.max(0, -solution.duals()[rows[row]]);
    }
    return new Systems(
        -solution.cost(),
        Arrays.copyOf(amounts, lots),
        Arrays.copyOfRange(amounts, lots, amounts.length),
        Arrays.copyOf(solution.values(), cuts.size()),
        Arrays.copyOfRange(solution.values(), cuts.size(), solution.values().length));
  }

  private Optimum optimum(Systems systems) {
    int hours = of.hours.size();
    double[][] demands = new double[unservedPrices.length][hours];
    double[][] lots = new double[of.lots.size()][hours];
    List<PriceCut> binding = new ArrayList<>();
    for (int i = 0; i < cuts.size(); i++) {
      double price = systems.cutPrices[i];
      if (price > 0) {
        PriceCut cut = cuts.get(i);
        binding.add(cut);
        for (int workload = 0; workload < demands.length; workload++) {
          demands[workload][cut.hour()] += price * cut.demandPrice(workload);
        }
        for (int lot = 0; lot < lots.length; lot++) {
          lots[lot][cut.hour()] += price * cut.lotPrice(lot);
        }
      }
    }
    Map<String, Double> values = new TreeMap<>();
    for (int i = 0; i < limits.size(); i++) {
      values.put(limits.get(i).name, systems.limitPrices[i]);
    }
    return new Optimum(of, systems.dollars + spares(), demands, lots, values, binding);
  }

  /** Price of the cheapest systems that may stand by. */
  private double spares() {
    return of.demand.spareSystems()
        * of.lots.stream().mapToDouble(lot -> lot.kind().systemDollarsPerHour()).min().orElse(0);
  }
}
