package dev.ridgeline.fleet;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The cheapest fleet in fractions of replicas and systems: no fleet of whole ones costs less. Its
 * duals are prices of demand and of limits.
 *
 * <p>Columns are options in hours. Those that lower the cost are added until there are none, so
 * that the optimum is that of all options.
 */
final class Relaxation {

  /** How much dearer than its cheapest option a demand is that nothing serves. */
  private static final double UNSERVED = 1e4;

  /** Share of the price of a unit by which a column must be cheaper to be added. */
  private static final double IMPROVEMENT = 1e-9;

  private static final int MOST_ROUNDS = 500;

  private final FleetCase of;
  private final LinearProgram program = new LinearProgram();
  private final int[][] demandRows;
  private final int[][] lotRows;
  private final Map<String, Integer> limitRows = new TreeMap<>();
  private final int[] unserved;
  private final Map<Column, Integer> variables = new HashMap<>();

  private record Column(int option, int hour) {}

  /** The optimum. Nobody changes its arrays. */
  static final class Optimum {

    private final double dollarsPerHour;
    private final double[][] demandPrices;
    private final double[][] lotPrices;
    private final Map<String, Double> limitValues;

    private Optimum(
        double dollarsPerHour,
        double[][] demandPrices,
        double[][] lotPrices,
        Map<String, Double> limitValues) {
      this.dollarsPerHour = dollarsPerHour;
      this.demandPrices = demandPrices;
      this.lotPrices = lotPrices;
      this.limitValues = limitValues;
    }

    /** Price of an hour, in dollars. */
    double dollarsPerHour() {
      return dollarsPerHour;
    }

    /** What one more unit of a workload costs in a kept hour. */
    double demandPrice(int workload, int hour) {
      return demandPrices[workload][hour];
    }

    /** For each limit that binds, what one more of it saves. */
    Map<String, Double> limitValues() {
      return limitValues;
    }

    /**
     * What one more unit of a workload in its largest hour costs, with the others in proportion.
     */
    double marginal(FleetCase of, int workload) {
      double sum = 0;
      double peak = of.demand.workloads().get(workload).peak();
      for (int hour = 0; hour < of.hours.size(); hour++) {
        sum += demandPrices[workload][hour] * of.amount(workload, hour) / peak;
      }
      return sum;
    }

    /** Price of an option for the whole demand of its workload, at the prices of accelerators. */
    double price(FleetCase of, int option) {
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
    int workloads = of.demand.workloads().size();
    int hours = of.hours.size();
    this.demandRows = new int[workloads][hours];
    this.lotRows = new int[of.lots.size()][hours];
    this.unserved = new int[workloads];
    build();
  }

  /** Solves it; empty where nothing keeps all limits. */
  static Optional<Optimum> of(FleetCase of) {
    for (List<Integer> options : of.byWorkload) {
      if (options.isEmpty()) {
        return Optional.empty();
      }
    }
    return new Relaxation(of).solve();
  }

  private void build() {
    int hours = of.hours.size();
    double[] prices = of.lots.stream().mapToDouble(lot -> lot.kind().dollarsPerHour()).toArray();
    for (int workload = 0; workload < demandRows.length; workload++) {
      int cheapest = cheapest(workload, prices);
      unserved[workload] = program.variable(UNSERVED * of.perUnit(cheapest, prices));
      for (int hour = 0; hour < hours; hour++) {
        demandRows[workload][hour] = program.atLeast(of.amount(workload, hour));
        program.put(demandRows[workload][hour], unserved[workload], 1);
      }
    }
    FleetLimits limits = of.demand.limits();
    int spares = of.demand.spareSystems();
    int some = spares > 0 ? program.atLeast(1) : -1;
    for (int lot = 0; lot < of.lots.size(); lot++) {
      HardwareKind kind = of.kind(lot);
      int systems = program.variable(kind.systemDollarsPerHour());
      for (int hour = 0; hour < hours; hour++) {
        lotRows[lot][hour] = program.atMost(0);
        program.put(lotRows[lot][hour], systems, -kind.systemAccelerators());
      }
      limit("dollarsPerHour", limits.dollarsPerHour(), systems, kind.systemDollarsPerHour());
      limit("watts", limits.watts(), systems, kind.systemAccelerators() * kind.watts());
      limit("racks", limits.racks(), systems, (double) kind.systemAccelerators() / kind.perRack());
      Integer most = limits.accelerators().get(kind.accelerator());
      if (most != null) {
        limit(kind.accelerator(), most, systems, kind.systemAccelerators());
      }
      if (spares > 0) {
        int standing = program.variable(spares * kind.systemDollarsPerHour());
        program.put(some, standing, 1);
      }
    }
    for (int workload = 0; workload < demandRows.length; workload++) {
      for (int hour = 0; hour < hours; hour++) {
        add(cheapest(workload, prices), hour);
      }
    }
  }

