package dev.ridgeline.fleet;

import static dev.ridgeline.fleet.Demands.ALONE;
import static dev.ridgeline.fleet.Demands.EIGHT;
import static dev.ridgeline.fleet.Demands.FAST;
import static dev.ridgeline.fleet.Demands.demand;
import static dev.ridgeline.fleet.Demands.option;
import static dev.ridgeline.fleet.Demands.workload;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The cheapest fleet for several workloads. */
class FleetPlannerTest {

  private static final long TIME = 10_000;

  private static FleetPlanner.Found plan(FleetDemand demand, List<FleetOption> options) {
    return new FleetPlanner(demand, options, TIME).plan().orElseThrow();
  }

  private static double dollars(FleetDemand demand, List<FleetOption> options) {
    return plan(demand, options).purchase().dollarsPerHour();
  }

  /**
   * By hand: replicas of 4 accelerators serve 10 a second, in systems of 8 for 24 $. 45 a second
   * take 5 replicas, 20 accelerators, so 3 systems: 72 $. In fractions they take 18 accelerators:
   * 54 $.
   */
  @Test
  void oneWorkloadTakesWholeReplicasInWholeSystems() {
    FleetDemand demand = demand(workload("w", 45.0));
    FleetPlanner.Found found = plan(demand, List.of(option(0, "l", EIGHT, 4, 10)));
    assertThat(found.purchase().dollarsPerHour()).isEqualTo(72);
    assertThat(found.optimum().dollarsPerHour()).isCloseTo(54, within(1e-6));
    assertThat(found.bound()).as("the programme has all pools").isEqualTo(72);
  }

  /**
   * Replicas of 10 a second, of which two workloads need 0.6 each: one is enough for 12 of them.
   */
  @Test
  void workloadsOfOneLayoutShareReplicas() {
    FleetDemand demand = demand(workload("a", 6.0), workload("b", 4.0));
    List<FleetOption> options = List.of(option(0, "l", ALONE, 1, 10), option(1, "l", ALONE, 1, 10));
    assertThat(dollars(demand, options)).isEqualTo(2.5);
    FleetDemand apart = new FleetDemand("d", demand.workloads(), FleetLimits.NONE, false, 0, true);
    assertThat(dollars(apart, options)).as("pools of their own").isEqualTo(5);
  }

  /** By day 40 of one workload, by night 40 of the other: 4 replicas of either are enough. */
  @Test
  void workloadsOfOtherHoursShareSystems() {
    FleetDemand demand = demand(workload("day", 40.0, 0.0), workload("night", 0.0, 40.0));
    List<FleetOption> options =
        List.of(option(0, "one", ALONE, 1, 10), option(1, "other", ALONE, 1, 10));
    assertThat(dollars(demand, options)).isEqualTo(10);
  }

  /** 16 accelerators work in 2 systems, and a third one stands by: 3 x 24 $. */
  @Test
  void aSpareSystemStandsBy() {
    FleetDemand one = demand(workload("w", 40.0));
    FleetDemand spare = new FleetDemand("d", one.workloads(), FleetLimits.NONE, true, 1, true);
    assertThat(dollars(spare, List.of(option(0, "l", EIGHT, 4, 10)))).isEqualTo(72);
  }

  /**
   * 45 a second: 4 replicas of the cheap kind and one of the dear kind cost 4 x 5 + 7 = 27 $, and 5
   * of the cheap one 25 $, where its systems are single. With 4 of them there are, both are taken.
   */
  @Test
  void aWorkloadIsSplitWhereACheapKindEnds() {
    HardwareKind dear = Demands.kind("dear", 1, 7);
    HardwareKind cheap = Demands.kind("cheap", 1, 5);
    List<FleetOption> options =
        List.of(option(0, "cheap", cheap, 1, 10), option(0, "dear", dear, 1, 10));
    FleetDemand free = demand(workload("w", 45.0));
    assertThat(dollars(free, options)).isEqualTo(25);
    FleetLimits four =
        new FleetLimits(
            Double.POSITIVE_INFINITY,
            Double.POSITIVE_INFINITY,
            Double.POSITIVE_INFINITY,
            Map.of("cheap", 4));
    FleetPlanner.Found found = plan(free.within(four), options);
    assertThat(found.purchase().dollarsPerHour()).isEqualTo(27);
    assertThat(found.optimum().limitValues())
        .as("one more of the cheap kind replaces one of the dear kind")
        .containsOnlyKeys("cheap");
    assertThat(found.optimum().limitValues().get("cheap")).isCloseTo(2, within(1e-6));
  }

