package dev.ridgeline.operator;

import static dev.ridgeline.testing.Plans.ROUNDING;
import static dev.ridgeline.testing.Plans.colocated;
import static dev.ridgeline.testing.ReplicaBuilder.aReplica;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ridgeline.catalog.Attention;
import dev.ridgeline.cost.StepCost;
import dev.ridgeline.deployment.ServingPlan;
import dev.ridgeline.testing.Samples;
import dev.ridgeline.testing.Samples.Sample;
import dev.ridgeline.workload.Request;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Layers split over accelerators: what is divided, what is copied, what is sent. */
class TensorParallelismTest {

  static Stream<Sample> samples() {
    return Samples.samples();
  }

  /**
   * Cell 4. GPT-3 (d 12288, 96 heads of 128 and as many KV heads, f 49152 without a gate, 96
   * layers, V 50257, tied head) in bf16 on eight A100, decode of 4 sequences of 1,500 tokens.
   */
  @Test
  void gpt3DecodeSplitOverEight() {
    var plan =
        colocated(
            aReplica("gpt-3-175b").on("a100-80g").tp(8).build(), new Request(1500, 0, 101), 4);
    StepCost step = plan.decodeCost();

    // On one of 8: 12 heads, f / 8 = 6,144.
    double layerWeights = 12288.0 * 3 * 1536 + 1536.0 * 12288 + 2 * 12288.0 * 6144; // 226,492,416
    double headWeights = 12288.0 * 50257 / 8;
    double context = 1500 + 50 + 1; // the mean decode step finds 1,550 tokens and adds one
    assertThat(step.flops())
        .as("cell 4: FLOPs of an eighth of 96 layers and the head")
        .isCloseTo(
            96 * (2 * 4 * layerWeights + 4 * 1536 * 4 * context) + 2 * 4 * headWeights, ROUNDING);
    assertThat(step.weightBytes())
        .as("cell 4: weights of an eighth of 96 layers and the head")
        .isCloseTo(2 * (96 * layerWeights + headWeights), ROUNDING);
    // 2 x 12 heads x 128 x 2 bytes = 6,144 bytes a token, layer and accelerator.
    assertThat(step.stateReadBytes())
        .as("cell 4: 6,144 bytes a token, layer and accelerator")
        .isCloseTo(96 * 4 * context * 6144, ROUNDING);
    // Two all-reduces a layer: each sends 2 x 7/8 of 4 rows x 12,288 x 2 bytes at 300 GB/s.
    assertThat(step.communicationSeconds())
        .as("cell 4: two all-reduces a layer, 2 x 7/8 of 4 x 12,288 x 2 bytes at 300 GB/s")
        .isCloseTo(96 * 2 * (1.75 * 4 * 12288 * 2) / 300e9, ROUNDING);
    // KV of one request over all accelerators at its end, 1,601 tokens of 4,718,592 bytes.
    assertThat(plan.stateFootprintBytes())
        .as("cell 4: 1,601 tokens of 4,718,592 bytes over all accelerators")
        .isCloseTo(1601 * 4_718_592.0, ROUNDING);
  }

  /**
   * Cell 10. Qwen3-235B (64 heads, 4 KV heads) on eight: each accelerator has 8 query heads and a
   * whole KV head, so the cache is stored twice over.
   */
  @Test
  void keyValueHeadsFewerThanAcceleratorsAreCopied() {
    ServingPlan plan =
        colocated(
            aReplica("qwen3-235b-a22b").on("b200").tp(8).build(), new Request(1000, 0, 24), 2);

    // 94 layers x 2 x 1 head x 128 x 2 bytes on each of 8 accelerators, 1,024 tokens.
    assertThat(plan.stateFootprintBytes())
        .as("cell 10: a whole KV head on each of 8 accelerators, 1,024 tokens")
        .isCloseTo(8 * 94 * 512.0 * 1024, ROUNDING);
    // A qkv GEMM of 4096 x (8 x 128 + 2 x 128) instead of an eighth of 4096 x (8192 + 1024).
    double layer =
        4096.0 * (1024 + 256) // qkv
            + 1024.0 * 4096 // out
            + 4096.0 * 128 // router, on every accelerator
            + 128 * 3 * 4096.0 * 1536 / 8; // all experts, an eighth of each
    double vocabularyWide = 2 * 4096.0 * 151936 / 8;
    double norms = 94 * 2 * 4096.0 + 4096 + 24064; // and q and k norms, copied
    assertThat(plan.decodeReplica().weightBytes())
        .as("cell 10: an eighth of the weights; routers, norms and KV heads are copied")
        .isCloseTo(2 * (94 * layer + vocabularyWide + norms), ROUNDING);
  }

  /** Where no KV head, latent or router is copied, splitting a model adds no arithmetic. */
  @ParameterizedTest
  @MethodSource("samples")
  void splittingADenseModelConservesItsFlops(Sample sample) {
    Sharding eight = new Sharding(8, 1);
    boolean copies =
        sample.model().layers().stream()
            .anyMatch(
                group ->
                    group.attention() instanceof Attention.GroupedQuery gqa && gqa.kvHeads() < 8);
    if (sample.model().hasExperts() || copies || eight.objection(sample.model()).isPresent()) {
      return;
    }
    Sample whole = sample.laidOutBy(new Sharding(1, 1));
    Sample split = sample.laidOutBy(eight);
    assertThat(8 * split.plan().decodeCost().flops())
        .as("law: FLOPs of decode")
        .isCloseTo(whole.plan().decodeCost().flops(), Samples.ROUNDING);
    assertThat(8 * split.plan().prefillCost().flops())
        .as("law: FLOPs of prefill")
        .isCloseTo(whole.plan().prefillCost().flops(), Samples.ROUNDING);
    assertThat(8 * split.plan().decodeCost().weightBytes())
        .as("law: weights that decode reads")
        .isCloseTo(whole.plan().decodeCost().weightBytes(), Samples.ROUNDING);
  }
}
