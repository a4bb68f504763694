package dev.ridgeline.fleet;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;

/** Answers to demands: the plan of a fleet, and what it depends on. */
public final class FleetAnswers {

  private static final double TERA = 1e12;
  private static final double MEGA = 1e6;

  private final FleetDemand demand;
  private final List<FleetOption> all;
  private final List<FleetOption> within;
  private final long milliseconds;

  /**
   * @param options cells that may serve the workloads; those with a longer time to first token than
   *     the targets say what a longer one is worth
   * @param milliseconds time for the search of whole numbers
   */
  public FleetAnswers(FleetDemand demand, List<FleetOption> options, long milliseconds) {
    this.demand = demand;
    this.all = options;
    this.within = options.stream().filter(this::isWithin).toList();
    this.milliseconds = milliseconds;
  }

  private boolean isWithin(FleetOption option) {
    return option.ttftSeconds()
        <= demand.workloads().get(option.workload()).targets().ttftSeconds();
  }

  /** Workloads, by their places, that no cell serves within the targets. */
  public List<Integer> unserved() {
    List<Integer> unserved = new ArrayList<>();
    for (int workload = 0; workload < demand.workloads().size(); workload++) {
      int place = workload;
      if (within.stream().noneMatch(option -> option.workload() == place)) {
        unserved.add(workload);
      }
    }
    return unserved;
  }

  /**
   * Plans the fleet; empty where no fleet within the limits was found.
   *
   * @param memoryGain share by which 1 % more device memory lowers the price of an option, in
   *     percent
   */
  public Optional<FleetAnswer> answer(ToDoubleFunction<FleetOption> memoryGain) {
    FleetPlanner planner = new FleetPlanner(demand, within, milliseconds);
    return planner.plan().map(found -> answer(planner, found, memoryGain));
  }

  private FleetAnswer answer(
      FleetPlanner planner, FleetPlanner.Found found, ToDoubleFunction<FleetOption> memoryGain) {
    double alone = 0;
    for (int workload = 0; workload < demand.workloads().size(); workload++) {
      alone +=
          planner.alone(workload).map(own -> own.purchase().dollarsPerHour()).orElse(Double.NaN);
    }
    List<FleetAnswer.Hour> hours = hours(found);
    return new FleetAnswer(
        found.purchase().dollarsPerHour(),
        found.bound(),
        alone,
        services(found),
        bought(found),
        hours,
        values(found, memoryGain));
  }

  private List<FleetAnswer.Service> services(FleetPlanner.Found found) {
    FleetCase of = found.of();
    Map<Integer, Integer> pools = pools(found);
    List<FleetAnswer.Service> services = new ArrayList<>();
    Purchase.Split split = found.purchase().split();
    for (int i = 0; i < split.options().size(); i++) {
      FleetOption option = of.options.get(split.options().get(i));
      int pool = of.pool[split.options().get(i)];
      double most = 0;
      double[] replicas = new double[2];
      for (int hour = 0; hour < of.hours.size(); hour++) {
        most = Math.max(most, split.amounts().get(i).at(hour));
        double[] loads = loads(of, split, pool, hour);
        replicas[0] = Math.max(replicas[0], Purchase.replicas(loads[0]));
        replicas[1] = Math.max(replicas[1], Purchase.replicas(loads[1]));
      }
      FleetDemand.Workload workload = demand.workloads().get(option.workload());
      services.add(
          new FleetAnswer.Service(
              workload.name(),
              workload.unit().label(),
              most,
              pools.getOrDefault(pool, 0),
              option,
              replicas[0],
              replicas[1],
              most * option.dollarsPerUnit()));
    }
    return services;
  }

  /** Numbers of the used pools, from 1 on. */
  private static Map<Integer, Integer> pools(FleetPlanner.Found found) {
    Map<Integer, Integer> numbers = new LinkedHashMap<>();
    for (int option : found.purchase().split().options()) {
      numbers.putIfAbsent(found.of().pool[option], numbers.size() + 1);
    }
    return numbers;
  }

