package dev.ridgeline.evaluate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ridgeline.cost.OperatorCost;
import dev.ridgeline.cost.StepCost;
import dev.ridgeline.deployment.PlanListener.Side;
import dev.ridgeline.operator.OperatorClass;
import dev.ridgeline.schema.Column;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.ToDoubleFunction;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What a listener hears of a cell is what the cell's steps cost. */
class OperatorsOfACellTest {

  /** A relative error of 1e-12: sums in another order. */
  private static final Percentage ROUNDING = Percentage.withPercentage(1e-10);

  static List<Long> cells() {
    return OperatorSpace.plannedCells();
  }

  private static List<HeardStep> heard(CellEvaluator evaluator) {
    return HeardStep.of(evaluator.planner(), evaluator.result());
  }

  @ParameterizedTest
  @MethodSource("cells")
  void rowsSumToTheCostOfTheStep(long cell) {
    CellEvaluator evaluator = new CellEvaluator(OperatorSpace.SPACE);
    CellResult result = evaluator.evaluate(cell);
    List<HeardStep> steps = heard(evaluator);
    assertSums(steps, EnumSet.of(Side.PREFILL, Side.PREFILL_DRAFT), result.plan().prefillCost());
    assertSums(
        steps,
        EnumSet.of(Side.DECODE, Side.DECODE_ATTENTION, Side.DECODE_DRAFT),
        result.plan().decodeCost());
    assertSums(steps, EnumSet.of(Side.DECODE_FEED_FORWARD), result.plan().feedForwardCost());
  }

  private static void assertSums(List<HeardStep> steps, Set<Side> sides, StepCost cost) {
    List<OperatorCost> rows =
        steps.stream()
            .filter(step -> sides.contains(step.side()))
            .flatMap(step -> step.report().rows().stream())
            .toList();
    assertSum(rows, "flops", OperatorCost::flops, cost.flops());
    assertSum(rows, "weights", OperatorCost::weightBytes, cost.weightBytes());
    assertSum(rows, "state read", OperatorCost::stateReadBytes, cost.stateReadBytes());
    assertSum(rows, "state written", OperatorCost::stateWriteBytes, cost.stateWriteBytes());
    assertSum(rows, "activations", OperatorCost::activationBytes, cost.activationBytes());
    assertSum(rows, "sent", OperatorCost::sentBytes, cost.linkBytes());
    assertSum(rows, "compute", OperatorCost::computeBoundSeconds, cost.computeBoundSeconds());
    assertSum(rows, "memory", OperatorCost::memoryBoundSeconds, cost.memoryBoundSeconds());
    assertSum(rows, "overhead", OperatorCost::overheadSeconds, cost.overheadSeconds());
    assertSum(
        rows, "communication", OperatorCost::communicationSeconds, cost.communicationSeconds());
    assertSum(rows, "wait", OperatorCost::waitSeconds, cost.stageWaitSeconds());
    assertSum(rows, "seconds", OperatorCost::seconds, cost.seconds());
    assertSum(rows, "joules", OperatorCost::joules, cost.joules());
    for (OperatorClass kind : OperatorClass.values()) {
      List<OperatorCost> ofKind =
          rows.stream().filter(row -> row.operatorClass().stream().anyMatch(kind::equals)).toList();
      assertSum(ofKind, kind + " flops", OperatorCost::flops, cost.flops(kind));
      assertSum(ofKind, kind + " bytes", OperatorCost::bytes, cost.bytes(kind));
    }
  }

  private static void assertSum(
      List<OperatorCost> rows, String what, ToDoubleFunction<OperatorCost> part, double whole) {
    assertThat(rows.stream().mapToDouble(part).sum()).as(what).isCloseTo(whole, ROUNDING);
  }

