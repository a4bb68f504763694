package dev.ridgeline.operator;

import static dev.ridgeline.testing.ModelBuilder.aModel;
import static dev.ridgeline.testing.Plans.ROUNDING;
import static dev.ridgeline.testing.Plans.colocated;
import static dev.ridgeline.testing.ReplicaBuilder.aReplica;
import static dev.ridgeline.testing.Steps.step;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ridgeline.catalog.Attention;
import dev.ridgeline.catalog.Model;
import dev.ridgeline.catalog.Window;
import dev.ridgeline.cost.StepCost;
import dev.ridgeline.workload.Request;
import org.junit.jupiter.api.Test;

/** Multi-head and grouped-query attention in dense models: weights, FLOPs and state, by hand. */
class GroupedQueryAttentionTest {

  /**
   * Cell 1. Llama-2-70B (d 8192, 64 heads of 128, 8 KV heads, f 28672, 80 layers, V 32000) in bf16
   * on one H100, decode of one sequence that has 1,000 tokens cached.
   */
  @Test
  void llama2DecodeOfOneSequence() {
    StepCost step =
        colocated(aReplica("llama-2-70b").on("h100-sxm").build(), new Request(1000, 0, 1), 1)
            .decodeCost();

    double qkvWeights = 8192.0 * (8192 + 2 * 1024); //  83,886,080
    double outWeights = 8192.0 * 8192; //               67,108,864
    double upWeights = 8192.0 * (2 * 28672); //        469,762,048
    double downWeights = 28672.0 * 8192; //            234,881,024
    double layerWeights = qkvWeights + outWeights + upWeights + downWeights; // 855,638,016
    double headWeights = 8192.0 * 32000; //            262,144,000
    double attention = 4.0 * 64 * 128 * 1001; // the 1,001 keys it sees: 32,800,768

    assertThat(step.flops())
        .as("cell 1: FLOPs of 80 layers and the head")
        .isCloseTo(80 * (2 * layerWeights + attention) + 2 * headWeights, ROUNDING);
    assertThat(step.weightBytes())
        .as("cell 1: 80 layers and the head at 2 bytes a weight")
        .isCloseTo(2 * (80 * layerWeights + headWeights), ROUNDING);
    // 2 (K, V) x 8 heads x 128 x 2 bytes = 4,096 bytes a token and layer.
    assertThat(step.stateReadBytes())
        .as("cell 1: 1,001 tokens of 4,096 bytes in each of 80 layers")
        .isCloseTo(80 * 1001 * 4096.0, ROUNDING);
    assertThat(step.stateWriteBytes())
        .as("cell 1: the new token, 4,096 bytes in each of 80 layers")
        .isCloseTo(80 * 4096.0, ROUNDING);
    // qkv reads d, writes Q; attention reads Q, writes d; out d, d; up d, 2f; down f, d; 2 bytes.
    double layerActivations =
        (8192 + 8192) + (8192 + 8192) + (8192 + 8192) + (8192 + 57344) + (28672 + 8192);
    assertThat(step.activationBytes())
        .as("cell 1: rows that GEMMs and attention read and write")
        .isCloseTo(2 * (80 * layerActivations + 8192 + 32000), ROUNDING);

    // Every operator is bound by memory: the step takes its bytes at 3.35 TB/s.
    assertThat(step.seconds())
        .as("cell 1: all bytes at 3.35 TB/s")
        .isCloseTo(step.bytes() / 3.35e12, ROUNDING);
    assertThat(step.memoryBoundSeconds())
        .as("cell 1: memory bounds all of the step")
        .isEqualTo(step.seconds());
    // 4 x 64 x 128 x 1001 FLOPs over 1001 x 4096 + 32,768 bytes: about the 8 queries that share a
    // key-value head.
    assertThat(step.operationalIntensity(OperatorClass.ATTENTION))
        .as("cell 1: about the 8 queries that share a key-value head")
        .isCloseTo(32_800_768.0 / (1001 * 4096 + 2 * 16384), ROUNDING);
  }

