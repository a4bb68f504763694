package dev.ridgeline.deployment;

import static dev.ridgeline.testing.Plans.ROUNDING;
import static dev.ridgeline.testing.Plans.colocated;
import static dev.ridgeline.testing.ReplicaBuilder.aReplica;
import static dev.ridgeline.testing.Samples.SLACK;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ridgeline.testing.Samples;
import dev.ridgeline.testing.Samples.Sample;
import dev.ridgeline.workload.Request;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** One pool that runs both phases. */
class ColocatedServingTest {

  private static final Request REQUEST = new Request(4096, 1024, 256);

  static Stream<Sample> samples() {
    return Samples.samples();
  }

  /**
   * Cell 17. Colocated: in the 256 steps of a turn each of the 64 sequences is replaced once. A
   * request waits for its own prefill, and its 256 tokens for those of the 63 others.
   */
  @Test
  void prefillInterferesWithDecodeOfTheSamePool() {
    ServingPlan plan = colocated(aReplica("llama-3.1-8b").on("h100-sxm").build(), REQUEST, 64);

    assertThat(plan.prefillBatch())
        .as("cell 17: a quarter of a sequence finishes in a step, and one prompt replaces it")
        .isEqualTo(1);
    double prefillOfOne = plan.prefillCost().seconds();
    double tpot = plan.decodeCost().seconds() + 63.0 / 256 * prefillOfOne;
    assertThat(plan.tpotSeconds())
        .as("cell 17: a step loses 63/256 of the prefill of one request")
        .isCloseTo(tpot, ROUNDING);
    assertThat(plan.ttftSeconds())
        .as("cell 17: time of a prefill step")
        .isEqualTo(plan.prefillCost().seconds());
    assertThat(plan.requestsPerSecond())
        .as("cell 17: 64 requests in the time that one takes")
        .isCloseTo(64 / (prefillOfOne + 256 * tpot), ROUNDING);
    // Time adds up: the pool spends 256 decode steps and 64 prefills on 64 requests.
    assertThat(64 / plan.requestsPerSecond())
        .as("cell 17: 256 decode steps and 64 prefills on 64 requests")
        .isCloseTo(256 * plan.decodeCost().seconds() + 64 * prefillOfOne, ROUNDING);
  }

  @ParameterizedTest
  @MethodSource("samples")
  void aLargerBatchMovesMoreBytesTakesLongerAndNeedsLessPerRequest(Sample sample) {
    Replica replica = sample.replica();
    ServingPlan small = sample.plan(replica, sample.batch());
    ServingPlan large = sample.plan(replica, 2 * sample.batch());
    assertThat(large.decodeCost().bytes())
        .as("law: bytes of decode")
        .isGreaterThan(small.decodeCost().bytes());
    assertThat(large.prefillCost().bytes() * SLACK)
        .as("law: bytes of prefill")
        .isGreaterThanOrEqualTo(small.prefillCost().bytes());
    assertThat(large.decodeCost().flops())
        .as("law: FLOPs of decode")
        .isCloseTo(2 * small.decodeCost().flops(), Samples.ROUNDING);
    assertThat(large.decodeCost().seconds())
        .as("law: time of a decode step")
        .isGreaterThanOrEqualTo(small.decodeCost().seconds());
    assertThat(large.footprintBytes())
        .as("law: footprint of a request")
        .isLessThan(small.footprintBytes());
    assertThat(large.decodeCost().operationalIntensity())
        .as("law: intensity of decode")
        .isGreaterThan(small.decodeCost().operationalIntensity());
  }
}
