package dev.ridgeline.deployment;

import static dev.ridgeline.testing.DrafterBuilder.aDrafterOf;
import static dev.ridgeline.testing.Plans.ROUNDING;
import static dev.ridgeline.testing.Plans.colocated;
import static dev.ridgeline.testing.Plans.model;
import static dev.ridgeline.testing.Plans.quantization;
import static dev.ridgeline.testing.ReplicaBuilder.aReplica;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ridgeline.catalog.Attention;
import dev.ridgeline.catalog.Drafter;
import dev.ridgeline.catalog.FeedForward;
import dev.ridgeline.catalog.Window;
import dev.ridgeline.operator.Operator;
import dev.ridgeline.operator.Phase;
import dev.ridgeline.operator.Sharding;
import dev.ridgeline.operator.StepGraph;
import dev.ridgeline.operator.StepShape;
import dev.ridgeline.testing.DrafterBuilder;
import dev.ridgeline.workload.Request;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;

/** Tokens that are drafted cheaply and verified in one step, by hand. */
class SpeculationTest {

  /**
   * Cell 37. Llama-3.1-8B with a drafter of one such layer that fuses three hidden vectors and has
   * a head of 32,000: three drafts, of which a step yields 2.5 tokens. The step verifies 4 tokens
   * of each sequence, after three steps of the drafter.
   */
  @Test
  void aStepVerifiesWhatWasDrafted() {
    Drafter drafter = oneLayer().headVocabulary(32_000).accepts(3, 2.5).build();
    Replica replica = aReplica("llama-3.1-8b").drafting(drafter, 3).build();
    Request request = new Request(4096, 1024, 256);
    ServingPlan plan = colocated(replica, request, 8);

    double ofLayer = 4096.0 * (4096 * 2 + 2048) + 3 * 4096.0 * 14_336;
    double draftWeights = 2 * (3 * 4096.0 * 4096 + ofLayer + 32_000 * 4096.0);
    double weights = 16_060_522_496.0 - 128_256 * 4096 * 2.0 - 65 * 4096 * 2;
    assertThat(plan.decodeCost().weightBytes())
        .as("cell 37: weights once, and those of the drafter three times")
        .isCloseTo(weights + 3 * draftWeights, ROUNDING);
    // 4 x 8 tokens pass the model, 3 x 8 the drafter; they see 4,223.5 cached tokens on average.
    double c = 4096 + 127.5;
    double pairs = 8 * (4 * c + 4 * 5 / 2.0);
    double flops =
        8 * 4 * weights + 32 * 4 * 4096 * pairs + 3 * (8 * draftWeights + 4 * 4096 * 8 * (c + 1));
    assertThat(plan.decodeCost().flops())
        .as("cell 37: 4 tokens of 8 sequences pass the model, 3 the drafter")
        .isCloseTo(flops, ROUNDING);
    assertThat(plan.tpotSeconds() - plan.interferenceSeconds())
        .as("cell 37: 2.5 tokens a step")
        .isCloseTo(plan.decodeCost().seconds() / 2.5, ROUNDING);
    // A 33rd layer keeps state too.
    assertThat(replica.stateBytes(100))
        .as("cell 37: 33 layers keep state")
        .isCloseTo(100 * 33 * 4096.0, ROUNDING);
  }

  /**
   * Cell 80. The fusion is one product of a row of 3 x 4,096 with a matrix of 4,096 columns, copied
   * to each of 8 accelerators and summed by no all-reduce: only the layer has two of those.
   */
  @Test
  void theFusionIsOneOperator() {
    Drafter drafter = oneLayer().headVocabulary(32_000).accepts(3, 2.5).build();
    StepGraph graph =
        StepGraph.of(
            drafter.asModel(model("llama-3.1-8b")),
            quantization("bf16"),
            new Sharding(8, 1),
            Phase.DECODE);

    Operator fusion = graph.operators().get(0);
    StepShape five = StepShape.of(5, 1, 100);
    assertThat(fusion.name()).isEqualTo("fusion");
    assertThat(fusion.flops().at(five)).as("cell 80").isEqualTo(5 * 2 * 3 * 4096.0 * 4096);
    assertThat(fusion.weightBytes()).as("cell 80").isEqualTo(2 * 3 * 4096.0 * 4096);
    assertThat(fusion.activationBytes().at(five))
        .as("cell 80: three vectors in and one out, 2 bytes an element")
        .isEqualTo(5 * 4 * 4096 * 2.0);
    assertThat(graph.collectives()).as("cell 80").hasSize(2);
  }

  /** A layer like those of Llama-3.1-8B that fuses three of its hidden vectors. */
  private static DrafterBuilder oneLayer() {
    return aDrafterOf("llama-3.1-8b")
        .fusedInputs(3)
        .layer(
            new Attention.GroupedQuery(32, 8, 128, Window.FULL, false),
            new FeedForward.Dense(14_336, true));
  }

  /**
   * Cell 58. A drafter that uses the head of its model reads it for every draft and stores no
   * other; a head of 32,000 columns is 32,000 x 4,096 x 2 bytes, read and stored.
   */
  @Test
  void aSharedHeadIsReadForEveryDraftAndStoredOnce() {
    Drafter ofItsOwn = oneLayer().headVocabulary(32_000).accepts(2, 2).build();
    Drafter shared = oneLayer().accepts(2, 2).build();
    Replica apart = aReplica("llama-3.1-8b").drafting(ofItsOwn, 2).build();
    Replica together = aReplica("llama-3.1-8b").drafting(shared, 2).build();
    Request request = new Request(4096, 1024, 256);

    assertThat(apart.weightBytes() - together.weightBytes())
        .as("cell 58: a head of 32,000 columns")
        .isCloseTo(32_000 * 4096 * 2.0, Percentage.withPercentage(1e-6));
    assertThat(
            colocated(together, request, 8).decodeCost().weightBytes()
                - colocated(apart, request, 8).decodeCost().weightBytes())
        .as("cell 58: 96,256 columns more, twice a step")
        .isCloseTo(2 * (128_256 - 32_000) * 4096 * 2.0, Percentage.withPercentage(1e-6));
  }
}
