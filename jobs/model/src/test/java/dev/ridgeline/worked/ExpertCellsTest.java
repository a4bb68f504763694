package dev.ridgeline.worked;

import static dev.ridgeline.worked.Plans.ROUNDING;
import static dev.ridgeline.worked.Plans.colocated;
import static dev.ridgeline.worked.Plans.ideal;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ridgeline.cost.StepCost;
import dev.ridgeline.deployment.ServingPlan;
import dev.ridgeline.operator.Sharding;
import dev.ridgeline.workload.Request;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Cells of models with experts and with latent attention, worked by hand. */
class ExpertCellsTest {

  /**
   * Cells 8 and 9. Mixtral 8x7B (8 experts, 2 a token): one token reads 2 of 8 experts; of 16
   * tokens, each misses an expert with probability 3/4, so {@code 1 - .75^16 = .98998} are read.
   */
  @ParameterizedTest
  @CsvSource({"1, 0.25", "16, 0.98997741"})
  void mixtralReadsTheExpertsThatSomeTokenReaches(int batch, double touched) {
    StepCost step =
        colocated(
                ideal("mixtral-8x7b", "bf16", "b200", new Sharding(1, 1)),
                new Request(1000, 0, 1),
                batch)
            .decodeCost();

    double attentionWeights = 4096.0 * (4096 + 2 * 1024) + 4096.0 * 4096; // 41,943,040
    double router = 4096.0 * 8;
    double expert = 3 * 4096.0 * 14336; // 176,160,768
    double head = 4096.0 * 32000;
    double read = 32 * (attentionWeights + router + touched * 8 * expert) + head;
    assertThat(step.weightBytes() / (2 * read)).isBetween(1 - 1e-7, 1 + 1e-7);
    // Arithmetic is that of the two experts of each token, whatever the batch.
    double active = 32 * (attentionWeights + router + 2 * expert) + head;
    assertThat(step.flops()).isCloseTo(batch * (2 * active + 32 * 4 * 4096 * 1001.0), ROUNDING);
  }

  /**
   * Cell 10. Qwen3-235B (64 heads, 4 KV heads) on eight: each accelerator has 8 query heads and a
   * whole KV head, so the cache is stored twice over.
   */
  @Test
  void keyValueHeadsFewerThanAcceleratorsAreCopied() {
    ServingPlan plan =
        colocated(
            ideal("qwen3-235b-a22b", "bf16", "b200", new Sharding(8, 1)),
            new Request(1000, 0, 24),
            2);

    // 94 layers x 2 x 1 head x 128 x 2 bytes on each of 8 accelerators, 1,024 tokens.
    assertThat(plan.stateFootprintBytes()).isCloseTo(8 * 94 * 512.0 * 1024, ROUNDING);
    // A qkv GEMM of 4096 x (8 x 128 + 2 x 128) instead of an eighth of 4096 x (8192 + 1024).
    double layer =
        4096.0 * (1024 + 256) // qkv
            + 1024.0 * 4096 // out
            + 4096.0 * 128 // router, on every accelerator
            + 128 * 3 * 4096.0 * 1536 / 8; // all experts, an eighth of each
    double vocabularyWide = 2 * 4096.0 * 151936 / 8;
    double norms = 94 * 2 * 4096.0 + 4096 + 24064; // and q and k norms, copied
    assertThat(plan.decodeReplica().weightBytes())
        .isCloseTo(2 * (94 * layer + vocabularyWide + norms), ROUNDING);
  }

  /**
   * Cell 11. DeepSeek-V3 (d 7168, 128 heads, rq 1536, rkv 512, dn 128, dr 64, dv 128; 3 dense
   * layers of f 18432, 58 with 256 experts of 2048, 8 a token, and one shared) in bf16 on eight
   * B200, decode of 32 sequences that have 4,095 tokens: the absorbed form.
   */
  @Test
  void deepSeekDecodeAttendsOverLatents() {
    StepCost step =
        colocated(
                ideal("deepseek-v3", "bf16", "b200", new Sharding(8, 1)),
                new Request(4095, 0, 1),
                32)
            .decodeCost();

    double heads = 16; // of 128, on one of 8
    double latent = 7168.0 * (1536 + 512 + 64); // copied to all
    double query = 1536 * heads * (128 + 64);
    double keyAbsorption = heads * 128 * 512;
    double valueAbsorption = heads * 512 * 128;
    double out = heads * 128 * 7168;
    double projections = latent + query + keyAbsorption + valueAbsorption + out;
    double corePerSequence = 2 * heads * ((512 + 64) + 512) * 4096;
    double dense = 3 * 7168.0 * 18432 / 8;
    double router = 7168.0 * 256;
    double shared = 3 * 7168.0 * 2048 / 8;
    double expertsOfOneToken = 8 * 3 * 7168.0 * 2048 / 8;
    double head = 7168.0 * 129280 / 8;
    double flopsOfOne =
        61 * (2 * projections + corePerSequence)
            + 3 * 2 * dense
            + 58 * 2 * (router + shared + expertsOfOneToken)
            + 2 * head;
    assertThat(step.flops()).isCloseTo(32 * flopsOfOne, ROUNDING);
    // (512 + 64) x 2 bytes a token and layer on every accelerator: 70,272 bytes over 61 layers.
    assertThat(step.stateReadBytes()).isCloseTo(32 * 4096 * 70_272.0, ROUNDING);
    double touched = 1 - Math.pow(1 - 8.0 / 256, 32);
    double allExperts = 256 * 3 * 7168.0 * 2048 / 8;
    assertThat(step.weightBytes())
        .isCloseTo(
            2
                * (61 * projections
                    + 3 * dense
                    + 58 * (router + shared + touched * allExperts)
                    + head),
            ROUNDING);
  }

