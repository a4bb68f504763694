package dev.ridgeline.fleet;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Finds the cheapest fleet for a demand, in these steps:
 *
 * <ol>
 *   <li>The relaxation in fractions gives a bound from below, and the prices of everything.
 *   <li>Each workload is planned alone. The fleets of all of them together are a first answer.
 *   <li>A local search finds a second one, with an option for each workload.
 *   <li>Pools that cost more than the answer and the bound differ by cannot make it cheaper. Over
 *       the others a mixed-integer programme looks for a better answer.
 * </ol>
 *
 * <p>The gap between the answer and the bound is stated. It is 0 where the programme has all pools
 * that could matter, and ends before its time.
 */
public final class FleetPlanner {

  /** Whole variables that the solver handles in seconds. */
  private static final int MOST_WHOLE = 300;

  /** Pools beyond those of a known answer, where not all of them can be handled. */
  private static final int MOST_POOLS = 24;

  /** Options up to which none is left out, also those that others dominate. */
  private static final int FEW = 20_000;

  private final FleetDemand demand;
  private final List<FleetOption> options;
  private final boolean isPruned;
  private final long milliseconds;
  private final Map<Integer, Optional<Found>> plansAlone = new HashMap<>();

  /**
   * @param options cells that may serve the workloads, all within their targets
   * @param milliseconds time for the mixed-integer programme
   */
  public FleetPlanner(FleetDemand demand, List<FleetOption> options, long milliseconds) {
    this.demand = demand;
    this.isPruned = options.size() > FEW;
    this.options = isPruned ? UndominatedOptions.of(options) : List.copyOf(options);
    this.milliseconds = milliseconds;
  }

  /**
   * What was found.
   *
   * @param of the demand in numbers
   * @param purchase the cheapest purchase that was found
   * @param bound price below which no fleet is
   * @param optimum prices of the relaxation
   */
  record Found(FleetCase of, Purchase purchase, double bound, Relaxation.Optimum optimum) {}

  /** Plans the fleet; empty where no fleet keeps the limits, or none was found. */
  Optional<Found> plan() {
    FleetCase of = new FleetCase(demand, options);
    return Relaxation.of(of).flatMap(optimum -> plan(of, optimum));
  }

  private Optional<Found> plan(FleetCase of, Relaxation.Optimum optimum) {
    Purchase best = new LocalSearch(of, Optional.of(optimum)).best();
    if (demand.workloads().size() > 1) {
      Optional<Purchase> union = union(of);
      best = union.isPresent() && union.get().isBetterThan(best) ? union.get() : best;
    }
    double bound = optimum.dollarsPerHour();
    Set<Integer> pools = new LinkedHashSet<>();
    best.split().options().forEach(option -> pools.add(of.pool[option]));
    double most = best.isWithin() ? best.dollarsPerHour() : Double.POSITIVE_INFINITY;
    List<Integer> useful = useful(of, optimum, most - bound);
    int each = 2 * of.hours.size();
    boolean isComplete = useful.size() * each + 2 * of.lots.size() <= MOST_WHOLE && best.isWithin();
    pools.addAll(isComplete ? useful : useful.subList(0, Math.min(MOST_POOLS, useful.size())));
    double largest = best.isWithin() ? most : 4 * Math.max(bound, best.dollarsPerHour());
    Optional<WholeProgram.Found> solved =
        new WholeProgram(of, pools, largest)
            .solve(best.isWithin() ? Optional.of(best) : Optional.empty(), milliseconds);
    if (solved.isPresent() && solved.get().purchase().isBetterThan(best)) {
      best = solved.get().purchase();
    }
    if (!best.isWithin()) {
      return Optional.empty();
    }
    boolean isProven =
        isComplete
            && !(isPruned && demand.sharesPools())
            && solved.isPresent()
            && solved.get().isOptimal();
    return Optional.of(new Found(of, best, isProven ? best.dollarsPerHour() : bound, optimum));
  }

  /** The fleets of all workloads, each planned alone, as one. */
  private Optional<Purchase> union(FleetCase of) {
    List<Integer> used = new ArrayList<>();
    List<Purchase.Amounts> amounts = new ArrayList<>();
    for (int workload = 0; workload < demand.workloads().size(); workload++) {
      Optional<Found> alone = alone(workload);
      if (alone.isEmpty()) {
        return Optional.empty();
      }
      Found found = alone.get();
      Purchase.Split split = found.purchase.split();
      for (int i = 0; i < split.options().size(); i++) {
        used.add(of.byWorkload.get(workload).get(split.options().get(i)));
        amounts.add(spread(of, workload, found.of, split, i));
      }
    }
    return Optional.of(Purchase.of(of, new Purchase.Split(used, amounts)));
  }

  /**
   * The part of a split that was planned for fewer hours, in all kept hours of the whole demand.
   */
  private static Purchase.Amounts spread(
      FleetCase of, int workload, FleetCase alone, Purchase.Split split, int place) {
    double[] hours = new double[of.hours.size()];
    // The kept hour of a workload alone is that of its peak.
    double share = split.amounts().get(place).at(0) / alone.amount(0, 0);
    for (int hour = 0; hour < hours.length; hour++) {
      hours[hour] = share * of.amount(workload, hour);
    }
    return new Purchase.Amounts(hours);
  }

  /** The plan of one workload alone, without limits, which is made once. */
  Optional<Found> alone(int workload) {
    return plansAlone.computeIfAbsent(workload, this::planAlone);
  }

  private Optional<Found> planAlone(int workload) {
    List<FleetOption> own =
        options.stream()
            .filter(option -> option.workload() == workload)
            .map(option -> option.ofWorkload(0))
            .toList();
    return new FleetPlanner(
            demand.of(workload).within(FleetLimits.NONE),
            own,
            Math.max(200, milliseconds / (2L * demand.workloads().size())))
        .plan();
  }

  /**
   * Pools of which one replica costs at most as much more than the relaxation as a gap, cheapest
   * first. A solution with a replica of another one costs more than the gap allows.
   */
  private static List<Integer> useful(FleetCase of, Relaxation.Optimum optimum, double gap) {
    double[] loss = new double[of.pools.size()];
    Arrays.fill(loss, Double.POSITIVE_INFINITY);
    for (int hour = 0; hour < of.hours.size(); hour++) {
      double[] prices = optimum.hourPrices(hour);
      double[] share = new double[loss.length];
      for (int option = 0; option < of.options.size(); option++) {
        double paid = optimum.demandPrice(of.options.get(option).workload(), hour);
        double price = of.perUnit(option, prices);
        double ratio = price > 0 ? Math.min(1, paid / price) : 1;
        share[of.pool[option]] = Math.max(share[of.pool[option]], ratio);
      }
      for (int pool = 0; pool < loss.length; pool++) {
        FleetCase.Pool from = of.pools.get(pool);
        double dollars = 0;
        for (FleetCase.Part part : from.decode()) {
          dollars += part.accelerators() * prices[part.lot()];
        }
        for (FleetCase.Part part : from.prefill()) {
          dollars += part.accelerators() * prices[part.lot()];
        }
        loss[pool] = Math.min(loss[pool], (1 - share[pool]) * dollars);
      }
    }
    double most = gap + 1e-9 * Math.max(1, optimum.dollarsPerHour());
    return IntStream.range(0, loss.length)
        .filter(pool -> loss[pool] <= most)
        .boxed()
        .sorted(Comparator.comparingDouble((Integer pool) -> loss[pool]))
        .collect(Collectors.toList());
  }
}
