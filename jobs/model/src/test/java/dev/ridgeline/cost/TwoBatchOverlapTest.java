package dev.ridgeline.cost;

import static dev.ridgeline.testing.Plans.ROUNDING;
import static dev.ridgeline.testing.ReplicaBuilder.aReplica;
import static dev.ridgeline.testing.ShardingBuilder.tp;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ridgeline.deployment.Replica;
import dev.ridgeline.operator.StepShape;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** All-to-alls of one half of a step, hidden behind the computation of the other half. */
class TwoBatchOverlapTest {

  private static final Replica PLAIN =
      aReplica("deepseek-v3").in("fp8").sharded(tp(1).ep(16)).build();
  private static final Replica OVERLAPPED =
      aReplica("deepseek-v3").in("fp8").sharded(tp(1).ep(16).twoBatchOverlap()).build();

  private static StepCost step(StepModel model, StepShape shape) {
    StepCost cost = new StepCost();
    model.evaluate(shape, 0, Double.POSITIVE_INFINITY, cost);
    return cost;
  }

  /**
   * Law: two halves of B/2 sequences take their computation, and what their all-to-alls take longer
   * than 58 of its 61 layers. With tp 1 there are no other collectives.
   */
  @ParameterizedTest
  @CsvSource({"4, 100", "64, 4000", "512, 4000", "4000, 10"})
  void theLongerOfComputationAndAllToAllCounts(double sequences, double context) {
    StepCost half = step(PLAIN.decode(), StepShape.of(sequences / 2, 1, context));
    StepCost whole = step(OVERLAPPED.decode(), StepShape.of(sequences, 1, context));

    double computing = 2 * (half.seconds() - half.communicationSeconds());
    double dealing = 2 * half.communicationSeconds();
    double exposed = Math.max(0, dealing - computing * 58 / 61);
    assertThat(whole.communicationSeconds()).isCloseTo(exposed, ROUNDING);
    assertThat(whole.seconds()).isCloseTo(computing + exposed, ROUNDING);
    assertThat(whole.linkBytes()).as("as many bytes").isCloseTo(2 * half.linkBytes(), ROUNDING);
  }

  /** The rows that a listener hears sum to the step, with what is hidden taken from dispatches. */
  @Test
  void rowsSumToTheStep() {
    StepShape shape = StepShape.of(2000, 1, 10);
    StepCost cost = new StepCost();
    double[] heard = new double[1];
    OVERLAPPED
        .decode()
        .add(
            shape,
            3,
            0,
            Double.POSITIVE_INFINITY,
            Speedup.NONE,
            report -> heard[0] = report.rows().stream().mapToDouble(OperatorCost::seconds).sum(),
            cost);
    assertThat(cost.communicationSeconds()).as("some is exposed").isPositive();
    assertThat(cost.communicationSeconds())
        .as("and some is hidden")
        .isLessThan(3 * 2 * step(PLAIN.decode(), StepShape.of(1000, 1, 10)).communicationSeconds());
    assertThat(heard[0]).isCloseTo(cost.seconds(), ROUNDING);
  }

  /** A single sequence cannot be halved in decode. A single prompt passes in twice the chunks. */
  @Test
  void aSingleSequenceIsHalvedInPrefillOnly() {
    StepShape token = StepShape.of(1, 1, 1000);
    assertThat(step(OVERLAPPED.decode(), token).seconds())
        .isCloseTo(step(PLAIN.decode(), token).seconds(), ROUNDING);

    StepCost halves = step(PLAIN.prefill(), StepShape.inPasses(2, 1, 4000, 0));
    StepCost prompt = step(OVERLAPPED.prefill(), StepShape.of(1, 4000, 0));
    double computing = halves.seconds() - halves.communicationSeconds();
    double exposed = Math.max(0, halves.communicationSeconds() - computing * 58 / 61);
    assertThat(prompt.seconds()).isCloseTo(computing + exposed, ROUNDING);
  }

  @Test
  void thereMustBeSomethingToHide() {
    assertThatThrownBy(() -> tp(8).twoBatchOverlap().build())
        .hasMessageContaining("twoBatchOverlap is true. Allowed: false without expert parallelism");
  }
}
