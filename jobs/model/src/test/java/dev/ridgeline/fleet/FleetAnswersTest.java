package dev.ridgeline.fleet;

import static dev.ridgeline.fleet.Demands.ALONE;
import static dev.ridgeline.fleet.Demands.EIGHT;
import static dev.ridgeline.fleet.Demands.demand;
import static dev.ridgeline.fleet.Demands.option;
import static dev.ridgeline.fleet.Demands.workload;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The day of a fleet: its replicas by the hour, and what stands idle. */
class FleetAnswersTest {

  private static FleetAnswer answer(FleetDemand demand, List<FleetOption> options) {
    return new FleetAnswers(demand, options, 1000).answer(option -> 0).orElseThrow();
  }

  /**
   * Cell 135. Replicas of four accelerators serve 10 a second, in systems of 8 at 3 $ an hour for
   * each. Demands of 45, 11, 0 and 20 a second take 5, 2, 0 and 2 replicas. Five take 20
   * accelerators, so 24 are bought, and 4 x 9 of 4 x 24 work on the mean.
   */
  @Test
  void replicasOfAnHourAreTheLoadRoundedUp() {
    FleetDemand demand = demand(workload("w", 45.0, 11.0, 0.0, 20.0));
    FleetAnswer answer = answer(demand, List.of(option(0, "l", EIGHT, 4, 10)));
    assertThat(answer.hours())
        .as("cell 135: replicas of each hour")
        .extracting(FleetAnswer.Hour::decodeReplicas)
        .containsExactly(5.0, 2.0, 0.0, 2.0);
    assertThat(answer.hours())
        .as("cell 135: dollars of those that work: 4 x 3 $ each")
        .extracting(FleetAnswer.Hour::dollars)
        .containsExactly(60.0, 24.0, 0.0, 24.0);
    assertThat(answer.hours().get(1).load())
        .as("cell 135: 11 a second on two replicas of 10")
        .isCloseTo(0.55, within(1e-12));
    FleetAnswer.Bought bought = answer.systems().get(0);
    assertThat(bought.accelerators()).as("cell 135: bought").isEqualTo(24);
    assertThat(bought.workingShare()).as("cell 135: at work").isCloseTo(36 / 96.0, within(1e-12));
    assertThat(bought.dollars() * (1 - bought.workingShare()))
        .as("cell 135: 72 $ an hour, of which 27 $ work")
        .isCloseTo(45, within(1e-9));
    assertThat(new FleetReport(demand, answer, 1).footer()).contains("cost 45 $/h");
  }

  /** Cell 136. The same demand with two spare systems: 40 accelerators, of which 16 stand by. */
  @Test
  void sparesComeOnTopOfTheLargestHour() {
    FleetDemand one = demand(workload("w", 45.0, 11.0));
    List<FleetOption> options = List.of(option(0, "l", EIGHT, 4, 10));
    FleetDemand spares = new FleetDemand("d", one.workloads(), FleetLimits.NONE, true, 2, true);
    FleetAnswer.Bought bought = answer(spares, options).systems().get(0);
    assertThat(bought.systems()).as("cell 136: 3 + 2 systems").isEqualTo(5);
    assertThat(bought.spares()).as("cell 136: of which stand by").isEqualTo(2);
    assertThat(bought.dollars()).as("cell 136: 40 x 3 $").isEqualTo(120);
  }

  static Stream<Integer> seeds() {
    return IntStream.range(0, 5).boxed();
  }

  /** Laws of the day: replicas carry the load of their hour, and what works was bought. */
  @ParameterizedTest
  @MethodSource("seeds")
  void everyHourIsServedByWhatIsBought(int seed) {
    Random random = new Random(seed);
    Double[] day = new Double[6];
    Double[] night = new Double[6];
    for (int hour = 0; hour < day.length; hour++) {
      day[hour] = 40 * random.nextDouble();
      night[hour] = 40 * random.nextDouble();
    }
    FleetDemand demand = demand(workload("day", day), workload("night", night));
    FleetAnswer answer = answer(demand, Demands.options(random, 2, 4));
    double bought = 0;
    for (FleetAnswer.Bought one : answer.systems()) {
      assertThat(one.workingShare()).as("law: at most all of it works").isBetween(0.0, 1.0);
      bought += one.dollars();
    }
    assertThat(bought)
        .as("law: the price is that of the systems")
        .isCloseTo(answer.dollarsPerHour(), within(1e-6));
    for (int hour = 0; hour < day.length; hour++) {
      double working = 0;
      for (FleetAnswer.Hour one : answer.hours()) {
        if (one.hour() == hour) {
          assertThat(one.decodeReplicas()).isEqualTo(Math.rint(one.decodeReplicas()));
          assertThat(one.load())
              .as("law: no replica has more than it serves")
              .isBetween(0.0, 1 + 1e-9);
          working += one.dollars();
        }
      }
      assertThat(working)
          .as("law: what works in hour %s was bought", hour)
          .isLessThanOrEqualTo(bought + 1e-6);
    }
  }

  /**
   * The mean of a thousand equal hours is more than all of it by rounding, and yet nothing idles.
   */
  @Test
  void aFleetThatAlwaysWorksHasNothingIdle() {
    Double[] hours = new Double[1000];
    Arrays.fill(hours, 5.0);
    FleetDemand demand = demand(workload("w", hours));
    FleetAnswer answer = answer(demand, List.of(option(0, "l", EIGHT, 8, 10)));
    assertThat(answer.systems().get(0).workingShare()).isEqualTo(1);
    assertThat(new FleetReport(demand, answer, 1).footer()).contains("cost 0 $/h");
  }

  /** One pool has no prefill replicas, hours may have no demand, and memory may save nothing. */
  @ParameterizedTest
  @MethodSource("seeds")
  void noTableHasANegativeZero(int seed) {
    Random random = new Random(seed);
    FleetDemand demand = demand(workload("day", 12.0, 0.0, 0.0), workload("night", 0.0, 3.0, 0.0));
    FleetLimits wide = new FleetLimits(1e9, 1e9, 1e9, Map.of("eight", 1_000_000));
    FleetAnswer answer = answer(demand.within(wide), Demands.options(random, 2, 4));
    for (String table : FleetTables.names()) {
      assertThat(FleetTables.rows(answer, table).values())
          .as(table)
          .isNotEmpty()
          .allSatisfy(row -> assertThat(row).doesNotContain(-0.0));
    }
  }

  /** A demand beyond its limits says what it would need without them. */
  @Test
  void limitsThatNoFleetKeepsSayWhatIsNeeded() {
    FleetLimits two =
        new FleetLimits(
            Double.POSITIVE_INFINITY,
            Double.POSITIVE_INFINITY,
            Double.POSITIVE_INFINITY,
            Map.of("alone", 2));
    FleetDemand demand = demand(workload("w", 45.0)).within(two);
    FleetAnswers answers = new FleetAnswers(demand, List.of(option(0, "l", ALONE, 1, 10)), 1000);
    assertThat(answers.answer(option -> 0)).isEmpty();
    Optional<FleetAnswer> free = answers.withoutLimits();
    assertThat(free).isPresent();
    assertThat(free.get().dollarsPerHour()).as("five of them at 2.5 $").isEqualTo(12.5);
    assertThat(answers.unserved()).isEmpty();
  }
}
