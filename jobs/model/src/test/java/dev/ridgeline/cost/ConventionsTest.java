package dev.ridgeline.cost;

import static dev.ridgeline.testing.MixtureBuilder.mixture;
import static dev.ridgeline.testing.ModelBuilder.aModel;
import static dev.ridgeline.testing.Plans.ROUNDING;
import static dev.ridgeline.testing.Plans.accelerator;
import static dev.ridgeline.testing.ReplicaBuilder.aReplica;
import static dev.ridgeline.testing.Steps.step;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ridgeline.catalog.Accelerator;
import dev.ridgeline.catalog.Attention;
import dev.ridgeline.catalog.FeedForward;
import dev.ridgeline.catalog.Model;
import dev.ridgeline.catalog.Precision;
import dev.ridgeline.catalog.Window;
import dev.ridgeline.deployment.Replica;
import dev.ridgeline.operator.OperatorClass;
import dev.ridgeline.operator.Phase;
import dev.ridgeline.operator.StepShape;
import dev.ridgeline.units.Dimension;
import dev.ridgeline.units.Quantity;
import org.junit.jupiter.api.Test;

/**
 * What is counted and what is not. Published tools differ by up to 4.5x by these alone, so each is
 * pinned on its own: hidden size 64, one layer of 4 query heads and 2 key-value heads of 16.
 */
class ConventionsTest {

  private static final Model ATTENTION =
      aModel()
          .hidden(64)
          .vocabulary(1000)
          .attention(1, new Attention.GroupedQuery(4, 2, 16, Window.FULL, false))
          .build();
  private static final Model DENSE =
      aModel().hidden(64).vocabulary(1000).feedForward(1, new FeedForward.Dense(256, true)).build();
  private static final Model EXPERTS =
      aModel()
          .hidden(64)
          .vocabulary(1000)
          .feedForward(1, mixture().experts(8).topK(2).intermediateSize(32).build())
          .build();

  private static StepCost decode(Model model, double sequences, double cached) {
    return step(model, "bf16", Phase.DECODE, StepShape.of(sequences, 1, cached));
  }

  private static StepCost prefill(Model model, double prompts, double tokens) {
    return step(model, "bf16", Phase.PREFILL, StepShape.of(prompts, tokens, 0));
  }

  @Test
  void aMultiplyAddIsTwoFlops() {
    assertThat(decode(DENSE, 1, 0).flops(OperatorClass.FFN))
        .as("convention: gate, up and down, two FLOPs a weight")
        .isCloseTo(2.0 * 3 * 64 * 256, ROUNDING);
  }

  @Test
  void theCausalMaskIsExact() {
    // Decode at past context c sees c + 1; n tokens of a prompt see 1, 2, ... n.
    assertThat(decode(ATTENTION, 1, 99).flops(OperatorClass.ATTENTION))
        .as("convention: decode sees its past and itself")
        .isCloseTo(4.0 * 4 * 16 * 100, ROUNDING);
    assertThat(prefill(ATTENTION, 1, 100).flops(OperatorClass.ATTENTION))
        .as("convention: token i of a prompt sees i")
        .isCloseTo(4.0 * 4 * 16 * 100 * 101 / 2, ROUNDING);
  }

  /** The FLOPs are those of the two products, and nothing else. */
  @Test
  void softmaxNormsAndActivationFunctionsAreNotCounted() {
    StepCost step = decode(ATTENTION, 1, 99);
    double projections = 2.0 * 64 * 16 * (4 + 2 + 2 + 4);
    double products = 2.0 * 4 * 16 * 100 + 2.0 * 4 * 16 * 100;
    assertThat(step.flops())
        .as("convention: projections, two products and the head alone")
        .isCloseTo(projections + products + 2.0 * 64 * 1000, ROUNDING);
  }

  /**
   * Attention reads queries and writes outputs; a matrix of scores would be 100 x 100 x 4 heads.
   */
  @Test
  void scoresStayOnChip() {
    double activations = 100 * 2.0 * (64 + 64 + (64 + 64) + (64 + 64)) + 2.0 * (64 + 1000);
    assertThat(prefill(ATTENTION, 1, 100).activationBytes())
        .as("convention: rows of GEMMs, queries and outputs, no scores")
        .isCloseTo(activations, ROUNDING);
  }

  /** Gate and up are one GEMM of 64 x 512, down one of 256 x 64. */
  @Test
  void everyGemmReadsItsRowsAndWritesItsRows() {
    double rows = 64 + 512 + 256 + 64;
    assertThat(decode(DENSE, 5, 0).activationBytes())
        .as("convention: gate and up 64 to 512, down 256 to 64, the head")
        .isCloseTo(5 * 2.0 * (rows + 64 + 1000), ROUNDING);
  }

