package dev.ridgeline.operator;

import static dev.ridgeline.testing.ModelBuilder.aModel;
import static dev.ridgeline.testing.Plans.ROUNDING;
import static dev.ridgeline.testing.StateSpaceBuilder.stateSpace;
import static dev.ridgeline.testing.Steps.state;
import static dev.ridgeline.testing.Steps.step;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ridgeline.catalog.Attention;
import dev.ridgeline.catalog.Model;
import dev.ridgeline.cost.StepCost;
import org.junit.jupiter.api.Test;

/** State space layers, by hand. */
class StateSpaceTest {

  /**
   * Cell 27. Mamba-2 as in Nemotron-H-56B: 256 heads of 64 with a state of 256 a channel in 32
   * bits, 8 groups, a convolution of 4 over 20,480 channels.
   */
  @Test
  void aStateSpaceLayerKeepsAConstantState() {
    Attention.StateSpace layer =
        stateSpace()
            .heads(256)
            .headDim(64)
            .stateSize(256)
            .groups(8)
            .convolution(4)
            .stateBits(32)
            .build();
    Model mamba = aModel().hidden(8192).attention(54, layer).build();
    double elements = 256 * 64 * 256.0;
    double channels = 16_384 + 2 * 8 * 256;
    double bytes = elements * 4 + 3 * channels * 2; // 16,900,096

    assertThat(54 * bytes)
        .as("cell 27: state of all 54 layers")
        .isEqualTo(912_605_184); // of all such layers
    assertThat(state(mamba, "bf16", 1_000_000))
        .as("cell 27: state at 1,000,000 tokens")
        .isEqualTo(912_605_184);
    StepCost step = step(mamba, "bf16", Phase.DECODE, StepShape.of(2, 1, 1000));
    assertThat(step.stateReadBytes())
        .as("cell 27: 2 sequences read their state")
        .isCloseTo(2 * 54 * bytes, ROUNDING);
    assertThat(step.flops(OperatorClass.ATTENTION))
        .as("cell 27: two multiply-adds an element, and a convolution of 4")
        .isCloseTo(2 * 54 * 2 * (2 * elements + 4 * channels), ROUNDING);
    double columns = 2 * 16_384 + 2 * 8 * 256 + 256;
    assertThat(step.flops(OperatorClass.PROJECTION))
        .as("cell 27: inputs, gate, two groups of matrices, a step a head; the output")
        .isCloseTo(2 * 54 * 2 * (8192 * columns + 16_384 * 8192.0), ROUNDING);
  }
}
