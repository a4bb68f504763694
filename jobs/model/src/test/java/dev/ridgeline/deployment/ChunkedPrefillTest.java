package dev.ridgeline.deployment;

import static dev.ridgeline.testing.Plans.ROUNDING;
import static dev.ridgeline.testing.Plans.colocated;
import static dev.ridgeline.testing.ReplicaBuilder.aReplica;
import static dev.ridgeline.testing.Samples.SLACK;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ridgeline.cost.StepCost;
import dev.ridgeline.cost.StepModel;
import dev.ridgeline.operator.StepShape;
import dev.ridgeline.testing.Samples;
import dev.ridgeline.testing.Samples.Sample;
import dev.ridgeline.workload.Request;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Prompts longer than the token budget pass in chunks. */
class ChunkedPrefillTest {

  static Stream<Sample> samples() {
    return Samples.samples();
  }

  /**
   * Cell 34. 20,000 new tokens on 5,000 cached ones exceed the budget of 8,192 and pass in three
   * chunks of 6,667: each reads all weights, and the state of all tokens up to its own.
   */
  @Test
  void longPromptsPassInChunks() {
    Replica replica = aReplica("llama-3.1-8b").on("h100-sxm").build();
    ServingPlan plan = colocated(replica, new Request(25_000, 5000, 10), 1);

    // All but the input embedding and the norms, which no GEMM reads.
    double weights = 16_060_522_496.0 - 128_256 * 4096 * 2.0 - 65 * 4096 * 2;
    assertThat(plan.prefillPasses())
        .as("cell 34: 20,000 tokens in chunks of at most 8,192")
        .isEqualTo(3);
    assertThat(plan.prefillCost().weightBytes())
        .as("cell 34: each chunk reads all weights")
        .isCloseTo(3 * weights, ROUNDING);
    double chunk = 20_000 / 3.0;
    double read = 3 * 5000 + chunk + 2 * chunk + 3 * chunk;
    assertThat(plan.prefillCost().stateReadBytes())
        .as("cell 34: state of 5,000 tokens and of the chunks so far")
        .isCloseTo(read * 131_072, ROUNDING);
    double pairs = 20_000 * 5000.0 + 20_000 * 20_001.0 / 2;
    double attention = 32 * 4 * 4096 * pairs;
    double perToken = 2 * (weights / 2 - 128_256 * 4096.0);
    assertThat(plan.prefillCost().flops())
        .as("cell 34: FLOPs as in one pass")
        .isCloseTo(attention + 20_000 * perToken + 2 * 128_256 * 4096.0, ROUNDING);
  }

  /**
   * Cell 35. In a pipeline of two stages the first prompt of three chunks takes 4/6 of the time.
   */
  @Test
  void chunksFillThePipeline() {
    Replica stages = aReplica("llama-3.1-8b").on("h100-sxm").pp(2).build();
    ServingPlan plan = colocated(stages, new Request(25_000, 5000, 10), 2);
    assertThat(plan.prefillBatch())
        .as("cell 35: a prompt in each of two steps in flight")
        .isEqualTo(2);
    assertThat(plan.ttftSeconds())
        .as("cell 35: 4 of 6 places of the pipeline")
        .isCloseTo(plan.prefillCost().seconds() * (3 + 2 - 1) / (3 * 2), ROUNDING);
  }

  /** A smaller budget cuts prompts into more chunks, which never move fewer bytes. */
  @ParameterizedTest
  @MethodSource("samples")
  void moreChunksNeverMoveFewerBytes(Sample sample) {
    StepModel prefill = sample.replica().prefill();
    Request request = sample.request();
    StepCost few = new StepCost();
    StepCost many = new StepCost();
    prefill.evaluate(
        StepShape.inPasses(2, 1, request.newTokens(), request.cachedTokens()), 0, 1e9, few);
    prefill.evaluate(
        StepShape.inPasses(5, 1, request.newTokens(), request.cachedTokens()), 0, 1e9, many);
    assertThat(many.bytes() * SLACK)
        .as("law: bytes of five passes")
        .isGreaterThanOrEqualTo(few.bytes());
    assertThat(many.stateWriteBytes() * SLACK)
        .as("law: state written in five passes")
        .isGreaterThanOrEqualTo(few.stateWriteBytes());
    assertThat(many.flops() * SLACK)
        .as("law: FLOPs of five passes")
        .isGreaterThanOrEqualTo(few.flops());
  }
}