  private static double[] loads(FleetCase of, Purchase.Split split, int pool, int hour) {
    double[] loads = new double[2];
    for (int i = 0; i < split.options().size(); i++) {
      int option = split.options().get(i);
      if (of.pool[option] == pool) {
        double amount = split.amounts().get(i).at(hour);
        loads[0] += amount / of.options.get(option).prefillUnits();
        loads[1] += amount / of.options.get(option).decodeUnits();
      }
    }
    return loads;
  }

  private List<FleetAnswer.Bought> bought(FleetPlanner.Found found) {
    FleetCase of = found.of();
    double[] working = new double[of.lots.size()];
    for (int hour = 0; hour < demand.hours(); hour++) {
      double[] needed = Purchase.needed(of, inHour(found, hour), 0);
      for (int lot = 0; lot < working.length; lot++) {
        working[lot] += needed[lot] / demand.hours();
      }
    }
    List<FleetAnswer.Bought> bought = new ArrayList<>();
    for (int lot = 0; lot < of.lots.size(); lot++) {
      double systems = found.purchase().systems().at(lot);
      if (systems > 0) {
        int owner = of.lots.get(lot).owner();
        bought.add(
            new FleetAnswer.Bought(
                of.kind(lot),
                owner < 0 ? "all" : demand.workloads().get(owner).name(),
                systems,
                demand.spareSystems(),
                // The mean of many hours may be off by rounding.
                Math.min(1, working[lot] / (systems * of.kind(lot).systemAccelerators()))));
      }
    }
    return bought;
  }

  /**
   * The split in any hour of the day. An hour that was not planned has the split of an hour with at
   * least as much of each workload, in proportion.
   */
  private Purchase.Split inHour(FleetPlanner.Found found, int hour) {
    FleetCase of = found.of();
    int planned = 0;
    for (int kept = 0; kept < of.hours.size(); kept++) {
      int place = of.hours.get(kept);
      if (place == hour || FleetCase.exceeds(demand, place, hour)) {
        planned = kept;
        break;
      }
    }
    List<Purchase.Amounts> amounts = new ArrayList<>();
    Purchase.Split split = found.purchase().split();
    for (int i = 0; i < split.options().size(); i++) {
      int workload = of.options.get(split.options().get(i)).workload();
      double full = of.amount(workload, planned);
      double share = full > 0 ? demand.workloads().get(workload).amounts().get(hour) / full : 0;
      amounts.add(new Purchase.Amounts(new double[] {split.amounts().get(i).at(planned) * share}));
    }
    return new Purchase.Split(split.options(), amounts);
  }

  private List<FleetAnswer.Hour> hours(FleetPlanner.Found found) {
    FleetCase of = found.of();
    List<FleetAnswer.Hour> hours = new ArrayList<>();
    for (int hour = 0; hour < demand.hours(); hour++) {
      Purchase.Split split = inHour(found, hour);
      for (Map.Entry<Integer, Integer> pool : pools(found).entrySet()) {
        double[] loads = loads(of, split, pool.getKey(), 0);
        double prefills = Purchase.replicas(loads[0]);
        double decodes = Purchase.replicas(loads[1]);
        hours.add(
            new FleetAnswer.Hour(
                hour,
                pool.getValue(),
                mix(found, pool.getKey()),
                prefills,
                decodes,
                decodes > 0 ? loads[1] / decodes : 0,
                dollars(of, pool.getKey(), prefills, decodes)));
      }
    }
    return hours;
  }

  private static String mix(FleetPlanner.Found found, int pool) {
    return found.purchase().split().options().stream()
        .filter(option -> found.of().pool[option] == pool)
        .map(option -> found.of().options.get(option).mix())
        .findFirst()
        .orElse("");
  }

  private static double dollars(FleetCase of, int pool, double prefills, double decodes) {
    double dollars = 0;
    for (FleetCase.Part part : of.pools.get(pool).prefill()) {
      dollars += prefills * part.accelerators() * of.kind(part.lot()).dollarsPerHour();
    }
    for (FleetCase.Part part : of.pools.get(pool).decode()) {
      dollars += decodes * part.accelerators() * of.kind(part.lot()).dollarsPerHour();
    }
    return dollars;
  }

