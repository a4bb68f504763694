package dev.ridgeline.operator;

import static dev.ridgeline.testing.Plans.ROUNDING;
import static dev.ridgeline.testing.Plans.model;
import static dev.ridgeline.testing.ReplicaBuilder.aReplica;
import static dev.ridgeline.testing.ShardingBuilder.tp;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withinPercentage;

import dev.ridgeline.cost.StepCost;
import dev.ridgeline.cost.StepModel;
import dev.ridgeline.deployment.Replica;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tokens of one sequence on several accelerators, in prefill and in decode, by hand. */
class ContextParallelismTest {

  private static StepCost step(StepModel model, StepShape shape) {
    StepCost cost = new StepCost();
    model.evaluate(shape, 0, Double.POSITIVE_INFINITY, cost);
    return cost;
  }

  /**
   * Cell 75. Llama-3.1-8B in bf16 on four H100 with context parallelism, a prompt of 8,192 new
   * tokens after 1,024 cached ones: each rank has 2,048 rows and a quarter of the pairs, reads keys
   * and values of all 9,216 tokens, and keeps those of a quarter.
   */
  @Test
  void ranksShareThePromptAndGatherItsState() {
    Replica one = aReplica("llama-3.1-8b").build();
    Replica four = aReplica("llama-3.1-8b").sharded(tp(1).cp(4)).build();
    StepCost step = step(four.prefill(), StepShape.of(1, 8192, 1024));

    double layer = 4096.0 * (4096 + 2048) + 4096.0 * 4096 + 3 * 4096.0 * 14_336;
    double pairs = 8192.0 * 1024 + 8192.0 * 8193 / 2;
    double head = 4096.0 * 128_256;
    assertThat(four.accelerators()).as("cell 75").isEqualTo(4);
    assertThat(four.weightBytes()).as("cell 75: weights copied").isEqualTo(one.weightBytes());
    assertThat(step.flops())
        .as("cell 75: 2,048 rows, a quarter of the pairs, and the head on every rank")
        .isCloseTo(32 * (2 * 2048 * layer + 4 * 4096 * pairs / 4) + 2 * head, ROUNDING);
    assertThat(step.stateReadBytes())
        .as("cell 75: 9,216 tokens of 4,096 bytes a layer")
        .isCloseTo(32 * 9216 * 4096.0, ROUNDING);
    assertThat(step.stateWriteBytes())
        .as("cell 75: 2,048 tokens of 4,096 bytes a layer")
        .isCloseTo(32 * 2048 * 4096.0, ROUNDING);
    assertThat(step.communicationSeconds())
        .as("cell 75: three quarters of 9,216 x 4,096 bytes a layer, at 450 GB/s")
        .isCloseTo(32 * 0.75 * 9216 * 4096 / 450e9, ROUNDING);
    assertThat(four.stateBytes(9216))
        .as("cell 75: a quarter of the state")
        .isCloseTo(one.stateBytes(9216) / 4, ROUNDING);
    assertThat(four.acceleratorsPerSequence()).as("cell 75: all send state").isEqualTo(4);
  }

  /**
   * Cell 76. DeepSeek-V3 in fp8 on eight B200, tp 8 and dcp 8, a decode step of 4 sequences of
   * 1,000 cached tokens: an accelerator attends with all 128 heads to an eighth of the tokens.
   * Queries of 576 and outputs of 512 elements travel at 16 bits, softmax sums at 32.
   */
  @Test
  void copiesOfTheStateAreSharedInDecode() {
    Replica copied = aReplica("deepseek-v3").in("fp8").on("b200").tp(8).build();
    Replica shared = aReplica("deepseek-v3").in("fp8").on("b200").sharded(tp(8).dcp(8)).build();
    StepShape shape = StepShape.of(4, 1, 1000);
    StepCost before = step(copied.decode(), shape);
    StepCost after = step(shared.decode(), shape);

    assertThat(after.flops()).as("cell 76: as much work").isCloseTo(before.flops(), ROUNDING);
    assertThat(after.stateReadBytes())
        .as("cell 76: an eighth of 4 x 1,001 latents of 576 bytes in 61 layers")
        .isCloseTo(61 * 4 * 1001 * 576 / 8.0, ROUNDING);
    double queries = 4 * 128 * 576 * 2.0;
    double sums = 4 * 128 * 8 * 4.0;
    double outputs = 4 * 128 * 512 * 2.0;
    assertThat(after.communicationSeconds() - before.communicationSeconds())
        .as("cell 76: 7/8 of queries, sums and outputs at 900 GB/s in 61 layers")
        .isCloseTo(61 * 7 / 8.0 * (queries + sums + outputs) / 900e9, ROUNDING);
  }

