package dev.ridgeline.operator;

import static dev.ridgeline.testing.LinearBuilder.linearAttention;
import static dev.ridgeline.testing.ModelBuilder.aModel;
import static dev.ridgeline.testing.Plans.ROUNDING;
import static dev.ridgeline.testing.Steps.state;
import static dev.ridgeline.testing.Steps.step;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ridgeline.catalog.Attention;
import dev.ridgeline.catalog.Model;
import dev.ridgeline.cost.StepCost;
import org.junit.jupiter.api.Test;

/** Linear attention with a recurrent state that does not grow, by hand. */
class LinearAttentionTest {

  /**
   * Cell 24. Gated DeltaNet as in Qwen3-Next: 32 states of 128 x 128 in 32 bits, and the last 3
   * inputs of a convolution over 8,192 channels in 16, whatever the context.
   */
  @Test
  void linearAttentionKeepsAConstantState() {
    Attention.Linear layer =
        linearAttention(Attention.Linear.Rule.GATED_DELTA)
            .keyHeads(16)
            .valueHeads(32)
            .keyHeadDim(128)
            .valueHeadDim(128)
            .convolution(4)
            .stateBits(32)
            .build();
    Model linear = aModel().hidden(2048).vocabulary(1000).attention(36, layer).build();
    double elements = 32 * 128 * 128;
    double channels = 2 * 16 * 128 + 32 * 128; // queries, keys, values
    double bytes = elements * 4 + 3 * channels * 2; // 2,146,304

    // The published state of the 36 such layers of Qwen3-Next: 77,266,944 bytes a sequence.
    assertThat(36 * bytes)
        .as("cell 24: published state of the 36 layers of Qwen3-Next")
        .isEqualTo(77_266_944);
    assertThat(state(linear, "fp8", 10)).as("cell 24: state at 10 tokens").isEqualTo(77_266_944);
    assertThat(state(linear, "fp8", 1_000_000))
        .as("cell 24: state at 1,000,000 tokens")
        .isEqualTo(77_266_944);

    StepCost step = step(linear, "bf16", Phase.DECODE, StepShape.of(4, 1, 50_000));
    assertThat(step.stateReadBytes())
        .as("cell 24: 4 sequences read their state")
        .isCloseTo(4 * 36 * bytes, ROUNDING);
    assertThat(step.stateWriteBytes())
        .as("cell 24: 4 sequences write their state")
        .isCloseTo(4 * 36 * bytes, ROUNDING);
    // A token multiplies every element three times (old value, update, output).
    assertThat(step.flops(OperatorClass.ATTENTION))
        .as("cell 24: three multiply-adds an element, and a convolution of 4")
        .isCloseTo(4 * 36 * 2 * (3 * elements + 4 * channels), ROUNDING);
    // Queries, keys, values, gate, and two numbers for each of 32 heads; then the output.
    double columns = 2 * 2048 + 2 * 4096 + 2 * 32;
    assertThat(step.flops(OperatorClass.PROJECTION))
        .as("cell 24: queries, keys, values, gate, two numbers a head; the output")
        .isCloseTo(4 * 36 * 2 * (2048 * columns + 4096 * 2048.0), ROUNDING);
    assertThat(linear.totalParameters())
        .as("cell 24: projections, convolution, two scalars a head, norms; embedding and head")
        .isCloseTo(
            36 * (2048 * columns + 4096 * 2048.0 + 4 * channels + 2 * 32 + 128 + 2048)
                + 2 * 2048 * 1000
                + 2048,
            ROUNDING);
  }

  /** Cell 25. Prefill of 20,000 tokens in three passes reads and writes the state three times. */
  @Test
  void everyPassReadsAndWritesTheRecurrentState() {
    Attention.Linear layer =
        linearAttention(Attention.Linear.Rule.LIGHTNING)
            .keyHeads(64)
            .valueHeads(64)
            .keyHeadDim(128)
            .valueHeadDim(128)
            .stateBits(32)
            .build();
    Model lightning = aModel().hidden(6144).attention(1, layer).build();
    StepCost step =
        step(lightning, "bf16", Phase.PREFILL, StepShape.inPasses(3, 2, 20_000, 10_000));

    double state = 64 * 128 * 128 * 4;
    assertThat(step.stateReadBytes())
        .as("cell 25: three passes read the state of two sequences")
        .isCloseTo(3 * 2 * state, ROUNDING);
    assertThat(step.stateWriteBytes())
        .as("cell 25: three passes write it")
        .isCloseTo(3 * 2 * state, ROUNDING);
    assertThat(step.flops(OperatorClass.ATTENTION))
        .as("cell 25: two multiply-adds an element and token")
        .isCloseTo(2 * 20_000 * 2.0 * 2 * 64 * 128 * 128, ROUNDING);
  }

  /** Cell 26. Kimi delta attention: gates for each channel through the width of a head. */
  @Test
  void kimiDeltaAttentionHasNarrowGates() {
    Attention.Linear layer =
        linearAttention(Attention.Linear.Rule.KIMI_DELTA)
            .keyHeads(32)
            .valueHeads(32)
            .keyHeadDim(128)
            .valueHeadDim(128)
            .convolution(4)
            .build();
    StepCost step =
        step(
            aModel().hidden(2304).attention(1, layer).build(),
            "bf16",
            Phase.DECODE,
            StepShape.of(1, 1, 1000));

    double columns = 3 * 4096 + 128 + 128 + 32; // q, k, v, two narrow gates, 32 strengths
    double widened = 128 * 4096.0 + 128 * 4096.0;
    assertThat(step.flops(OperatorClass.PROJECTION))
        .as("cell 26: q, k, v, two narrow gates and 32 strengths; gates widened; the output")
        .isCloseTo(2 * (2304 * columns + widened + 4096 * 2304.0), ROUNDING);
  }

  /** Cell 127. Kimi K3's gate reads the whole width; decays pass through the width of a head. */
  @Test
  void wideGatesReadTheResidualInFullWidth() {
    Attention.Linear layer =
        linearAttention(Attention.Linear.Rule.KIMI_DELTA_WIDE)
            .keyHeads(96)
            .valueHeads(96)
            .keyHeadDim(128)
            .valueHeadDim(128)
            .convolution(4)
            .build();
    StepCost step =
        step(
            aModel().hidden(7168).attention(1, layer).build(),
            "bf16",
            Phase.DECODE,
            StepShape.of(1, 1, 1000));

    double columns = 3 * 12_288 + 12_288 + 128 + 96; // q, k, v, gate, narrow decays, strengths
    double widened = 128 * 12_288.0;
    assertThat(step.flops(OperatorClass.PROJECTION))
        .as("cell 127: q, k, v, the gate, narrow decays and 96 strengths; decays widened; output")
        .isCloseTo(2 * (7168 * columns + widened + 12_288 * 7168.0), ROUNDING);
  }
}