  private List<FleetAnswer.Value> values(
      FleetPlanner.Found found, ToDoubleFunction<FleetOption> memoryGain) {
    List<FleetAnswer.Value> values = new ArrayList<>();
    for (int workload = 0; workload < demand.workloads().size(); workload++) {
      FleetDemand.Workload one = demand.workloads().get(workload);
      values.add(
          new FleetAnswer.Value(
              "demand",
              one.name(),
              1,
              one.unit().label(),
              found.optimum().marginal(workload),
              "dual"));
      if (one.targets().ttftSeconds() < Double.POSITIVE_INFINITY) {
        values.add(longer(found, workload));
      }
    }
    found
        .optimum()
        .limitValues()
        .forEach(
            (limit, saved) -> {
              boolean isPower = limit.equals("watts");
              values.add(
                  new FleetAnswer.Value(
                      isPower ? "power" : limit.equals("racks") ? "racks" : "available",
                      isPower || limit.equals("racks") ? "site" : limit,
                      1,
                      isPower ? "MW" : "",
                      0 - saved * (isPower ? MEGA : 1),
                      "dual"));
            });
    memory(found, memoryGain).forEach(values::add);
    return values;
  }

  /** What a longer time to first token of a workload is worth, by solving again. */
  private FleetAnswer.Value longer(FleetPlanner.Found found, int workload) {
    List<FleetOption> options =
        all.stream()
            .filter(option -> option.workload() == workload || isWithin(option))
            .collect(Collectors.toList());
    double price =
        Relaxation.of(new FleetCase(demand, options), found.optimum())
            .map(Relaxation.Optimum::dollarsPerHour)
            .orElse(Double.NaN);
    return new FleetAnswer.Value(
        "ttft",
        demand.workloads().get(workload).name(),
        FleetQuery.LONGER_TTFT * 1000,
        "ms",
        Math.min(0, price - found.optimum().dollarsPerHour()),
        "solved-again");
  }

  /** What more device memory is worth: the gain of 1 % of a pool's memory, for a terabyte. */
  private static List<FleetAnswer.Value> memory(
      FleetPlanner.Found found, ToDoubleFunction<FleetOption> memoryGain) {
    FleetCase of = found.of();
    Map<String, double[]> sums = new LinkedHashMap<>();
    Purchase.Split split = found.purchase().split();
    for (int i = 0; i < split.options().size(); i++) {
      FleetOption option = of.options.get(split.options().get(i));
      double most = 0;
      for (int hour = 0; hour < of.hours.size(); hour++) {
        most = Math.max(most, split.amounts().get(i).at(hour));
      }
      double bytes = 0;
      for (FleetOption.Part part : option.decode()) {
        bytes += part.accelerators() * part.kind().memoryBytes() / option.decodeUnits();
      }
      if (option.prefill().isPresent()) {
        FleetOption.Part part = option.prefill().get();
        bytes += part.accelerators() * part.kind().memoryBytes() / option.prefillUnits();
      }
      double[] sum = sums.computeIfAbsent(option.mix(), mix -> new double[2]);
      sum[0] += most * option.dollarsPerUnit() * memoryGain.applyAsDouble(option);
      sum[1] += most * bytes;
    }
    List<FleetAnswer.Value> values = new ArrayList<>();
    sums.forEach(
        (mix, sum) ->
            values.add(
                new FleetAnswer.Value(
                    "device memory", mix, 1, "TB", 0 - sum[0] * TERA / sum[1], "elasticity")));
    return values;
  }

  /**
   * What the cheapest fleet without limits needs, for limits that no fleet keeps; empty where there
   * is none.
   */
  public Optional<FleetAnswer> withoutLimits() {
    return new FleetAnswers(demand.within(FleetLimits.NONE), within, milliseconds)
        .answer(option -> 0);
  }
}