  private int cheapest(int workload, double[] prices) {
    int cheapest = of.byWorkload.get(workload).get(0);
    double least = Double.POSITIVE_INFINITY;
    for (int option : of.byWorkload.get(workload)) {
      double price = of.perUnit(option, prices);
      if (price < least) {
        least = price;
        cheapest = option;
      }
    }
    return cheapest;
  }

  private void limit(String name, double most, int systems, double each) {
    if (most < Double.POSITIVE_INFINITY) {
      int row = limitRows.computeIfAbsent(name, unused -> program.atMost(most));
      program.put(row, systems, each);
    }
  }

  /** Adds an option in an hour, where it is not there yet. */
  private boolean add(int option, int hour) {
    Column column = new Column(option, hour);
    if (variables.containsKey(column)) {
      return false;
    }
    int variable = program.variable(0);
    variables.put(column, variable);
    FleetOption from = of.options.get(option);
    program.put(demandRows[from.workload()][hour], variable, 1);
    FleetCase.Pool pool = of.pools.get(of.pool[option]);
    double[] use = new double[of.lots.size()];
    pool.decode().forEach(part -> use[part.lot()] += part.accelerators() / from.decodeUnits());
    pool.prefill().forEach(part -> use[part.lot()] += part.accelerators() / from.prefillUnits());
    for (int lot = 0; lot < use.length; lot++) {
      if (use[lot] > 0) {
        program.put(lotRows[lot][hour], variable, use[lot]);
      }
    }
    return true;
  }

  private Optional<Optimum> solve() {
    for (int round = 0; round < MOST_ROUNDS; round++) {
      Optional<LinearProgram.Solution> solution = program.relaxed();
      if (solution.isEmpty()) {
        return Optional.empty();
      }
      Optimum optimum = optimum(solution.get());
      if (!addCheaper(optimum)) {
        return isServed(solution.get()) ? Optional.of(optimum) : Optional.empty();
      }
    }
    throw new IllegalStateException("the relaxation did not end in " + MOST_ROUNDS + " rounds");
  }

  /** Adds for each workload and hour the option that lowers the cost most. */
  private boolean addCheaper(Optimum optimum) {
    boolean isAdded = false;
    for (int hour = 0; hour < of.hours.size(); hour++) {
      double[] prices = optimum.hourPrices(hour);
      for (int workload = 0; workload < demandRows.length; workload++) {
        int cheapest = cheapest(workload, prices);
        double paid = optimum.demandPrices[workload][hour];
        if (of.perUnit(cheapest, prices) < paid * (1 - IMPROVEMENT)) {
          isAdded |= add(cheapest, hour);
        }
      }
    }
    return isAdded;
  }

  private boolean isServed(LinearProgram.Solution solution) {
    for (int workload = 0; workload < unserved.length; workload++) {
      double peak = of.demand.workloads().get(workload).peak();
      if (solution.values()[unserved[workload]] > 1e-6 * peak) {
        return false;
      }
    }
    return true;
  }

  private Optimum optimum(LinearProgram.Solution solution) {
    int hours = of.hours.size();
    double[][] demands = new double[demandRows.length][hours];
    double[][] lots = new double[lotRows.length][hours];
    for (int hour = 0; hour < hours; hour++) {
      for (int workload = 0; workload < demands.length; workload++) {
        demands[workload][hour] = solution.duals()[demandRows[workload][hour]];
      }
      for (int lot = 0; lot < lots.length; lot++) {
        lots[lot][hour] = Math.max(0, -solution.duals()[lotRows[lot][hour]]);
      }
    }
    Map<String, Double> limits = new TreeMap<>();
    limitRows.forEach(
        (name, row) -> {
          if (solution.duals()[row] < 0) {
            limits.put(name, -solution.duals()[row]);
          }
        });
    return new Optimum(solution.cost(), demands, lots, limits);
  }
}