  static Stream<Integer> seeds() {
    return IntStream.range(0, 5).boxed();
  }

  /** The cheapest of all ways to give each workload numbers of replicas of two options. */
  @ParameterizedTest
  @MethodSource("seeds")
  void noFleetOfASmallDemandIsCheaper(int seed) {
    Random random = new Random(seed);
    FleetDemand demand =
        demand(
            workload("a", 5 + 30 * random.nextDouble()),
            workload("b", 5 + 30 * random.nextDouble()));
    List<FleetOption> options = new ArrayList<>();
    List<HardwareKind> kinds = List.of(EIGHT, FAST, ALONE);
    for (int workload = 0; workload < 2; workload++) {
      for (int i = 0; i < 2; i++) {
        HardwareKind kind = kinds.get(random.nextInt(3));
        int accelerators = 1 << random.nextInt(3);
        double units = accelerators * kind.dollarsPerHour() * (0.5 + random.nextDouble());
        options.add(option(workload, workload + "-" + i, kind, accelerators, units));
      }
    }
    FleetPlanner.Found found = plan(demand, options);
    assertThat(found.purchase().dollarsPerHour())
        .isCloseTo(cheapest(demand, options), within(1e-6));
    assertThat(found.bound()).isLessThanOrEqualTo(found.purchase().dollarsPerHour() + 1e-6);
  }

  private static double cheapest(FleetDemand demand, List<FleetOption> options) {
    double least = Double.POSITIVE_INFINITY;
    int[] most = new int[4];
    for (int i = 0; i < 4; i++) {
      FleetOption one = options.get(i);
      most[i] = (int) Math.ceil(demand.workloads().get(one.workload()).peak() / one.decodeUnits());
    }
    for (int a = 0; a <= most[0]; a++) {
      for (int b = 0; b <= most[1]; b++) {
        for (int c = 0; c <= most[2]; c++) {
          for (int d = 0; d <= most[3]; d++) {
            least = Math.min(least, price(demand, options, new int[] {a, b, c, d}));
          }
        }
      }
    }
    return least;
  }

  private static double price(FleetDemand demand, List<FleetOption> options, int[] replicas) {
    double[] served = new double[2];
    double[] needed = new double[3];
    List<HardwareKind> kinds = List.of(EIGHT, FAST, ALONE);
    for (int i = 0; i < 4; i++) {
      FleetOption one = options.get(i);
      served[one.workload()] += replicas[i] * one.decodeUnits();
      FleetOption.Part part = one.decode().get(0);
      needed[kinds.indexOf(part.kind())] += replicas[i] * part.accelerators();
    }
    for (int workload = 0; workload < 2; workload++) {
      if (served[workload] < demand.workloads().get(workload).peak() - 1e-9) {
        return Double.POSITIVE_INFINITY;
      }
    }
    double dollars = 0;
    for (int kind = 0; kind < 3; kind++) {
      int size = kinds.get(kind).systemAccelerators();
      dollars += Math.ceil(needed[kind] / size) * size * kinds.get(kind).dollarsPerHour();
    }
    return dollars;
  }

  /**
   * Law: a shared fleet costs no more than the fleets of its workloads, and no less than a bound.
   */
  @ParameterizedTest
  @MethodSource("seeds")
  void aSharedFleetCostsNoMoreThanFleetsApart(int seed) {
    Random random = new Random(seed);
    FleetDemand demand =
        demand(
            workload("a", 50 * random.nextDouble(), 20.0),
            workload("b", 30.0, 50 * random.nextDouble()),
            workload("c", 10.0, 10.0));
    List<FleetOption> options = Demands.options(random, 3, 4);
    FleetPlanner planner = new FleetPlanner(demand, options, 1000);
    FleetPlanner.Found shared = planner.plan().orElseThrow();
    double apart = 0;
    for (int workload = 0; workload < 3; workload++) {
      apart += planner.alone(workload).orElseThrow().purchase().dollarsPerHour();
    }
    assertThat(shared.purchase().dollarsPerHour()).isLessThanOrEqualTo(apart + 1e-6);
    assertThat(shared.bound()).isLessThanOrEqualTo(shared.purchase().dollarsPerHour() + 1e-6);
  }

