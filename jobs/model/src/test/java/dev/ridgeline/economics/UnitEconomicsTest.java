package dev.ridgeline.economics;

import static dev.ridgeline.testing.Plans.ROUNDING;
import static dev.ridgeline.testing.Plans.SETTINGS;
import static dev.ridgeline.testing.Plans.colocated;
import static dev.ridgeline.testing.Plans.disaggregated;
import static dev.ridgeline.testing.Plans.link;
import static dev.ridgeline.testing.Plans.model;
import static dev.ridgeline.testing.Plans.quantization;
import static dev.ridgeline.testing.Plans.split;
import static dev.ridgeline.testing.ReplicaBuilder.aReplica;
import static dev.ridgeline.testing.WorkflowBuilder.aWorkflow;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ridgeline.catalog.Workflow;
import dev.ridgeline.deployment.DecodePool;
import dev.ridgeline.deployment.DisaggregatedPlanner;
import dev.ridgeline.deployment.KvPolicy;
import dev.ridgeline.deployment.KvTier;
import dev.ridgeline.deployment.Planner;
import dev.ridgeline.deployment.Replica;
import dev.ridgeline.deployment.ServingPlan;
import dev.ridgeline.deployment.TaskPlan;
import dev.ridgeline.operator.StateSize;
import dev.ridgeline.testing.Samples;
import dev.ridgeline.testing.Samples.Sample;
import dev.ridgeline.workload.Request;
import dev.ridgeline.workload.Session;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Dollars of an hour, a request and a million tokens. */
class UnitEconomicsTest {

  private static final Request REQUEST = new Request(4096, 1024, 256);

  /** KV of a token of it: 32 layers x 2 x 8 heads x 128 x 2 bytes. */
  private static final double KV_OF_TOKEN = 131_072;

  static Stream<Sample> samples() {
    return Samples.samples();
  }

  /** Cell 19. The same two pools in dollars: 6.00 an hour for a B200, 3.20 for an H100. */
  @Test
  void dollarsOfTwoPools() {
    Replica prefill = aReplica("llama-3.1-8b").on("b200").build();
    Replica decode = aReplica("llama-3.1-8b").on("h100-sxm").build();
    ServingPlan plan = disaggregated(prefill, decode, link("ib-ndr-400"), KV_OF_TOKEN, REQUEST, 64);
    UnitEconomics economics = new UnitEconomics(plan, REQUEST, new PoolPrices(6.00, 3.20, 0, 0));

    double prefillDollars = plan.prefillReplicas() * 6.00;
    double requestsPerHour = plan.requestsPerSecond() * 3600;
    assertThat(economics.dollarsPerHour())
        .as("cell 19: a decode replica and its share of prefill")
        .isCloseTo(3.20 + prefillDollars, ROUNDING);
    assertThat(economics.dollarsPerRequest())
        .as("cell 19: over the requests of an hour")
        .isCloseTo((3.20 + prefillDollars) / requestsPerHour, ROUNDING);
    assertThat(economics.dollarsPerMillionInputTokens())
        .as("cell 19: prefill over new tokens")
        .isCloseTo(prefillDollars / (requestsPerHour * 3072) * 1e6, ROUNDING);
    assertThat(economics.dollarsPerMillionOutputTokens())
        .as("cell 19: decode over generated tokens")
        .isCloseTo(3.20 / (requestsPerHour * 256) * 1e6, ROUNDING);
    assertThat(economics.dollarsPerMillionBlendedTokens())
        .as("cell 19: both over new and generated tokens")
        .isCloseTo((3.20 + prefillDollars) / (requestsPerHour * (3072 + 256)) * 1e6, ROUNDING);
  }

  /**
   * Cell 63. One pool of two H100 at 3.20 $ with a tier of 0.10 $ each: 6.60 $ an hour, of which
   * prefill pays its share of the time. Attention to cached tokens takes a fifth of prefill.
   */
  @Test
  void dollarsOfOnePoolAreSharedByTime() {
    Replica replica = aReplica("llama-3.1-8b").tp(2).build();
    ServingPlan plan = colocated(replica, REQUEST, 64);
    UnitEconomics economics = new UnitEconomics(plan, REQUEST, new PoolPrices(3.2, 3.2, 0, 0.1));

    double perHour = plan.requestsPerSecond() * 3600;
    double decoding = 256 * plan.decodeCost().seconds() * plan.requestsPerSecond() / 64;
    double prefill = 6.6 * (1 - decoding);
    assertThat(economics.dollarsPerHour()).as("cell 63: an hour").isCloseTo(6.6, ROUNDING);
    assertThat(economics.dollarsPerMillionInputTokens())
        .as("cell 63: prefill over 3,072 new tokens")
        .isCloseTo(prefill / (perHour * 3072) * 1e6, ROUNDING);
    assertThat(economics.dollarsPerMillionUncachedInputTokens(0.8))
        .as("cell 63: four fifths of prefill over 3,072 new tokens")
        .isCloseTo(0.8 * prefill / (perHour * 3072) * 1e6, ROUNDING);
    assertThat(economics.dollarsPerMillionCachedInputTokens(0.8))
        .as("cell 63: a fifth of prefill over 1,024 cached tokens")
        .isCloseTo(0.2 * prefill / (perHour * 1024) * 1e6, ROUNDING);
    assertThat(economics.dollarsPerMillionOutputTokens())
        .as("cell 63: the rest over 256 tokens")
        .isCloseTo((6.6 - prefill) / (perHour * 256) * 1e6, ROUNDING);
  }

