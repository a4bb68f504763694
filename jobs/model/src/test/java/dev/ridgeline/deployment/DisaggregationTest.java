package dev.ridgeline.deployment;

import static dev.ridgeline.testing.LinkBuilder.aLink;
import static dev.ridgeline.testing.Plans.ROUNDING;
import static dev.ridgeline.testing.Plans.SETTINGS;
import static dev.ridgeline.testing.Plans.disaggregated;
import static dev.ridgeline.testing.Plans.link;
import static dev.ridgeline.testing.ReplicaBuilder.aReplica;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ridgeline.catalog.Link;
import dev.ridgeline.operator.StateSize;
import dev.ridgeline.testing.Samples;
import dev.ridgeline.testing.Samples.Sample;
import dev.ridgeline.workload.Request;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Pools of their own for prefill and decode, joined by a link. */
class DisaggregationTest {

  private static final Request REQUEST = new Request(4096, 1024, 256);

  /** KV of a token of it: 32 layers x 2 x 8 heads x 128 x 2 bytes. */
  private static final double KV_OF_TOKEN = 131_072;

  static Stream<Sample> samples() {
    return Samples.samples();
  }

  /** Cell 18. Two pools: prefill on one B200, decode on one H100, joined by 50 GB/s. */
  @Test
  void poolsAreInTheRatioOfTheirRates() {
    Replica prefill = aReplica("llama-3.1-8b").on("b200").build();
    Replica decode = aReplica("llama-3.1-8b").on("h100-sxm").build();
    ServingPlan plan = disaggregated(prefill, decode, link("ib-ndr-400"), KV_OF_TOKEN, REQUEST, 64);

    // 3,072 new tokens of 131,072 bytes over one link, after 5 us.
    double transfer = 5e-6 + 3072 * KV_OF_TOKEN / 50e9; // 8.06 ms
    assertThat(plan.kvTransferSeconds())
        .as("cell 18: 3,072 tokens of 131,072 bytes at 50 GB/s after 5 us")
        .isCloseTo(transfer, ROUNDING);
    assertThat(plan.ttftSeconds())
        .as("cell 18: prefill and transfer")
        .isCloseTo(plan.prefillCost().seconds() + transfer, ROUNDING);
    assertThat(plan.tpotSeconds())
        .as("cell 18: nothing interferes with decode")
        .isEqualTo(plan.decodeCost().seconds());

    double decodeRate = 64 / (256 * plan.decodeCost().seconds());
    double prefillRate = 2 / plan.prefillCost().seconds();
    double linkRate = 50e9 / (3072 * KV_OF_TOKEN);
    assertThat(linkRate)
        .as("cell 18: the link is faster than either pool")
        .isGreaterThan(Math.max(decodeRate, prefillRate));
    assertThat(plan.requestsPerSecond())
        .as("cell 18: decode sets the rate")
        .isCloseTo(decodeRate, ROUNDING);
    assertThat(plan.prefillReplicas())
        .as("cell 18: prefill replicas in the ratio of the rates")
        .isCloseTo(decodeRate / prefillRate, ROUNDING);
    assertThat(plan.accelerators())
        .as("cell 18: a decode replica and its share of prefill")
        .isCloseTo(1 + decodeRate / prefillRate, ROUNDING);
    assertThat(plan.kvLinkLoad())
        .as("cell 18: load by the faster pool")
        .isCloseTo(Math.max(decodeRate, prefillRate) / linkRate, ROUNDING);
  }

  /** Cell 20. A link too slow for the prefill pool bounds its rate, and more prefill is needed. */
  @Test
  void aSlowLinkIsTheThirdServer() {
    Request longPrompt = new Request(4096, 0, 8);
    Replica b200 = aReplica("llama-3.1-8b").in("fp8").on("b200").build();
    // 65,536 bytes a token in fp8; a hundredfold stands for a link of a hundredth of 50 GB/s.
    ServingPlan plan = disaggregated(b200, b200, link("ib-ndr-400"), 100 * 65_536, longPrompt, 64);

    double linkRate = 50e9 / (100 * 65_536.0 * 4096); // 1.86 requests a second
    assertThat(plan.kvLinkLoad()).as("cell 20: the pools would overload the link").isGreaterThan(1);
    assertThat(plan.requestsPerSecond())
        .as("cell 20: the link sets the rate")
        .isCloseTo(linkRate, ROUNDING);
    assertThat(plan.prefillReplicas())
        .as("cell 20: the link sets both rates")
        .isCloseTo(1, ROUNDING);
  }

