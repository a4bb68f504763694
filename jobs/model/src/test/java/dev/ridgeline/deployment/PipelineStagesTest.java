package dev.ridgeline.deployment;

import static dev.ridgeline.testing.Plans.ROUNDING;
import static dev.ridgeline.testing.Plans.colocated;
import static dev.ridgeline.testing.Plans.model;
import static dev.ridgeline.testing.ReplicaBuilder.aReplica;
import static dev.ridgeline.testing.Samples.SLACK;
import static dev.ridgeline.testing.ShardingBuilder.tp;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ridgeline.cost.StepCost;
import dev.ridgeline.operator.Sharding;
import dev.ridgeline.testing.Samples;
import dev.ridgeline.testing.Samples.Sample;
import dev.ridgeline.workload.Request;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Layers dealt to stages, and micro-batches that pass them. */
class PipelineStagesTest {

  static Stream<Sample> samples() {
    return Samples.samples();
  }

  /**
   * Cell 32. Llama-3.1-8B in four pipeline stages, 16 sequences: four micro-batches of 4 go round.
   * While one of them passes all stages every accelerator has run its 8 layers four times, which
   * takes as long as 32 layers for 4 sequences on one accelerator, plus 3 hops of 4 x 4,096 x 2
   * bytes at 450 GB/s.
   */
  @Test
  void stagesWorkOnMicroBatches() {
    Request request = new Request(4096, 1024, 256);
    Replica stages = aReplica("llama-3.1-8b").on("h100-sxm").pp(4).build();
    Replica whole = aReplica("llama-3.1-8b").on("h100-sxm").build();
    ServingPlan plan = colocated(stages, request, 16);
    ServingPlan ofFour = colocated(whole, request, 4);

    double hops = 3 * 4 * 4096 * 2 / 450e9;
    assertThat(plan.decodeCost().communicationSeconds())
        .as("cell 32: hops of 3 x 4 x 4,096 x 2 bytes at 450 GB/s")
        .isCloseTo(hops, ROUNDING);
    assertThat(plan.decodeStepSeconds())
        .as("cell 32: 32 layers for 4 sequences, and the hops")
        .isCloseTo(ofFour.decodeStepSeconds() + hops, ROUNDING);
    assertThat(stages.accelerators()).as("cell 32: one accelerator a stage").isEqualTo(4);

    // A quarter of the layers and norms, and the embedding or the head, 128,256 x 4,096 x 2 bytes.
    double vocabularyWide = 128_256 * 4096 * 2.0;
    double inLayers = 16_060_522_496.0 - 2 * vocabularyWide;
    assertThat(stages.weightBytes())
        .as("cell 32: a quarter of the layers, and the embedding or the head")
        .isCloseTo(inLayers / 4 + vocabularyWide, ROUNDING);
    assertThat(stages.stateBytes(1000))
        .as("cell 32: a quarter of 131,072 bytes a token")
        .isCloseTo(1000 * 131_072 / 4.0, ROUNDING);

    // A prompt replaces a finished sequence; four such steps are in the pipeline.
    assertThat(plan.prefillBatch())
        .as("cell 32: a prompt in each of four steps in flight")
        .isEqualTo(4);
    assertThat(plan.ttftSeconds())
        .as("cell 32: the first prompt is done when its step is")
        .isCloseTo(plan.prefillCost().seconds(), ROUNDING);
  }

  /** Cell 77. 32 layers in stages of 8 and 24 by choice: the second sets memory and time. */
  @Test
  void stagesMayHaveLayersOfChoice() {
    Replica chosen = aReplica("llama-3.1-8b").sharded(tp(1).pp(2).layers(8, 24)).build();
    StepCost cost = colocated(chosen, new Request(4096, 1024, 256), 10).decodeCost();
    double busy = cost.seconds() - cost.stageWaitSeconds();

    assertThat(cost.seconds())
        .as("cell 77: two stages as slow as the one of 24 layers")
        .isCloseTo(busy * 24 * 2 / 32.0, ROUNDING);
    assertThat(chosen.stateBytes(1000))
        .as("cell 77: 24 of 32 layers keep state")
        .isCloseTo(1000 * 131_072 * 0.75, ROUNDING);
    double vocabularyWide = 128_256 * 4096 * 2.0;
    assertThat(chosen.weightBytes())
        .as("cell 77: 24 of 32 layers, and the embedding or the head")
        .isCloseTo((16_060_522_496.0 - 2 * vocabularyWide) * 24 / 32 + vocabularyWide, ROUNDING);
    assertThat(tp(1).pp(2).layers(8, 23).build().objection(model("llama-3.1-8b")))
        .contains("stages of 8-23 layers of a model with 32");
    assertThatThrownBy(() -> tp(1).pp(3).layers(8, 24).build())
        .hasMessageContaining("layers has 2 numbers. Allowed: one for each stage of pp, 3.");
  }

  /** Cell 33. 32 layers in 5 stages: the fullest has 7, and all others wait for it. */
  @Test
  void unevenStagesWaitForTheFullest() {
    Replica uneven = aReplica("llama-3.1-8b").on("h100-sxm").pp(5).build();
    StepCost cost = colocated(uneven, new Request(4096, 1024, 256), 10).decodeCost();
    double busy = cost.seconds() - cost.stageWaitSeconds();
    assertThat(cost.seconds())
        .as("cell 33: five stages as slow as the one of 7 layers")
        .isCloseTo(busy * 7 * 5 / 32.0, ROUNDING);
    assertThat(uneven.stateBytes(1000))
        .as("cell 33: 7 of 32 layers keep state")
        .isCloseTo(1000 * 131_072 * 7 / 32.0, ROUNDING);
  }

  /** More stages hold more, and a micro-batch of the same size never takes less time. */
  @ParameterizedTest
  @MethodSource("samples")
  void stagesShareWeightsAndStateAndAddHops(Sample sample) {
    Sharding flat = sample.sharding();
    Sharding deep = new Sharding(flat.tp(), flat.ep(), 4);
    Replica stages = sample.laidOutBy(deep).replica();
    Replica whole = sample.replica();
    ServingPlan ofStages = sample.plan(stages, 4 * sample.batch());
    ServingPlan ofWhole = sample.plan(whole, sample.batch());
    assertThat(stages.weightBytes()).as("law: weights of a stage").isLessThan(whole.weightBytes());
    assertThat(stages.stateBytes(1000))
        .as("law: state of a stage")
        .isLessThan(whole.stateBytes(1000));
    assertThat(ofStages.decodeStepSeconds() * SLACK)
        .as("law: a micro-batch through all stages")
        .isGreaterThanOrEqualTo(ofWhole.decodeStepSeconds());
    assertThat(ofStages.ofDecode(StepCost::flops))
        .as("law: FLOPs of four micro-batches")
        .isCloseTo(4 * ofWhole.ofDecode(StepCost::flops), Samples.ROUNDING);
    assertThat(ofStages.maxBatch())
        .as("law: room of four stages")
        .isGreaterThanOrEqualTo(ofWhole.maxBatch());
  }
}
