package dev.ridgeline.operator;

import static dev.ridgeline.testing.ModelBuilder.aModel;
import static dev.ridgeline.testing.Plans.ROUNDING;
import static dev.ridgeline.testing.Steps.step;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ridgeline.catalog.FeedForward;
import dev.ridgeline.catalog.Model;
import dev.ridgeline.cost.StepCost;
import org.junit.jupiter.api.Test;

/** Feed-forward layers with and without a gate, by hand. */
class DenseFeedForwardTest {

  /** Cell 45. Hidden size 64, 256 columns, 5 tokens: a gate is a third matrix and wider rows. */
  @Test
  void aGateIsAThirdMatrix() {
    StepCost gated = decode(new FeedForward.Dense(256, true));
    StepCost ungated = decode(new FeedForward.Dense(256, false));
    double matrix = 64 * 256;

    assertThat(gated.flops(OperatorClass.FFN))
        .as("cell 45: gate, up and down, 5 tokens")
        .isCloseTo(5 * 2 * 3 * matrix, ROUNDING);
    assertThat(ungated.flops(OperatorClass.FFN))
        .as("cell 45: up and down, 5 tokens")
        .isCloseTo(5 * 2 * 2 * matrix, ROUNDING);
    assertThat(ungated.weightBytes())
        .as("cell 45: up, down and the head of 1,000 columns, 2 bytes a weight")
        .isCloseTo(2 * (2 * matrix + 64 * 1000), ROUNDING);
    assertThat(gated.weightBytes() - ungated.weightBytes())
        .as("cell 45: the gate, 2 bytes a weight")
        .isCloseTo(2 * matrix, ROUNDING);
    assertThat(gated.activationBytes() - ungated.activationBytes())
        .as("cell 45: 256 columns of the gate in 5 rows, 2 bytes each")
        .isCloseTo(5 * 256 * 2.0, ROUNDING);
  }

  private static StepCost decode(FeedForward ffn) {
    Model model = aModel().hidden(64).vocabulary(1000).feedForward(1, ffn).build();
    return step(model, "bf16", Phase.DECODE, StepShape.of(5, 1, 0));
  }
}
