package dev.ridgeline.operator;

import static dev.ridgeline.testing.Plans.ROUNDING;
import static dev.ridgeline.testing.Plans.colocated;
import static dev.ridgeline.testing.ReplicaBuilder.aReplica;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ridgeline.cost.StepCost;
import dev.ridgeline.deployment.Replica;
import dev.ridgeline.deployment.ServingPlan;
import dev.ridgeline.workload.Request;
import org.junit.jupiter.api.Test;

/** Experts dealt out over accelerators, and tokens that travel to them, by hand. */
class ExpertParallelismTest {

  /**
   * Cell 13. DeepSeek-V3 in fp8 with data-parallel attention: tp 1, ep 8. Each accelerator has the
   * whole attention and 8 of the 64 sequences, 32 of the 256 experts whole, and tokens travel to
   * their experts.
   */
  @Test
  void dataParallelAttentionWithExpertsDealtOut() {
    ServingPlan plan =
        colocated(
            aReplica("deepseek-v3").in("fp8").on("b200").ep(8).build(),
            new Request(4095, 0, 1),
            64);
    StepCost step = plan.decodeCost();

    // State of 8 sequences, 1 byte an element.
    assertThat(step.stateReadBytes())
        .as("cell 13: 8 sequences of 4,096 tokens of 35,136 bytes")
        .isCloseTo(8 * 4096 * 35_136.0, ROUNDING);
    double projections =
        7168.0 * 2112 + 1536.0 * 128 * 192 + 2 * 128 * 128.0 * 512 + 128 * 128.0 * 7168;
    double perSequence =
        61 * (2 * projections + 2 * 128 * 1088.0 * 4096)
            + 2 * (3 * 3 * 7168.0 * 18432 + 58 * (7168.0 * 256 + 3 * 7168.0 * 2048))
            + 2 * 7168.0 * 129280;
    // 64 tokens x 8 experts / 8 accelerators = 64 rows here.
    double experts = 58 * 64 * 2 * 3 * 7168.0 * 2048;
    assertThat(step.flops())
        .as("cell 13: FLOPs of 8 sequences, and of 64 rows at the experts")
        .isCloseTo(8 * perSequence + experts, ROUNDING);
    // The 8 experts of a token lie on 8 (1 - (7/8)^8) = 5.25 of the accelerators, 7/8 of them
    // others.
    // Each gets 7,168 elements of each of 8 own tokens, at 1 byte there and 2 back, at 900 GB/s.
    double reached = 8 * (1 - Math.pow(7 / 8.0, 8)) * 7 / 8;
    assertThat(step.communicationSeconds())
        .as("cell 13: 7,168 x 8 tokens, 1 byte there and 2 back, to 5.25 x 7/8 at 900 GB/s")
        .isCloseTo(58 * 8 * reached * 7168.0 * (1 + 2) / 900e9, ROUNDING);
  }

  /**
   * Cell 47. Mixtral 8x7B (8 experts, 2 a token) with tp 8 and ep 2 on eight B200, decode of 16
   * sequences: an accelerator has 4 experts, a quarter of the columns of each, and computes half of
   * the 32 rows. Each tp-th of a token travels to the 4 slices of 1.5 groups of experts, half of
   * them here.
   */
  @Test
  void expertsAreSlicedWhereThereIsMoreTensorParallelism() {
    Replica replica = aReplica("mixtral-8x7b").on("b200").tp(8).ep(2).build();
    StepCost step = colocated(replica, new Request(1000, 0, 1), 16).decodeCost();

    double router = 4096 * 8;
    double slice = 3 * 4096.0 * 14_336 / 4;
    assertThat(step.flops(OperatorClass.FFN))
        .as("cell 47: routers of 16 tokens, and 16 rows of a quarter of an expert")
        .isCloseTo(32 * (2 * 16 * router + 2 * 16 * slice), ROUNDING);
    double attention = 4096 * (4096 + 2 * 1024) / 8.0 + 4096 * 4096 / 8.0;
    double vocabularyWide = 2 * 4096 * 32_000 / 8.0;
    double norms = 32 * 2 * 4096 + 4096;
    assertThat(replica.weightBytes())
        .as("cell 47: 4 slices, an eighth of attention, routers and norms copied, 2 bytes each")
        .isCloseTo(2 * (32 * (attention + router + 4 * slice) + vocabularyWide + norms), ROUNDING);
    double allReduce = 2 * 7 / 8.0 * 16 * 4096 * 2;
    double deal = 2 * (1 - 0.25) / 2 * 16 * (4096 * 4 / 8) * 2;
    assertThat(step.communicationSeconds())
        .as("cell 47: one all-reduce, dispatch and combine a layer at 900 GB/s")
        .isCloseTo(32 * (allReduce + 2 * deal) / 900e9, ROUNDING);
  }
}
