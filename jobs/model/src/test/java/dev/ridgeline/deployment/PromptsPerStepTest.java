package dev.ridgeline.deployment;

import static dev.ridgeline.testing.Plans.ROUNDING;
import static dev.ridgeline.testing.Plans.SETTINGS;
import static dev.ridgeline.testing.Plans.link;
import static dev.ridgeline.testing.ReplicaBuilder.aReplica;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ridgeline.operator.StateSize;
import dev.ridgeline.workload.Request;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The number of prompts that an engine packs into a prefill step. */
class PromptsPerStepTest {

  private static final double BATCH = 64;

  private static ServingPlan plan(Request request, double utilization) {
    DisaggregatedPlanner planner =
        new DisaggregatedPlanner(
            aReplica("llama-3.1-8b").on("h100-sxm").build(),
            new DecodePool(aReplica("llama-3.1-8b").on("h100-sxm").build(), KvTier.NONE),
            link("ib-ndr-400"),
            new StateSize(0, 131_072, List.of()),
            SETTINGS);
    return planner.plan(new Load(-1, request, BATCH, utilization), HardwareVariant.AS_IS);
  }

  /**
   * Cell 89. A step of one prompt takes 10 ms and one of 40 takes 49 ms: 9 ms, and 1 ms a prompt.
   * The pool serves at most 40 / 0.049 = 816 prompts a second. Steps of 17 keep up with 0.8 of it,
   * 653 a second: 17 / 0.026 = 654.
   */
  @Test
  void shortPromptsArePackedToReachTheRate() {
    double packed = PromptsPerStep.keepingUp(0.8, 40, 0.010, 0.049);

    assertThat(packed).as("cell 89: smallest k with k / (9 + k) >= 0.653").isEqualTo(17);
    assertThat(packed / (0.009 + packed * 0.001))
        .as("cell 89: prompts a second")
        .isGreaterThanOrEqualTo(0.8 * 40 / 0.049);
    assertThat((packed - 1) / (0.009 + (packed - 1) * 0.001))
        .as("cell 89: one prompt fewer does not keep up")
        .isLessThan(0.8 * 40 / 0.049);
  }

  @Test
  void longPromptsPassAlone() {
    assertThat(PromptsPerStep.keepingUp(0.8, 2, 0.412, 0.821)).isEqualTo(1);
    assertThat(PromptsPerStep.keepingUp(0.8, 2, 0.412, 0.9)).as("packing slows").isEqualTo(1);
  }

  /** Two prompts of 4,000 tokens fit the budget, but one alone is done in half of the time. */
  @Test
  void aPoolWithTimeToSpareIsAsFastAsOnePrompt() {
    Request request = new Request(4000, 0, 256);
    ServingPlan busy = plan(request, 1);
    ServingPlan spare = plan(request, 0.8);

    assertThat(busy.prefillBatch()).as("a saturated pool fills its steps").isEqualTo(2);
    assertThat(spare.prefillBatch()).as("a pool with time to spare does not").isEqualTo(1);
    double transfer = busy.kvTransferSeconds();
    assertThat((spare.ttftSeconds() - transfer) / (busy.ttftSeconds() - transfer))
        .as("TTFT of one prompt over that of two")
        .isBetween(0.49, 0.52);
    assertThat(spare.prefillRequestsPerSecond())
        .as("0.8 of the highest rate")
        .isCloseTo(0.8 * busy.prefillRequestsPerSecond(), ROUNDING);
  }

  @Test
  void aSweepMayStateTheNumber() {
    assertThat(new PromptsPerStep(3).replacing(8, 100, 20)).isEqualTo(3);
    assertThat(new PromptsPerStep(3).replacing(2, 100, 20)).as("of the batch").isEqualTo(2);
    assertThat(PromptsPerStep.ENGINE.replacing(8, 100, 20)).as("8 / 100 a step").isEqualTo(1);
    assertThat(PromptsPerStep.ENGINE.replacing(256, 100, 20)).as("2.56 a step").isEqualTo(3);
    assertThat(PromptsPerStep.ENGINE.replacing(256, 10, 20)).as("the budget").isEqualTo(20);
  }
}
