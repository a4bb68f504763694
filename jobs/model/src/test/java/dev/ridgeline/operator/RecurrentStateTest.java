package dev.ridgeline.operator;

import static dev.ridgeline.testing.LinearBuilder.linearAttention;
import static dev.ridgeline.testing.ModelBuilder.aModel;
import static dev.ridgeline.testing.Plans.ROUNDING;
import static dev.ridgeline.testing.Plans.accelerator;
import static dev.ridgeline.testing.Plans.calibrated;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ridgeline.catalog.Attention;
import dev.ridgeline.catalog.Model;
import dev.ridgeline.catalog.Quantization;
import dev.ridgeline.cost.StepCost;
import dev.ridgeline.cost.StepModel;
import dev.ridgeline.testing.Plans;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Recurrent state has bits of its own: those of the KV cache change nothing about it. */
class RecurrentStateTest {

  private static final Model LINEAR =
      aModel()
          .hidden(1024)
          .attention(
              4,
              linearAttention(Attention.Linear.Rule.GATED_DELTA)
                  .keyHeads(8)
                  .valueHeads(8)
                  .keyHeadDim(128)
                  .valueHeadDim(128)
                  .convolution(0)
                  .stateBits(32)
                  .build())
          .build();

  private static Quantization scheme(double kvBits, double recurrentBits) {
    Quantization like = Plans.quantization("bf16");
    return new Quantization(
        "made-up",
        "Made up",
        like.weightBits(),
        List.of(),
        like.activationBits(),
        kvBits,
        recurrentBits,
        like.computePrecision(),
        like.attentionPrecision(),
        recurrentBits > 0
            ? Map.of(
                "weightBits",
                "made up",
                "activationBits",
                "made up",
                "kvBits",
                "made up",
                "recurrentBits",
                "made up")
            : Map.of("weightBits", "made up", "activationBits", "made up", "kvBits", "made up"));
  }

  private static double secondsOfDecode(Quantization scheme) {
    StepGraph graph = StepGraph.of(LINEAR, scheme, new Sharding(1, 1), Phase.DECODE);
    StepCost cost = new StepCost();
    StepModel.of(graph, accelerator("h100-sxm"), calibrated("h100-sxm"), scheme, 0)
        .evaluate(StepShape.of(64, 1, 1000), 0, Double.POSITIVE_INFINITY, cost);
    return cost.seconds();
  }

  @Test
  void formatOfTheCacheDoesNotChangeDecode() {
    assertThat(secondsOfDecode(scheme(8, 0))).isEqualTo(secondsOfDecode(scheme(16, 0)));
    assertThat(secondsOfDecode(scheme(4, 0))).isEqualTo(secondsOfDecode(scheme(16, 0)));
  }

  /** Cell 88. Four layers of 8 heads of 128 x 128 elements: 2 MiB in 32 bits, 1 MiB in 16. */
  @Test
  void bitsByHand() {
    assertThat(StateSize.ofModel(LINEAR, scheme(8, 0)).perSequence())
        .as("cell 88: the bits that the model states")
        .isCloseTo(4 * 8 * 128 * 128 * 4.0, ROUNDING);
    assertThat(StateSize.ofModel(LINEAR, scheme(8, 16)).perSequence())
        .as("cell 88: the bits that the scheme states")
        .isCloseTo(4 * 8 * 128 * 128 * 2.0, ROUNDING);
    assertThat(secondsOfDecode(scheme(16, 16)))
        .as("cell 88: less state is read sooner")
        .isLessThan(secondsOfDecode(scheme(16, 0)));
  }
}