  /**
   * Cell 56. From four accelerators to two: two links carry the state of a request, and each
   * replica is bounded by the links of its own accelerators.
   */
  @Test
  void theSmallerGroupSetsTheNumberOfLinks() {
    Replica prefill = aReplica("llama-3.1-8b").on("b200").tp(4).build();
    Replica decode = aReplica("llama-3.1-8b").tp(2).build();
    Link slow = aLink().bytesPerSecond(1e9).latencySeconds(5e-6).build();
    ServingPlan plan = disaggregated(prefill, decode, slow, KV_OF_TOKEN, REQUEST, 64);

    double bytes = 3072 * KV_OF_TOKEN;
    assertThat(plan.kvTransferBytes())
        .as("cell 56: state of new tokens")
        .isCloseTo(bytes, ROUNDING);
    assertThat(plan.kvTransferSeconds())
        .as("cell 56: two links of 1 GB/s after 5 us")
        .isCloseTo(5e-6 + bytes / 2e9, ROUNDING);
    assertThat(plan.requestsPerSecond())
        .as("cell 56: a decode replica takes what two links bring")
        .isCloseTo(2e9 / bytes, ROUNDING);
    assertThat(plan.prefillRequestsPerSecond())
        .as("cell 56: a prefill replica sends what four links carry")
        .isCloseTo(4e9 / bytes, ROUNDING);
    assertThat(plan.prefillReplicas()).as("cell 56: replicas").isCloseTo(0.5, ROUNDING);
  }

  /**
   * Two pools of the same accelerator with a link that takes no time do what one pool does: the
   * decode step is that without interference, and a request takes as many accelerator-seconds.
   */
  @ParameterizedTest
  @MethodSource("samples")
  void twoEqualPoolsCostWhatOneDoesWhereTheLinkTakesNoTime(Sample sample) {
    Replica replica = sample.replica();
    ServingPlan one = sample.plan();
    if (!one.fits()) {
      return;
    }
    Link immediate = aLink().bytesPerSecond(1e24).build();
    ServingPlan two =
        new DisaggregatedPlanner(
                replica,
                new DecodePool(replica, KvTier.NONE),
                immediate,
                StateSize.ofModel(sample.model(), sample.quantization()),
                SETTINGS)
            .plan(sample.request(), sample.batch());
    assertThat(two.tpotSeconds())
        .as("law: TPOT without interference")
        .isCloseTo(one.tpotSeconds() - one.interferenceSeconds(), Samples.ROUNDING);
    if (two.prefillBatch() == one.prefillBatch()) {
      assertThat(two.ttftSeconds()).as("law: TTFT").isCloseTo(one.ttftSeconds(), Samples.ROUNDING);
      assertThat(two.accelerators() / two.requestsPerSecond())
          .as("law: accelerator-seconds of a request")
          .isCloseTo(one.accelerators() / one.requestsPerSecond(), Samples.ROUNDING);
    }
  }

  /**
   * Cell 91. The pools of cell 18 where prefill is busy for half of its time: twice as much of it.
   */
  @Test
  void prefillThatIsIdleForHalfOfItsTimeTakesTwiceTheReplicas() {
    Replica prefill = aReplica("llama-3.1-8b").on("b200").build();
    Replica decode = aReplica("llama-3.1-8b").on("h100-sxm").build();
    DisaggregatedPlanner planner =
        new DisaggregatedPlanner(
            prefill,
            new DecodePool(decode, KvTier.NONE),
            link("ib-ndr-400"),
            new StateSize(0, KV_OF_TOKEN, List.of()),
            SETTINGS);
    ServingPlan busy = planner.plan(REQUEST, 64);
    ServingPlan half = planner.plan(new Load(-1, REQUEST, 64, 0.5), HardwareVariant.AS_IS);
    assertThat(half.requestsPerSecond())
        .as("cell 91: decode sets the rate as before")
        .isEqualTo(busy.requestsPerSecond());
    assertThat(half.prefillRequestsPerSecond())
        .as("cell 91: half the rate of a prefill replica")
        .isCloseTo(busy.prefillRequestsPerSecond() / 2, ROUNDING);
    assertThat(half.prefillReplicas())
        .as("cell 91: decode rate / (0.5 x prefill rate)")
        .isCloseTo(busy.requestsPerSecond() / (0.5 * 2 / busy.prefillCost().seconds()), ROUNDING);
    assertThat(half.accelerators())
        .as("cell 91: one accelerator decodes")
        .isCloseTo(1 + half.prefillReplicas(), ROUNDING);
    assertThat(half.ttftSeconds())
        .as("cell 91: steps need not be full, so that a request is faster")
        .isLessThan(busy.ttftSeconds());
  }
}