  /** Cache of latents on eight accelerators: once, twice, four and eight times as many tokens. */
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 4, 8})
  void sharedCopiesLeaveRoomForMore(int dcp) {
    Replica copied = aReplica("deepseek-v3").in("fp8").on("b200").tp(8).build();
    Replica shared = aReplica("deepseek-v3").in("fp8").on("b200").sharded(tp(8).dcp(dcp)).build();

    assertThat(shared.stateBytes(5000) * dcp).isCloseTo(copied.stateBytes(5000), ROUNDING);
    assertThat(shared.weightBytes()).isEqualTo(copied.weightBytes());
  }

  /**
   * Cell 104. DeepSeek-V3.2 in fp8 on eight B200, tp 8 and dcp 4, a decode step of one sequence of
   * 10,000 cached tokens. An accelerator scores a quarter of the keys of 132 bytes with all 64
   * heads of 128, and reads a quarter of the 2,048 picked latents of 576 bytes.
   */
  @Test
  void ranksScoreTheirOwnKeysAndPickTogether() {
    Replica copied = aReplica("deepseek-v3.2").in("fp8").on("b200").tp(8).build();
    Replica shared = aReplica("deepseek-v3.2").in("fp8").on("b200").sharded(tp(8).dcp(4)).build();
    StepShape shape = StepShape.of(1, 1, 10_000);
    StepCost before = step(copied.decode(), shape);
    StepCost after = step(shared.decode(), shape);

    assertThat(before.stateReadBytes() / after.stateReadBytes())
        .as("cell 104: keys and picked latents")
        .isCloseTo(4, ROUNDING);
    assertThat(before.flops() - after.flops())
        .as("cell 104: three quarters of the scores, 61 layers")
        .isCloseTo(61 * 0.75 * 2 * 64 * 128 * 10_001.0, withinPercentage(1e-6));
    double queries = 4 * 16 * 576 * 2.0;
    double sums = 4 * 16 * 4 * 4.0;
    double outputs = 4 * 16 * 512 * 2.0;
    double picks = 4 * 2048 * 8.0;
    assertThat(after.communicationSeconds() - before.communicationSeconds())
        .as("cell 104: 3/4 of queries, sums, outputs and picks at 900 GB/s")
        .isCloseTo(61 * 0.75 * (queries + sums + outputs + picks) / 900e9, ROUNDING);
    assertThat(copied.stateBytes(5000) / shared.stateBytes(5000)).isCloseTo(4, ROUNDING);
  }

  /**
   * Cell 110. MiniMax-M3 in fp8 on eight B200, tp 8: each of 4 key-value heads has two copies, with
   * an index head of 128 in 57 of 60 layers. With dcp 2 a copy scores half of 10,001 keys. Queries
   * and outputs of 16 heads of 128, sums and 2,048 picks of each copy travel.
   */
  @Test
  void copiesOfAKeyValueHeadScoreTheirOwnKeys() {
    Replica copied = aReplica("minimax-m3").in("fp8").on("b200").tp(8).build();
    Replica shared = aReplica("minimax-m3").in("fp8").on("b200").sharded(tp(8).dcp(2)).build();
    StepShape shape = StepShape.of(1, 1, 10_000);
    StepCost before = step(copied.decode(), shape);
    StepCost after = step(shared.decode(), shape);

    assertThat(before.flops() - after.flops())
        .as("cell 110: half of the scores")
        .isCloseTo(57 * 0.5 * 2 * 128 * 10_001.0, withinPercentage(1e-6));
    assertThat(before.stateReadBytes() / after.stateReadBytes())
        .as("cell 110: keys and values, and index keys")
        .isCloseTo(2, ROUNDING);
    double partial = 2 * 16 * 128 * 2.0 + 16 * 2 * 4.0;
    double picks = 2 * 2048 * 8.0;
    assertThat(after.communicationSeconds() - before.communicationSeconds())
        .as("cell 110: half of it at 900 GB/s")
        .isCloseTo(0.5 * (60 * partial + 57 * picks) / 900e9, ROUNDING);
  }

  /** Prefill on accelerators that share copies gathers the cached tokens, and no new ones. */
  @Test
  void prefillGathersCachedTokensThatLieApart() {
    Replica copied = aReplica("deepseek-v3").in("fp8").on("b200").tp(8).build();
    Replica shared = aReplica("deepseek-v3").in("fp8").on("b200").sharded(tp(8).dcp(4)).build();

    StepShape fresh = StepShape.of(1, 2000, 0);
    assertThat(step(shared.prefill(), fresh).communicationSeconds())
        .as("law: nothing is cached")
        .isCloseTo(step(copied.prefill(), fresh).communicationSeconds(), ROUNDING);
    StepShape reusing = StepShape.of(1, 2000, 3000);
    assertThat(
            step(shared.prefill(), reusing).communicationSeconds()
                - step(copied.prefill(), reusing).communicationSeconds())
        .as("3/4 of 3,000 latents of 576 bytes in 61 layers at 900 GB/s")
        .isCloseTo(61 * 0.75 * 3000 * 576 / 900e9, ROUNDING);
  }

  /** A pass of more chunks gathers its context anew for each, as its attention reads it anew. */
  @Test
  void everyChunkGathersItsContext() {
    Replica two = aReplica("llama-3.1-8b").sharded(tp(1).cp(2)).build();
    double once = step(two.prefill(), StepShape.of(1, 8000, 0)).linkBytes();
    double twice = step(two.prefill(), StepShape.inPasses(2, 1, 8000, 0)).linkBytes();

    assertThat(twice).as("4,000 and then 8,000 tokens").isCloseTo(1.5 * once, ROUNDING);
  }

  @Test
  void whatIsNotModelledIsRefused() {
    assertThat(tp(8).dcp(2).build().objection(model("llama-3.1-8b")))
        .contains(
            "decode context parallelism 2 needs as many copies of a key-value head; on tp 8 it has"
                + " 1");
    assertThat(tp(16).dcp(2).build().objection(model("llama-3.1-8b"))).isEmpty();
    assertThat(tp(8).dcp(2).build().objection(model("deepseek-v4-flash")))
        .contains("decode context parallelism is not modelled for compressed attention");
    assertThat(tp(1).cp(2).build().objection(model("qwen3-next-80b-a3b")))
        .contains("context parallelism is not modelled for recurrent layers");
  }
}
