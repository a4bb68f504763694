package dev.ridgeline.evaluate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ridgeline.cost.StepCost;
import dev.ridgeline.deployment.ServingPlan;
import dev.ridgeline.units.Dimension;
import dev.ridgeline.units.Quantity;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What explain says of a cell is what the table says of it. */
class ExplanationTest {

  static List<Long> cells() {
    return OperatorSpace.plannedCells().subList(0, 60);
  }

  @ParameterizedTest
  @MethodSource("cells")
  void totalsAreTheColumnsOfTheCell(long cell) {
    String text = Explanation.of(OperatorSpace.SPACE, cell);
    CellResult result = new CellEvaluator(OperatorSpace.SPACE).evaluate(cell);
    ServingPlan plan = result.plan();

    assertThat(fields(text, "Prefill step, total"))
        .containsExactly(
            flops(column("prefill_flops", result)),
            bytes(column("prefill_weight_bytes", result)),
            bytes(column("prefill_state_read_bytes", result)),
            bytes(column("prefill_state_write_bytes", result)),
            bytes(column("prefill_activation_bytes", result)),
            bytes(plan.ofPrefill(StepCost::linkBytes)),
            seconds(plan.prefillCost().seconds()));
    assertThat(fields(text, "Decode step, total"))
        .containsExactly(
            flops(column("decode_flops", result)),
            bytes(column("decode_weight_bytes", result)),
            bytes(column("decode_state_read_bytes", result)),
            bytes(column("decode_state_write_bytes", result)),
            bytes(column("decode_activation_bytes", result)),
            bytes(plan.ofDecode(StepCost::linkBytes)),
            seconds(plan.decodeStepSeconds()));
    if (result.has(Availability.SERVING)) {
      assertThat(plan.prefillCost().seconds()).isEqualTo(column("prefill_step_s", result));
      assertThat(plan.decodeStepSeconds()).isEqualTo(column("decode_step_s", result));
    }
  }

  /**
   * A window bounds what a sequence keeps: far from its size at the first token times its length.
   */
  @ParameterizedTest
  @MethodSource("cells")
  void stateIsThatOfASequenceAtItsEnd(long cell) {
    CellResult result = new CellEvaluator(OperatorSpace.SPACE).evaluate(cell);
    double state = result.plan().decodeReplica().stateBytes(result.request().peakContextTokens());

    assertThat(Explanation.of(OperatorSpace.SPACE, cell))
        .contains("; " + bytes(state) + " of state for a sequence at its end, and ");
  }

  private static double column(String name, CellResult result) {
    return (Double) CellColumns.named(name).value(result);
  }

  /** The quantities of a row: numbers with their units. */
  private static List<String> fields(String text, String row) {
    String line = text.lines().filter(l -> l.strip().startsWith(row)).findFirst().orElseThrow();
    return Arrays.stream(line.strip().substring(row.length()).strip().split(" {2,}"))
        .map(String::strip)
        .toList();
  }

  private static String flops(double value) {
    return Quantity.format(value);
  }

  private static String bytes(double value) {
    return Quantity.format(value, Dimension.BYTES);
  }

  private static String seconds(double value) {
    return Quantity.format(value, Dimension.SECONDS);
  }

  /** One cell of each status that the space has. */
  static Stream<Long> oneOfEachStatus() {
    CellEvaluator evaluator = new CellEvaluator(OperatorSpace.SPACE);
    Set<Status> seen = EnumSet.noneOf(Status.class);
    Stream.Builder<Long> cells = Stream.builder();
    for (long cell = 0; cell < OperatorSpace.SPACE.grid().cells(); cell += 7) {
      if (seen.add(evaluator.evaluate(cell).status())) {
        cells.add(cell);
      }
    }
    assertThat(seen).contains(Status.OK, Status.DOES_NOT_FIT, Status.INVALID_PARALLELISM);
    return cells.build();
  }

  @ParameterizedTest
  @MethodSource("oneOfEachStatus")
  void theAnswerComesFirst(long cell) {
    CellResult result = new CellEvaluator(OperatorSpace.SPACE).evaluate(cell);
    String text = Explanation.of(OperatorSpace.SPACE, cell);
    assertThat(text).startsWith("Cell " + cell + ": " + result.status());
    switch (result.status()) {
      case OK ->
          assertThat(text)
              .containsPattern("dollars +\\S+ \\$ a request, \\S+ \\$ a task")
              .containsPattern("latency +TTFT \\S+ \\S+, TPOT ")
              .containsPattern("binds +\\S+, of the accelerators' time: compute \\d+ %")
              .containsPattern("1 % more +changes dollars a request: \\w+ [-+]\\d");
      case DOES_NOT_FIT ->
          assertThat(text)
              .containsPattern("needs \\S+ \\SB on each accelerator, has \\S+ \\SB usable")
              .containsPattern("lacks \\S+ [kMGTP]?B")
              .contains("it takes");
      default ->
          assertThat(text).contains(result.detail(), "it takes").doesNotContain("operator, all");
    }
  }

  /**
   * A batch that is one part too large lacks no more than the state of that part, and less than it.
   */
  @Test
  void theLargestBatchThatFitsIsSaid() {
    CellEvaluator evaluator = new CellEvaluator(OperatorSpace.SPACE);
    for (long cell : OperatorSpace.plannedCells()) {
      CellResult result = evaluator.evaluate(cell);
      if (result.status() == Status.DOES_NOT_FIT && result.batch() > result.plan().maxBatch()) {
        long most = (long) result.plan().maxBatch();
        assertThat(Explanation.of(OperatorSpace.SPACE, cell))
            .contains(most > 0 ? "a batch of " + most + " at most" : "not one request fits")
            .doesNotContain("lacks 0", "lacks -");
      }
    }
  }

  @Test
  void columnsComeOnRequest() {
    long cell = OperatorSpace.plannedCells().get(0);
    assertThat(Explanation.of(OperatorSpace.SPACE, cell)).doesNotContain("cf_bytes_per_request");
    assertThat(Explanation.withColumns(OperatorSpace.SPACE, cell))
        .startsWith(Explanation.of(OperatorSpace.SPACE, cell))
        .contains("cf_bytes_per_request", "decode_flops");
  }
}