  /** Law: with more of a budget a fleet costs no more, and prices of the relaxation are slopes. */
  @ParameterizedTest
  @MethodSource("seeds")
  void moreOfALimitNeverCostsMore(int seed) {
    Random random = new Random(seed);
    FleetDemand demand = demand(workload("a", 40.0), workload("b", 25.0));
    List<FleetOption> options = Demands.options(random, 2, 3);
    double free = Relaxation.of(new FleetCase(demand, options)).orElseThrow().dollarsPerHour();
    double watts =
        IntStream.range(1, 400)
            .mapToDouble(i -> i * 250.0)
            .filter(limit -> relaxed(demand, options, limit) < Double.POSITIVE_INFINITY)
            .findFirst()
            .orElseThrow();
    double before = Double.POSITIVE_INFINITY;
    for (double limit = watts; limit < 4 * watts; limit *= 1.3) {
      double price = relaxed(demand, options, limit);
      assertThat(price).isLessThanOrEqualTo(before + 1e-6).isGreaterThanOrEqualTo(free - 1e-6);
      before = price;
    }
    double limit = 1.1 * watts;
    double slope =
        (relaxed(demand, options, limit - 1e-3) - relaxed(demand, options, limit + 1e-3)) / 2e-3;
    double saved =
        Relaxation.of(new FleetCase(demand.within(power(limit)), options))
            .orElseThrow()
            .limitValues()
            .getOrDefault("watts", 0.0);
    assertThat(saved).isCloseTo(slope, within(1e-4 + 1e-3 * slope));
  }

  /** Law: what one more unit of demand costs is the slope of the price of fractions. */
  @ParameterizedTest
  @MethodSource("seeds")
  void marginalPricesAreSlopes(int seed) {
    List<FleetOption> options = Demands.options(new Random(seed), 2, 3);
    FleetDemand demand = demand(workload("a", 40.0, 15.0), workload("b", 10.0, 25.0));
    FleetCase of = new FleetCase(demand, options);
    Relaxation.Optimum optimum = Relaxation.of(of).orElseThrow();
    FleetDemand more = demand(workload("a", 40.04, 15.015), workload("b", 10.0, 25.0));
    double slope =
        (Relaxation.of(new FleetCase(more, options)).orElseThrow().dollarsPerHour()
                - optimum.dollarsPerHour())
            / 0.04;
    assertThat(optimum.marginal(0)).isCloseTo(slope, within(1e-3 * (1 + slope)));
  }

  private static FleetLimits power(double watts) {
    return new FleetLimits(Double.POSITIVE_INFINITY, watts, Double.POSITIVE_INFINITY, Map.of());
  }

  private static double relaxed(FleetDemand demand, List<FleetOption> options, double watts) {
    return Relaxation.of(new FleetCase(demand.within(power(watts)), options))
        .map(Relaxation.Optimum::dollarsPerHour)
        .orElse(Double.POSITIVE_INFINITY);
  }

  /**
   * Law of duality: at the prices of an hour no option is cheaper than its demand is paid, no
   * accelerator of the day is dearer than its system, and both make up the price of the fleet.
   */
  @ParameterizedTest
  @MethodSource("seeds")
  void pricesOfHoursProveTheBound(int seed) {
    Random random = new Random(seed);
    Double[][] amounts = new Double[3][8];
    for (Double[] amount : amounts) {
      for (int hour = 0; hour < amount.length; hour++) {
        amount[hour] = 60 * random.nextDouble();
      }
    }
    FleetDemand shared =
        demand(workload("a", amounts[0]), workload("b", amounts[1]), workload("c", amounts[2]));
    FleetDemand apart = new FleetDemand("d", shared.workloads(), FleetLimits.NONE, false, 0, true);
    for (FleetDemand demand : List.of(shared, apart)) {
      FleetCase of = new FleetCase(demand, Demands.options(random, 3, 30));
      Relaxation.Optimum optimum = Relaxation.of(of).orElseThrow();
      double paid = 0;
      double[] ofDay = new double[of.lots.size()];
      for (int hour = 0; hour < of.hours.size(); hour++) {
        double[] prices = optimum.hourPrices(hour);
        for (int lot = 0; lot < prices.length; lot++) {
          ofDay[lot] += prices[lot];
        }
        for (int option = 0; option < of.options.size(); option++) {
          double price = optimum.demandPrice(of.options.get(option).workload(), hour);
          assertThat(price)
              .as("law: a unit costs no more than by any option")
              .isLessThanOrEqualTo(of.perUnit(option, prices) + 1e-9);
        }
        for (int workload = 0; workload < 3; workload++) {
          paid += of.amount(workload, hour) * optimum.demandPrice(workload, hour);
        }
      }
      for (int lot = 0; lot < ofDay.length; lot++) {
        assertThat(ofDay[lot])
            .as("law: the hours of an accelerator are worth no more than it costs")
            .isLessThanOrEqualTo(of.kind(lot).dollarsPerHour() + 1e-9);
      }
      assertThat(paid)
          .as("law: the demand pays for the fleet")
          .isCloseTo(optimum.dollarsPerHour(), within(1e-6));
    }
  }