  @ParameterizedTest
  @MethodSource("samples")
  void dollarsScaleWithPricesAndSplitIntoInputAndOutput(Sample sample) {
    ServingPlan plan = sample.plan();
    Request request = sample.request();
    UnitEconomics one = new UnitEconomics(plan, request, new PoolPrices(2, 2, 0, 0));
    UnitEconomics three = new UnitEconomics(plan, request, new PoolPrices(6, 6, 0, 0));
    assertThat(three.dollarsPerRequest())
        .as("law: three times the price")
        .isCloseTo(3 * one.dollarsPerRequest(), Samples.ROUNDING);
    double input = one.dollarsPerMillionInputTokens() * sample.request().newTokens() / 1e6;
    double output = one.dollarsPerMillionOutputTokens() * sample.request().outputTokens() / 1e6;
    assertThat(input + output)
        .as("law: input and output")
        .isCloseTo(one.dollarsPerRequest(), Samples.ROUNDING);
    assertThat(one.dollarsPerHour())
        .as("law: 2 $ an accelerator")
        .isCloseTo(2.0 * plan.decodeReplica().accelerators(), Samples.ROUNDING);
  }

  /** Two H100 for prefill at 3 $, one for attention at 2 $, and eight for experts at 1 $ each. */
  @Test
  void theFeedForwardSideIsPaidBesideTheAttentionSide() {
    Request request = new Request(2048, 0, 128);
    ServingPlan plan = split(request);
    UnitEconomics economics = new UnitEconomics(plan, request, new PoolPrices(3, 2, 1, 0.5));
    double prefill = plan.prefillReplicas() * 6;
    double decode = 2.5 + 8;
    assertThat(economics.dollarsPerHour()).as("an hour").isCloseTo(prefill + decode, ROUNDING);
    assertThat(economics.prefillShare())
        .as("the part of prefill")
        .isCloseTo(prefill / (prefill + decode), ROUNDING);
    assertThat(economics.feedForwardShare())
        .as("the part of eight accelerators of 1 $")
        .isCloseTo(8 / (prefill + decode), ROUNDING);
    assertThat(economics.dollarsPerMillionCachedInputTokens(0.8)).as("no token is cached").isZero();
  }

  /** A task pays the time that it takes of each pool, or the time for which it keeps memory. */
  @Test
  void aTaskPaysTheTimeOfReplicasThatItTakes() {
    Workflow workflow = aWorkflow().turns(3).toolWaitSeconds(5).build();
    Planner planner =
        new DisaggregatedPlanner(
            aReplica("llama-3.1-8b").on("b200").build(),
            new DecodePool(aReplica("llama-3.1-8b").on("h100-sxm").tp(2).build(), KvTier.NONE),
            link("ib-ndr-400"),
            StateSize.ofModel(model("llama-3.1-8b"), quantization("bf16")),
            SETTINGS);
    Session session = new Session(workflow);
    ServingPlan plan = planner.plan(REQUEST, 16);
    UnitEconomics economics = new UnitEconomics(plan, REQUEST, new PoolPrices(6, 3.2, 0, 0));
    TaskPlan task = TaskPlan.of(planner, session, KvPolicy.HOLD, 16);
    double ofPrefill = task.prefillReplicaSeconds() * 6;
    assertThat(ofPrefill).as("prefill takes time").isPositive();
    assertThat(economics.dollarsPerTask(task))
        .as("the scarcer of time and memory")
        .isCloseTo((task.decodeReplicaSeconds() * 6.4 + ofPrefill) / 3600, ROUNDING);
    assertThat(economics.usageDollarsPerTask(task))
        .as("time alone")
        .isCloseTo((task.usageSeconds() * 6.4 + ofPrefill) / 3600, ROUNDING);
    assertThat(economics.reservationDollarsPerTask(task))
        .as("memory alone")
        .isCloseTo(task.reservationSeconds() * 6.4 / 3600, ROUNDING);
  }
}
