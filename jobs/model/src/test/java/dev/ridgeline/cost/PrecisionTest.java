package dev.ridgeline.cost;

import static dev.ridgeline.testing.Plans.ROUNDING;
import static dev.ridgeline.testing.Plans.colocated;
import static dev.ridgeline.testing.ReplicaBuilder.aReplica;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ridgeline.workload.Request;
import org.junit.jupiter.api.Test;

/** Formats of weights, activations and arithmetic, by hand. */
class PrecisionTest {

  /**
   * Cell 5. Llama-3.1-8B with 4-bit weights (4.15625 bits with scales) on one A100: a quarter of
   * the weight bytes, the arithmetic still in bf16. Decode of 8 sequences with 4,096 cached tokens.
   */
  @Test
  void fourBitWeightsSaveBytesAndNotFlops() {
    StepCost step =
        colocated(
                aReplica("llama-3.1-8b").in("w4a16").on("a100-80g").build(),
                new Request(4096, 0, 1),
                8)
            .decodeCost();

    double layerWeights = 4096.0 * (4096 + 2 * 1024) + 4096.0 * 4096 + 3 * 4096.0 * 14336;
    double headWeights = 4096.0 * 128256; // stays at 16 bits
    assertThat(step.weightBytes())
        .as("cell 5: layers at 4.15625 bits a weight, the head at 16")
        .isCloseTo(32 * layerWeights * 4.15625 / 8 + headWeights * 2, ROUNDING);
    assertThat(step.flops())
        .as("cell 5: as many FLOPs as in bf16")
        .isCloseTo(8 * (32 * (2 * layerWeights + 4 * 4096 * 4097.0) + 2 * headWeights), ROUNDING);
    assertThat(step.seconds())
        .as("cell 5: all bytes at 2.039 TB/s")
        .isCloseTo(step.bytes() / 2.039e12, ROUNDING);
  }

  /**
   * Cell 6. FP8 on an A100, which has no FP8 units: bytes of 8 bits, arithmetic at the bf16 peak of
   * 312 TFLOP/s. Prefill of 4,096 tokens.
   */
  @Test
  void formatsWithoutUnitsComputeInTheNextWiderOne() {
    StepCost step =
        colocated(
                aReplica("llama-3.1-8b").in("fp8").on("a100-80g").build(),
                new Request(4096, 0, 1),
                1)
            .prefillCost();

    double layerWeights = 4096.0 * (4096 + 2 * 1024) + 4096.0 * 4096 + 3 * 4096.0 * 14336;
    double pairs = 4096.0 * 4097 / 2;
    double layers = 32 * (2 * 4096 * layerWeights + 4 * 4096 * pairs) / 312e12;
    double head =
        (2 * 4096.0 * 128256 + (4096.0 + 128256)) / 2.039e12; // 16-bit weights, 8-bit rows
    assertThat(step.seconds())
        .as("cell 6: layers at 312 TFLOP/s, the head at 2.039 TB/s")
        .isCloseTo(layers + head, ROUNDING);
  }
}