  /**
   * Cell 2. Llama-3.1-8B (d 4096, 32 heads of 128, 8 KV heads, f 14336, 32 layers, V 128256) in
   * bf16 on one H100, prefill of one prompt of 2,048 tokens, nothing cached.
   */
  @Test
  void llama3PrefillOfAWholePrompt() {
    StepCost step =
        colocated(aReplica("llama-3.1-8b").on("h100-sxm").build(), new Request(2048, 0, 1), 1)
            .prefillCost();

    double layerWeights =
        4096.0 * (4096 + 2 * 1024) + 4096.0 * 4096 + 3 * 4096.0 * 14336; // 218,103,808
    double headWeights = 4096.0 * 128256; // one row for the last token of the prompt
    double pairs = 2048.0 * 2049 / 2; // 2,098,176 under the causal mask
    double attention = 4 * 4096 * pairs;
    double flops = 32 * (2 * 2048 * layerWeights + attention) + 2 * headWeights;

    assertThat(step.flops())
        .as("cell 2: FLOPs of 2,048 tokens, and the head for one row")
        .isCloseTo(flops, ROUNDING);
    assertThat(step.stateReadBytes())
        .as("cell 2: state of 2,048 tokens in 32 layers")
        .isCloseTo(32 * 2048 * 4096.0, ROUNDING);
    // All layers are bound by arithmetic at 989.5 TFLOP/s; the head reads its weights for one row.
    double headSeconds = (2 * headWeights + 2 * (4096.0 + 128256)) / 3.35e12;
    double layerSeconds = 32 * (2 * 2048 * layerWeights + attention) / 989.5e12;
    assertThat(step.seconds())
        .as("cell 2: layers at 989.5 TFLOP/s, the head at 3.35 TB/s")
        .isCloseTo(layerSeconds + headSeconds, ROUNDING);
  }

  /**
   * Cell 3. The same prompt with 1,536 of its tokens cached: 512 new ones see all of them, those
   * before and themselves.
   */
  @Test
  void llama3PrefillOnTopOfACachedPrefix() {
    StepCost step =
        colocated(aReplica("llama-3.1-8b").on("h100-sxm").build(), new Request(2048, 1536, 1), 1)
            .prefillCost();

    double pairs = 512.0 * 1536 + 512.0 * 513 / 2; // 786,432 + 131,328
    double layerWeights = 4096.0 * (4096 + 2 * 1024) + 4096.0 * 4096 + 3 * 4096.0 * 14336;
    assertThat(step.flops())
        .as("cell 3: FLOPs of 512 tokens that see 917,760 pairs")
        .isCloseTo(
            32 * (2 * 512 * layerWeights + 4 * 4096 * pairs) + 2 * 4096.0 * 128256, ROUNDING);
    assertThat(step.stateReadBytes())
        .as("cell 3: state of all 2,048 tokens is read")
        .isCloseTo(32 * 2048 * 4096.0, ROUNDING);
    assertThat(step.stateWriteBytes())
        .as("cell 3: state of 512 new tokens is written")
        .isCloseTo(32 * 512 * 4096.0, ROUNDING);
  }

  /** Cell 29. An output gate is as wide as the output, and read from the same input. */
  @Test
  void anOutputGateWidensTheFirstProjection() {
    Model gated =
        aModel()
            .hidden(2048)
            .attention(1, new Attention.GroupedQuery(16, 2, 256, Window.FULL, true))
            .build();
    StepCost step = step(gated, "bf16", Phase.DECODE, StepShape.of(1, 1, 10));
    assertThat(step.flops(OperatorClass.PROJECTION))
        .as("cell 29: 16 query, 16 gate and 2 x 2 key-value heads, and the output")
        .isCloseTo(2 * 2048.0 * 256 * (16 + 16 + 2 * 2 + 16), ROUNDING);
  }
}