  /** Law: a search that begins at the prices of another case ends where one from nothing does. */
  @ParameterizedTest
  @MethodSource("seeds")
  void knownPricesChangeNoOptimum(int seed) {
    Random random = new Random(seed);
    FleetDemand demand = demand(workload("a", 40.0, 15.0), workload("b", 10.0, 25.0));
    List<FleetOption> many = Demands.options(random, 2, 30);
    Relaxation.Optimum few =
        Relaxation.of(new FleetCase(demand, many.subList(0, 33))).orElseThrow();
    FleetCase all = new FleetCase(demand, many);
    assertThat(Relaxation.of(all, few).orElseThrow().dollarsPerHour())
        .isCloseTo(Relaxation.of(all).orElseThrow().dollarsPerHour(), within(1e-8))
        .isLessThanOrEqualTo(few.dollarsPerHour() + 1e-8);
  }

  /** A search asks for the prices of many choices; each is that of the purchase. */
  @ParameterizedTest
  @MethodSource("seeds")
  void thePriceOfAChoiceIsThatOfItsPurchase(int seed) {
    Random random = new Random(seed);
    FleetDemand demand = demand(workload("a", 40.0, 15.0), workload("b", 10.0, 25.0));
    FleetCase of = new FleetCase(demand.within(power(20_000)), Demands.options(random, 2, 12));
    int[] chosen = {of.byWorkload.get(0).get(0), of.byWorkload.get(1).get(0)};
    ChosenPrice price = new ChosenPrice(of);
    price.begin(chosen);
    Purchase best = Purchase.of(of, Purchase.Split.of(of, chosen));
    for (int i = 0; i < 60; i++) {
      for (int workload = 0; workload < 2; workload++) {
        List<Integer> own = of.byWorkload.get(workload);
        chosen[workload] = own.get(random.nextInt(own.size()));
      }
      Purchase other = Purchase.of(of, Purchase.Split.of(of, chosen));
      assertThat(price.improves(chosen))
          .as("law: as a purchase")
          .isEqualTo(other.isBetterThan(best));
      best = other.isBetterThan(best) ? other : best;
    }
  }

  /** Leaving out dominated options changes no price of the relaxation. */
  @Test
  void dominatedOptionsChangeNoBound() {
    List<FleetOption> options = Demands.options(new Random(3), 3, 200);
    List<FleetOption> kept = UndominatedOptions.of(options);
    FleetDemand demand = demand(workload("a", 40.0), workload("b", 10.0), workload("c", 9.0));
    assertThat(kept).hasSizeLessThan(options.size() / 2);
    assertThat(Relaxation.of(new FleetCase(demand, kept)).orElseThrow().dollarsPerHour())
        .isCloseTo(
            Relaxation.of(new FleetCase(demand, options)).orElseThrow().dollarsPerHour(),
            within(1e-6));
  }

  /** The answer says which replicas work in each hour, and which share of the systems does. */
  @Test
  void theDayIsInTheAnswer() {
    FleetDemand demand = demand(workload("w", 40.0, 15.0, 0.0));
    FleetAnswer answer =
        new FleetAnswers(demand, List.of(option(0, "l", EIGHT, 4, 10)), TIME)
            .answer(option -> 0.5)
            .orElseThrow();
    assertThat(answer.hours())
        .extracting(FleetAnswer.Hour::decodeReplicas)
        .containsExactly(4.0, 2.0, 0.0);
    assertThat(answer.systems())
        .singleElement()
        .satisfies(
            bought -> {
              assertThat(bought.systems()).isEqualTo(2);
              assertThat(bought.workingShare())
                  .as("(16 + 8 + 0) / 3 of 16")
                  .isCloseTo(0.5, within(1e-9));
            });
    assertThat(answer.gap()).isZero();
    assertThat(answer.values())
        .as("1 % more of 16 x 80 GB saves 0.5 % of 48 $: a TB saves 0.5 x 48 / 1.28")
        .filteredOn(value -> value.what().equals("device memory"))
        .singleElement()
        .satisfies(value -> assertThat(value.dollars()).isCloseTo(-0.5 * 48 / 1.28, within(1e-9)));
  }
}
