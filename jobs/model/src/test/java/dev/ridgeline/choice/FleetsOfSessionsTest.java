package dev.ridgeline.choice;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ridgeline.evaluate.CellColumn;
import dev.ridgeline.evaluate.CellColumns;
import dev.ridgeline.evaluate.CellCondition;
import dev.ridgeline.evaluate.CellEvaluator;
import dev.ridgeline.fleet.FleetAnswer;
import dev.ridgeline.fleet.FleetAnswers;
import dev.ridgeline.fleet.FleetDemand;
import dev.ridgeline.fleet.OptionReader;
import dev.ridgeline.sweep.LatencyTargets;
import dev.ridgeline.sweep.Sweep;
import dev.ridgeline.testing.Plans;
import java.util.Arrays;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** Fleets that count tasks in progress keep a target of TTFT in the turns of these tasks. */
class FleetsOfSessionsTest {

  private static final CellObjective FEWEST =
      CellObjective.parse("--objective", "min fleet_accelerators");

  /** Replicas with 512 sessions have turns that wait for minutes, those with 16 do not. */
  private static Sweep sweep(String fleet) {
    return Sweep.parse(
        "s.yaml",
        """
        name: s
        axes:
          models: [llama-3.1-70b]
          quantizations: [fp8]
          hardware: [{colocated: [h100-sxm]}]
          parallelism: [{tp: 8}]
          workflows: [coding]
          contextTokens: [mean]
          batch: [16]
          kvPolicies: [lru]
          sessions: [16, 512]
          fleets: [{%s}]
        """
            .formatted(fleet),
        Plans.CATALOGS);
  }

  private static ChoiceScan scan(CellObjective objective, List<CellLimit> budgets, double... ttft) {
    List<LatencyTargets> targets =
        Arrays.stream(ttft)
            .mapToObj(one -> new LatencyTargets(one, Double.POSITIVE_INFINITY))
            .toList();
    return new ChoiceScan(
        List.of(CellColumns.MODEL),
        CellCondition.parse("true").orElseThrow(),
        new ChoiceSettings(targets, 0.3, 10, 0.2, 0, 1),
        objective,
        budgets,
        NamedCandidates.ALL);
  }

  private static long best(String fleet, CellObjective objective, double ttft) {
    Standing standing =
        scan(objective, List.of(), ttft).standings(sweep(fleet).space()).get(0).found();
    assertThat(standing.isWithin()).isTrue();
    return standing.cell();
  }

  @Test
  void theFullestReplicasAreNotTheSmallestFleet() {
    double none = Double.POSITIVE_INFINITY;
    assertThat(best("sessions: 500", FEWEST, none)).as("without a target").isEqualTo(1);
    assertThat(best("sessions: 500", FEWEST, 10)).as("turns within 10 s").isZero();
    assertThat(best("requestsPerSecond: 5", FEWEST, 10))
        .as("requests do not wait for turns: the first of two equal fleets")
        .isZero();
    CellObjective price = CellObjective.PRICE;
    assertThat(scan(price, List.of(), 10).standings(sweep("sessions: 500").space()).get(0).found())
        .as("the price of a request does not depend on a fleet")
        .matches(Standing::isWithin);
  }

  @Test
  void aMissSaysThatTurnsAreTooSlow() {
    Miss miss =
        scan(FEWEST, List.of(), 0.001)
            .standings(sweep("sessions: 500").space())
            .get(0)
            .found()
            .miss();
    assertThat(miss).isNotNull();
    assertThat(miss.limit())
        .isEqualTo(
            new CellLimit(
                CellLimit.OF_TURNS,
                CellLimit.Kind.AT_MOST,
                0.001,
                CellLimit.Scope.FLEETS_OF_SESSIONS));
  }

  /** The command for fleets and the choice of a cell buy as many accelerators, of the same cell. */
  @Test
  void aChoiceBuysWhatAFleetDoes() {
    Sweep sweep = sweep("sessions: 500");
    FleetDemand demand =
        FleetDemand.parse(
            "d.yaml",
            """
            name: d
            workloads:
              - {workflow: coding, sessions: 500, targets: {ttftSeconds: 10 s}}
            """);
    long[] cells = LongStream.range(0, sweep.space().grid().cells()).toArray();
    FleetAnswer answer =
        new FleetAnswers(demand, new OptionReader("s", sweep, demand).read(0, cells), 1000)
            .answer(option -> 0)
            .orElseThrow();
    Standing chosen = scan(FEWEST, List.of(), 10).standings(sweep.space()).get(0).found();
    assertThat(chosen.cell()).isEqualTo(answer.plan().get(0).option().cell());
    assertThat(chosen.objective())
        .isEqualTo(
            answer.systems().stream()
                .mapToDouble(one -> one.systems() * one.kind().systemAccelerators())
                .sum());
  }

  /** A budget that only the fullest replicas keep leaves no choice where turns must be fast. */
  @Test
  void aBudgetOfTheFleetCountsNoOversubscribedCells() {
    Sweep sweep = sweep("sessions: 500");
    CellColumn accelerators = CellColumns.named("fleet_accelerators");
    CellEvaluator evaluator = new CellEvaluator(sweep.space());
    double few = accelerators.number(evaluator.evaluate(1));
    assertThat(few).isLessThan(accelerators.number(evaluator.evaluate(0)));
    List<CellLimit> budget =
        CellLimit.parse("--max", CellLimit.Kind.AT_MOST, List.of("fleet_accelerators=" + few));
    List<WorkloadChoices> found = scan(CellObjective.PRICE, budget, 10, 1e6).choices(sweep.space());
    assertThat(found.stream().flatMap(one -> one.choices().stream()))
        .as("none within 10 s, and one within a million")
        .extracting(one -> one.targets().ttftSeconds())
        .containsExactly(1e6);
  }
}
