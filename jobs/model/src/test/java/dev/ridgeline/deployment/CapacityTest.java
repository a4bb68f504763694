package dev.ridgeline.deployment;

import static dev.ridgeline.testing.AcceleratorBuilder.anAccelerator;
import static dev.ridgeline.testing.Plans.ROUNDING;
import static dev.ridgeline.testing.Plans.colocated;
import static dev.ridgeline.testing.ReplicaBuilder.aReplica;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ridgeline.testing.Samples;
import dev.ridgeline.testing.Samples.Sample;
import dev.ridgeline.units.Limits;
import dev.ridgeline.workload.Request;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Which batch fits beside the weights. */
class CapacityTest {

  private static final Request REQUEST = new Request(4096, 1024, 256);

  /** Weights of Llama-3.1-8B in bf16: 8,030,261,248 parameters of 2 bytes. */
  private static final double WEIGHTS = 16_060_522_496.0;

  /** KV of a token of it: 32 layers x 2 x 8 heads x 128 x 2 bytes. */
  private static final double KV_OF_TOKEN = 131_072;

  /** Usable memory of an H100: nine tenths of the 81,559 MiB it reports. */
  private static final double H100_USABLE = 0.9 * 81_559 * 1_048_576;

  static Stream<Sample> samples() {
    return Samples.samples();
  }

  /**
   * Cell 14. How many requests of 4,352 tokens fit beside the weights of Llama-3.1-8B on an H100.
   */
  @Test
  void capacityByHand() {
    ServingPlan plan = colocated(aReplica("llama-3.1-8b").on("h100-sxm").build(), REQUEST, 64);

    double state = 4352 * KV_OF_TOKEN; // 570,425,344
    // Prefill keeps two prompts' new tokens live (8,192 / 3,072 = 2): rows of 4096 + 28672, bf16.
    double workspace = 2 * 3072 * 2.0 * (4096 + 28672); // 402,653,184
    double most = Math.floor((H100_USABLE - WEIGHTS - workspace) / state); // 106
    assertThat(most).as("cell 14: requests that fit, by hand").isEqualTo(106);
    assertThat(plan.maxBatch()).as("cell 14: requests that fit").isEqualTo(106);
    assertThat(plan.fits()).as("cell 14: 64 of them fit").isTrue();
    assertThat(plan.decodeNeededBytes())
        .as("cell 14: weights, workspace and 64 states")
        .isCloseTo(WEIGHTS + workspace + 64 * state, ROUNDING);
    assertThat(plan.weightFootprintBytes())
        .as("cell 14: a 64th of the weights")
        .isCloseTo(WEIGHTS / 64, ROUNDING);
    assertThat(plan.stateFootprintBytes())
        .as("cell 14: state of 4,352 tokens")
        .isCloseTo(state, ROUNDING);
    assertThat(plan.activationFootprintBytes())
        .as("cell 14: a 64th of the workspace")
        .isCloseTo(workspace / 64, ROUNDING);
  }

  /** Cell 15. One more than fits is infeasible, and says what would fit. */
  @Test
  void oneMoreThanFitsDoesNotFit() {
    Replica replica = aReplica("llama-3.1-8b").on("h100-sxm").build();
    assertThat(colocated(replica, REQUEST, 106).fits()).as("cell 15: 106 fit").isTrue();
    ServingPlan plan = colocated(replica, REQUEST, 107);
    assertThat(plan.fits()).as("cell 15: 107 do not").isFalse();
    assertThat(plan.maxBatch()).as("cell 15: 106 would fit").isEqualTo(106);
  }

  @ParameterizedTest
  @MethodSource("samples")
  void twiceTheMemoryNeverHoldsFewerRequests(Sample sample) {
    ServingPlan after =
        sample.plan(
            sample.replicaOn(anAccelerator(sample.accelerator()).timesTheMemory(2).build()),
            sample.batch());
    assertThat(after.maxBatch())
        .as("law: largest batch")
        .isGreaterThanOrEqualTo(sample.plan().maxBatch());
  }

  @ParameterizedTest
  @MethodSource("samples")
  void theFootprintOfTheBatchIsWhatItsAcceleratorsNeed(Sample sample) {
    ServingPlan plan = sample.plan();
    double parts =
        plan.weightFootprintBytes() + plan.stateFootprintBytes() + plan.activationFootprintBytes();
    assertThat(parts)
        .as("law: weights, state and workspace")
        .isCloseTo(plan.footprintBytes(), Samples.ROUNDING);
    assertThat(sample.batch() * plan.footprintBytes())
        .as("law: footprint of the batch")
        .isCloseTo(
            plan.decodeNeededBytes() * plan.decodeReplica().accelerators(), Samples.ROUNDING);
  }

  @ParameterizedTest
  @MethodSource("samples")
  void aBatchFitsUpToTheLargestAndNoFurther(Sample sample) {
    Replica replica = sample.replica();
    int most = (int) sample.plan().maxBatch();
    int step = replica.attentionGroups();
    if (most > 0) {
      ServingPlan full = sample.plan(replica, most);
      assertThat(full.fits()).as("law: the largest batch").isTrue();
      assertThat(full.decodeNeededBytes())
          .as("law: memory of the largest batch")
          .isLessThanOrEqualTo(replica.usableBytes());
    }
    ServingPlan over = sample.plan(replica, most + step);
    assertThat(over.fits()).as("law: one step more").isFalse();
    assertThat(over.maxBatch()).as("law: what would fit").isEqualTo(most);
    assertThat(over.decodeNeededBytes())
        .as("law: memory of one step more")
        .isGreaterThan(replica.usableBytes());
  }

  /** A tier holds state, but the workspace of each sequence needs memory of the accelerator. */
  @Test
  void aTierOfAnySizeHoldsNoWorkspace() {
    Replica replica = aReplica("llama-3.1-8b").on("h100-sxm").build();
    double usable = replica.weightBytes() + 1000;
    assertThat(replica.sequencesThatFit(usable, 10, 4, 0, 1e12))
        .as("1,000 bytes for workspaces of 4 bytes")
        .isEqualTo(250);
    assertThat(replica.sequencesThatFit(usable, 10, 4, 200, 1e12))
        .as("800 bytes beside a fixed workspace of 200")
        .isEqualTo(200);
    assertThat(replica.sequencesThatFit(usable, 10, 0, 200, 1e4))
        .as("no workspace that grows: 800 and 10,000 bytes for states of 10 bytes")
        .isEqualTo(1080);
  }

  /** Batches end at the largest that a sweep may have, also where memory has room for more. */
  @Test
  void theLargestBatchIsAtMostThatOfSweeps() {
    Replica replica =
        aReplica("llama-3.1-8b").on(anAccelerator("h100-sxm").timesTheMemory(1e7).build()).build();
    assertThat(colocated(replica, REQUEST, 64).maxBatch()).isEqualTo(Limits.MOST_BATCH);
    double usable = replica.weightBytes();
    assertThat(replica.sequencesThatFit(usable, 0, 0, 0, 0))
        .as("sequences that need no memory fit where there is none left")
        .isEqualTo(Double.POSITIVE_INFINITY);
  }
}