  /** The law would say little if the cells lacked what makes it hard. */
  @Test
  void theCellsHaveEverythingThatStepsAreMadeOf() {
    Set<Side> sides = EnumSet.noneOf(Side.class);
    Set<OperatorCost.Bound> bounds = EnumSet.noneOf(OperatorCost.Bound.class);
    Set<Status> statuses = EnumSet.noneOf(Status.class);
    Set<String> operators = new HashSet<>();
    int repeated = 0;
    int spilled = 0;
    CellEvaluator evaluator = new CellEvaluator(OperatorSpace.SPACE);
    for (long cell : cells()) {
      CellResult result = evaluator.evaluate(cell);
      statuses.add(result.status());
      spilled += result.plan().spilledShare() > 0 ? 1 : 0;
      for (HeardStep step : heard(evaluator)) {
        sides.add(step.side());
        repeated += step.report().times() > 1 ? 1 : 0;
        step.report().rows().forEach(row -> bounds.add(row.bound()));
        step.report().rows().forEach(row -> operators.add(row.name()));
      }
    }
    assertThat(sides).containsExactlyInAnyOrder(Side.values());
    assertThat(bounds).containsExactlyInAnyOrder(OperatorCost.Bound.values());
    assertThat(statuses).contains(Status.OK, Status.DOES_NOT_FIT);
    assertThat(operators).contains("recurrence", "index scores", "experts", "kv expansion");
    assertThat(repeated).isGreaterThan(10);
    assertThat(spilled).isGreaterThan(5);
  }

  /** The table is of whole replicas, like the columns of the cell. */
  @Test
  void rowsOfTheTableSumToTheColumnsOfTheCell() {
    CellOperators operators = new CellOperators(OperatorSpace.SPACE);
    CellEvaluator evaluator = new CellEvaluator(OperatorSpace.SPACE);
    for (long cell : cells().subList(0, 50)) {
      List<OperatorRow> rows = operators.of(cell);
      CellResult result = evaluator.evaluate(cell);
      assertThat(sum(rows, "prefill", "flops"))
          .isCloseTo(result.plan().ofPrefill(StepCost::flops), ROUNDING);
      assertThat(sum(rows, "decode", "flops"))
          .isCloseTo(result.plan().ofDecode(StepCost::flops), ROUNDING);
      assertThat(sum(rows, "decode", "state_read_bytes"))
          .isCloseTo(result.plan().ofDecode(StepCost::stateReadBytes), ROUNDING);
      assertThat(sum(rows, "prefill", "time_s"))
          .isCloseTo(result.plan().prefillCost().seconds(), ROUNDING);
    }
  }

  private static double sum(List<OperatorRow> rows, String phase, String column) {
    Column<OperatorRow> phases = OperatorRow.TABLE.column("phase").orElseThrow();
    Column<OperatorRow> values = OperatorRow.TABLE.column(column).orElseThrow();
    return rows.stream()
        .filter(row -> phase.equals(phases.value(row)))
        .mapToDouble(row -> (Double) values.value(row))
        .sum();
  }

  @Test
  void aCellThatCannotBeLaidOutHasNoOperators() {
    CellEvaluator evaluator = new CellEvaluator(OperatorSpace.SPACE);
    long impossible = 0;
    while (evaluator.evaluate(impossible).has(Availability.STEP)) {
      impossible++;
    }
    assertThat(new CellOperators(OperatorSpace.SPACE).of(impossible)).isEmpty();
  }

  @Test
  void measuresOfTheTableSayTheirUnitInTheirName() {
    for (Column<OperatorRow> column : OperatorRow.TABLE.columns()) {
      switch (column.unit()) {
        case "s" -> assertThat(column.name()).endsWith("_s");
        case "B" -> assertThat(column.name()).endsWith("_bytes");
        case "FLOP" -> assertThat(column.name()).isEqualTo("flops");
        case "J" -> assertThat(column.name()).isEqualTo("joules");
        default -> assertThat(column.unit()).as(column.name()).isEmpty();
      }
    }
  }
}