  @Test
  void expertsWorkOnTokensTimesTopKRows() {
    double rows = 2 * (64 + 64 + 32 + 64); // of each of 2 experts
    double router = 64 + 8;
    assertThat(decode(EXPERTS, 5, 0).activationBytes())
        .as("convention: rows of two experts a token, the router and the head")
        .isCloseTo(5 * 2.0 * (rows + router + 64 + 1000), ROUNDING);
  }

  /** Keys and values of 2 heads, not of the 4 query heads, once for all of them. */
  @Test
  void cachedStateIsReadOnceAndNewStateWrittenOnce() {
    StepCost step = decode(ATTENTION, 3, 99);
    assertThat(step.stateReadBytes())
        .as("convention: keys and values of 2 heads of 100 tokens")
        .isCloseTo(3 * 100 * 2 * 2 * 16 * 2.0, ROUNDING);
    assertThat(step.stateWriteBytes())
        .as("convention: keys and values of 2 heads of the new token")
        .isCloseTo(3 * 2 * 2 * 16 * 2.0, ROUNDING);
  }

  /** 5 tokens that each pick 2 of 8 experts reach 8 (1 - (3/4)^5) = 6.1 of them. */
  @Test
  void touchedExpertsAreThoseExpectedUnderUniformRouting() {
    double touched = 8 * (1 - Math.pow(0.75, 5));
    double weights = touched * 3 * 64 * 32 + 64 * 8 + 64 * 1000;
    assertThat(decode(EXPERTS, 5, 0).weightBytes())
        .as("convention: 5 tokens reach 6.1 of 8 experts")
        .isCloseTo(2 * weights, ROUNDING);
    assertThat(decode(EXPERTS, 1, 0).weightBytes())
        .as("convention: one token reaches its two experts")
        .isCloseTo(2 * (2 * 3 * 64 * 32 + 64 * 8 + 64 * 1000.0), ROUNDING);
  }

  @Test
  void theHeadWorksOnOneRowOfEachSequence() {
    assertThat(decode(DENSE, 5, 0).flops(OperatorClass.HEAD))
        .as("convention: decode of 5 sequences")
        .isCloseTo(5 * 2.0 * 64 * 1000, ROUNDING);
    assertThat(prefill(DENSE, 5, 100).flops(OperatorClass.HEAD))
        .as("convention: prefill of 5 prompts of 100 tokens")
        .isCloseTo(5 * 2.0 * 64 * 1000, ROUNDING);
  }

  /** The embedding is stored, and a lookup moves no counted bytes. */
  @Test
  void everyParameterIsStoredAndTheEmbeddingIsNotRead() {
    Replica replica = aReplica(DENSE).build();
    double layers = 3 * 64 * 256;
    double norms = 64 + 64;
    assertThat(replica.weightBytes())
        .as("convention: layer, norms, embedding and head are stored")
        .isCloseTo(2 * (layers + norms + 2 * 64 * 1000.0), ROUNDING);
    assertThat(decode(DENSE, 1, 0).weightBytes())
        .as("convention: layer and head are read")
        .isCloseTo(2 * (layers + 64 * 1000.0), ROUNDING);
  }

  @Test
  void gigabytesAreDecimalAndLinksCountOneDirection() {
    assertThat(Quantity.parse("80 GB", Dimension.BYTES))
        .as("convention: GB is 10^9")
        .isEqualTo(80e9);
    assertThat(Quantity.parse("80 GiB", Dimension.BYTES))
        .as("convention: GiB is 2^30")
        .isEqualTo(80 * 1_073_741_824.0);
    Accelerator h100 = accelerator("h100-sxm");
    assertThat(h100.scaleUp().bytesPerSecond())
        .as("convention: NVLink is sold as 900 GB/s in both directions")
        .isEqualTo(450e9); // sold as 900 GB/s
    assertThat(h100.peak(Precision.FP8))
        .as("convention: FP8 is sold as 3,958 TFLOP/s with sparsity")
        .isEqualTo(1979e12); // sold as 3,958 with sparsity
  }

  @Test
  void theIntensityOfAPhaseIsAllFlopsOverAllBytes() {
    StepCost step = decode(DENSE, 5, 0);
    assertThat(step.operationalIntensity())
        .as("convention: FLOPs over bytes of the step")
        .isCloseTo(step.flops() / step.bytes(), ROUNDING);
    double bytes = 0;
    for (OperatorClass operatorClass : OperatorClass.values()) {
      bytes += step.bytes(operatorClass);
    }
    assertThat(bytes)
        .as("convention: bytes of all classes of operators")
        .isCloseTo(step.bytes(), ROUNDING);
  }
}
