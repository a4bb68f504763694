package dev.ridgeline.operator;

import static dev.ridgeline.testing.Plans.ROUNDING;
import static dev.ridgeline.testing.Plans.colocated;
import static dev.ridgeline.testing.ReplicaBuilder.aReplica;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ridgeline.cost.StepCost;
import dev.ridgeline.workload.Request;
import org.junit.jupiter.api.Test;

/** Latent attention, absorbed in decode and expanded in prefill, by hand. */
class LatentAttentionTest {

  /**
   * Cell 11. DeepSeek-V3 (d 7168, 128 heads, rq 1536, rkv 512, dn 128, dr 64, dv 128; 3 dense
   * layers of f 18432, 58 with 256 experts of 2048, 8 a token, and one shared) in bf16 on eight
   * B200, decode of 32 sequences that have 4,095 tokens: the absorbed form.
   */
  @Test
  void deepSeekDecodeAttendsOverLatents() {
    StepCost step =
        colocated(aReplica("deepseek-v3").on("b200").tp(8).build(), new Request(4095, 0, 1), 32)
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
    assertThat(step.flops())
        .as("cell 11: FLOPs of 16 of 128 heads over latents, and an eighth of each expert")
        .isCloseTo(32 * flopsOfOne, ROUNDING);
    // (512 + 64) x 2 bytes a token and layer on every accelerator: 70,272 bytes over 61 layers.
    assertThat(step.stateReadBytes())
        .as("cell 11: 70,272 bytes a token over 61 layers")
        .isCloseTo(32 * 4096 * 70_272.0, ROUNDING);
    double touched = 1 - Math.pow(1 - 8.0 / 256, 32);
    double allExperts = 256 * 3 * 7168.0 * 2048 / 8;
    assertThat(step.weightBytes())
        .as("cell 11: weights, with .638 of the experts")
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
        colocated(aReplica("deepseek-v3").on("b200").tp(8).build(), new Request(4000, 3000, 1), 1)
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
    assertThat(step.flops())
        .as("cell 12: FLOPs, with the latents of all 4,000 tokens expanded")
        .isCloseTo(flops, ROUNDING);
    assertThat(step.stateReadBytes())
        .as("cell 12: 70,272 bytes of each of 4,000 tokens are read")
        .isCloseTo(4000 * 70_272.0, ROUNDING);
    assertThat(step.stateWriteBytes())
        .as("cell 12: 70,272 bytes of each of 1,000 new tokens are written")
        .isCloseTo(1000 * 70_272.0, ROUNDING);
  }
}