  /**
   * Cell 12. The same model, prefill of 1,000 new tokens on 3,000 cached ones: the latents of all
   * 4,000 are expanded to keys and values of every head.
   */
  @Test
  void deepSeekPrefillExpandsCachedAndNewLatents() {
    StepCost step =
        colocated(
                ideal("deepseek-v3", "bf16", "b200", new Sharding(8, 1)),
                new Request(4000, 3000, 1),
                1)
            .prefillCost();

    double heads = 16;
    double perToken = 7168.0 * (1536 + 512 + 64) + 1536 * heads * (128 + 64) + heads * 128 * 7168;
    double expansion = 512 * heads * (128 + 128);
    double pairs = 1000.0 * 3000 + 1000.0 * 1001 / 2;
    double core = 2 * heads * ((128 + 64) + 128) * pairs;
    double dense = 3 * 7168.0 * 18432 / 8;
    double moe = 7168.0 * 256 + 3 * 7168.0 * 2048 / 8 + 8 * 3 * 7168.0 * 2048 / 8;
    double flops =
        61 * (2 * 1000 * perToken + 2 * 4000 * expansion + core)
            + 2 * 1000 * (3 * dense + 58 * moe)
            + 2 * 7168.0 * 129280 / 8;
    assertThat(step.flops()).isCloseTo(flops, ROUNDING);
    assertThat(step.stateReadBytes()).isCloseTo(4000 * 70_272.0, ROUNDING);
    assertThat(step.stateWriteBytes()).isCloseTo(1000 * 70_272.0, ROUNDING);
  }

  /**
   * Cell 13. DeepSeek-V3 in fp8 with data-parallel attention: tp 1, ep 8. Each accelerator has the
   * whole attention and 8 of the 64 sequences, 32 of the 256 experts whole, and tokens travel to
   * their experts.
   */
  @Test
  void dataParallelAttentionWithExpertsDealtOut() {
    ServingPlan plan =
        colocated(
            ideal("deepseek-v3", "fp8", "b200", new Sharding(1, 8)), new Request(4095, 0, 1), 64);
    StepCost step = plan.decodeCost();

    // State of 8 sequences, 1 byte an element.
    assertThat(step.stateReadBytes()).isCloseTo(8 * 4096 * 35_136.0, ROUNDING);
    double projections =
        7168.0 * 2112 + 1536.0 * 128 * 192 + 2 * 128 * 128.0 * 512 + 128 * 128.0 * 7168;
    double perSequence =
        61 * (2 * projections + 2 * 128 * 1088.0 * 4096)
            + 2 * (3 * 3 * 7168.0 * 18432 + 58 * (7168.0 * 256 + 3 * 7168.0 * 2048))
            + 2 * 7168.0 * 129280;
    // 64 tokens x 8 experts / 8 accelerators = 64 rows here.
    double experts = 58 * 64 * 2 * 3 * 7168.0 * 2048;
    assertThat(step.flops()).isCloseTo(8 * perSequence + experts, ROUNDING);
    // The 8 experts of a token lie on 8 (1 - (7/8)^8) = 5.25 of the accelerators, 7/8 of them
    // others.
    // Each gets 7,168 elements of each of 8 own tokens, at 1 byte there and 2 back, at 900 GB/s.
    double reached = 8 * (1 - Math.pow(7 / 8.0, 8)) * 7 / 8;
    assertThat(step.communicationSeconds())
        .isCloseTo(58 * 8 * reached * 7168.0 * (1 + 2) / 900e9, ROUNDING);
  }
}
