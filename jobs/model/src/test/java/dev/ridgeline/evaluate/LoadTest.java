package dev.ridgeline.evaluate;

import static dev.ridgeline.testing.Plans.SETTINGS;
import static dev.ridgeline.testing.Plans.link;
import static dev.ridgeline.testing.ReplicaBuilder.aReplica;
import static dev.ridgeline.testing.WorkflowBuilder.aWorkflow;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;

import dev.ridgeline.deployment.ColocatedPlanner;
import dev.ridgeline.deployment.DecodePool;
import dev.ridgeline.deployment.DisaggregatedPlanner;
import dev.ridgeline.deployment.Fleet;
import dev.ridgeline.deployment.HardwareVariant;
import dev.ridgeline.deployment.KvPolicy;
import dev.ridgeline.deployment.KvTier;
import dev.ridgeline.deployment.Load;
import dev.ridgeline.deployment.OpenLoop;
import dev.ridgeline.deployment.OpenLoop.Result;
import dev.ridgeline.deployment.Planner;
import dev.ridgeline.deployment.Replica;
import dev.ridgeline.deployment.ServingPlan;
import dev.ridgeline.deployment.ServingSettings;
import dev.ridgeline.deployment.TaskPlan;
import dev.ridgeline.economics.FleetPlan;
import dev.ridgeline.economics.FleetWaits;
import dev.ridgeline.economics.People;
import dev.ridgeline.economics.PoolPrices;
import dev.ridgeline.economics.UnitEconomics;
import dev.ridgeline.operator.StateSize;
import dev.ridgeline.queue.Wait;
import dev.ridgeline.testing.Plans;
import dev.ridgeline.workload.Request;
import dev.ridgeline.workload.Session;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.DoubleSupplier;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Percentiles of latencies, judged by a simulation of the steps of replicas. Errors are in percent
 * of the simulated time, over mean, P50, P90 and P99.
 */
class LoadTest {

  private static final long SEED = 20261126;

  /** KV of a token of Llama-3.1-8B in bf16. */
  private static final double KV = 131_072;

  private static final double[] SHARES = {0.5, 0.9, 0.99};

  private static Replica replica() {
    return aReplica("llama-3.1-8b").in("bf16").on("h100-sxm").calibrated().build();
  }

  private static DisaggregatedPlanner twoPools() {
    StateSize state = new StateSize(0, KV, List.of());
    DecodePool decode = new DecodePool(replica(), KvTier.NONE);
    return new DisaggregatedPlanner(replica(), decode, link("ib-ndr-400"), state, SETTINGS);
  }

  /** Largest error of a percentile, or of the mean, in percent. */
  private static double worst(double own, Wait wait, double[] sorted, double ofSorted) {
    double worst = error(own + wait.meanSeconds(), Result.mean(sorted) + ofSorted);
    for (double share : SHARES) {
      double simulated = Result.percentile(sorted, share) + ofSorted;
      worst = Math.max(worst, error(own + wait.percentileSeconds(share), simulated));
    }
    return worst;
  }

  private static double error(double is, double simulated) {
    return Math.abs(is / simulated - 1) * 100;
  }

  private static People people(
      ServingPlan plan, Request request, Planner planner, Session session) {
    double latency = plan.ttftSeconds() + request.outputTokens() * plan.tpotSeconds();
    TaskPlan task = TaskPlan.of(planner, session, KvPolicy.HOLD, plan.batch());
    return new People(latency, 0, session.turns(), task);
  }

  /**
   * Time to first token of pools that only prefill: 10 % at a utilization of 0.7 and less, 20 % at
   * 0.85. Turns of the coding agent have a long first prompt, and short ones after it.
   */
  @ParameterizedTest
  @CsvSource({
    "summarization, 1, 0.5, 1, 10",
    "summarization, 1, 0.7, 1, 10",
    "summarization, 1, 0.85, 1, 20",
    "summarization, 8, 0.5, 1, 10",
    "summarization, 8, 0.7, 1, 10",
    "summarization, 8, 0.85, 1, 20",
    "coding, 1, 0.5, 1, 10",
    "coding, 1, 0.7, 1, 10",
    "coding, 1, 0.85, 1, 20",
    "coding, 8, 0.5, 1, 10",
    "coding, 8, 0.7, 1, 10",
    "coding, 8, 0.85, 1, 20",
    // Of bursts, two moments do not decide: other arrivals of this variation differ by as much.
    "summarization, 1, 0.5, 4, 45",
    "summarization, 1, 0.7, 4, 25",
    "summarization, 1, 0.85, 4, 15",
    "summarization, 8, 0.5, 4, 25",
    "summarization, 8, 0.7, 4, 30",
    "summarization, 8, 0.85, 4, 25",
  })
  void poolsThatPrefill(
      String workflow, int servers, double utilization, double variation, double mostError) {
    Session session = new Session(Plans.CATALOGS.workflows().find(workflow).orElseThrow());
    Request request = session.at((session.promptTokens(1) + session.peakPromptTokens()) / 2);
    DisaggregatedPlanner planner = twoPools();
    ServingPlan plan = planner.plan(new Load(-1, request, 1, utilization), HardwareVariant.AS_IS);
    double demand = servers * plan.prefillRequestsPerSecond() * (1 - 1e-9);
    People people = people(plan, request, planner, session);
    FleetPlan fleet =
        FleetPlan.of(
            new Fleet(Fleet.Bound.REQUESTS_PER_SECOND, demand),
            plan,
            new UnitEconomics(plan, request, new PoolPrices(1, 1, 0, 0)),
            people,
            SETTINGS);
    assertThat(fleet.prefillReplicas()).isEqualTo(servers);
    assertThat(fleet.prefillUtilization()).isCloseTo(utilization, within(1e-6));

    double[] services = new double[session.turns()];
    double sum = 0;
    for (int i = 0; i < services.length; i++) {
      services[i] = planner.plan(session.turn(i + 1), 1).prefillServiceSeconds();
      sum += services[i];
    }
    double scale = plan.prefillServiceSeconds() * services.length / sum;
    SplittableRandom random = new SplittableRandom(SEED);
    DoubleSupplier arrivals =
        variation == 1
            ? OpenLoop.poisson(random, demand)
            : OpenLoop.bursts(random, demand, variation);
    double[] waits =
        OpenLoop.waits(
            servers, 400_000, arrivals, () -> scale * services[random.nextInt(services.length)]);
    FleetWaits formula = FleetWaits.of(fleet, 0, people, variation).orElseThrow();
    assertThat(worst(plan.ttftSeconds(), formula.ofFirstToken(), waits, plan.ttftSeconds()))
        .as("percent off for %s, %s servers, utilization %s", workflow, servers, utilization)
        .isLessThan(mostError);
  }

  /**
   * Colocated pools whose steps carry prompts beside decodes, or alternate. Up to half of the time
   * in steps with prompts, TTFT is 15 % off at most, and request latency 25 %. Beyond that the
   * formulas are too low: the number of sequences varies more than they say.
   */
  @ParameterizedTest
  @CsvSource({
    // new tokens, output, chunk, mixes, batch, percent off of TTFT, of request latency
    "7059, 208, 2048, true, 2, 15, 10",
    "7059, 208, 2048, true, 4, 15, 10",
    "7059, 208, 2048, true, 8, 15, 15",
    "7059, 208, 2048, true, 16, 40, 25",
    "7059, 208, 2048, false, 4, 15, 15",
    "7059, 208, 2048, false, 8, 15, 25",
    "7059, 208, 8192, true, 8, 15, 20",
    "7059, 208, 8192, false, 8, 15, 20",
    "1020, 129, 2048, true, 16, 15, 10",
    "1020, 129, 2048, true, 32, 15, 10",
    "1020, 129, 2048, true, 64, 30, 15",
    "1020, 129, 2048, false, 32, 15, 10",
    "1020, 129, 2048, false, 64, 15, 20",
  })
  void onePool(
      int newTokens,
      int outputTokens,
      int chunk,
      boolean mixes,
      int batch,
      double ofFirstToken,
      double ofLatency) {
    ServingSettings settings = new ServingSettings(0.9, chunk).mixing(mixes);
    Session session =
        new Session(aWorkflow().firstPromptTokens(newTokens).outputTokens(outputTokens).build());
    Request request = session.turn(1);
    ColocatedPlanner planner = new ColocatedPlanner(replica(), KvTier.NONE, settings);
    ServingPlan plan = planner.plan(request, batch);
    int most = (int) plan.maxBatch();
    OpenLoop.Engine engine = new OpenLoop.Engine(replica(), settings, request, mixes, most);
    People people = people(plan, request, planner, session);
    double rate = plan.requestsPerSecond();

    Result closed = engine.closed(2000, batch);
    assertThat(rate)
        .as("rate of a closed loop")
        .isCloseTo(closed.requestsPerSecond(), withinPercentage(1));
    assertThat(people.requestSeconds())
        .as("latency of a closed loop")
        .isCloseTo(Result.mean(closed.latency()), withinPercentage(1));

    UnitEconomics economics = new UnitEconomics(plan, request, new PoolPrices(1, 1, 0, 0));
    FleetPlan fleet = FleetPlan.of(Fleet.LIMIT, plan, economics, people, settings);
    ServingPlan fuller = planner.plan(request, batch + 1);
    double longer =
        fuller.ttftSeconds()
            + request.outputTokens() * fuller.tpotSeconds()
            - people.requestSeconds();
    FleetWaits formula = FleetWaits.of(fleet, longer, people, 1).orElseThrow();
    Result open = engine.open(20_000, OpenLoop.poisson(new SplittableRandom(SEED), rate));
    assertThat(worst(plan.ttftSeconds(), formula.ofFirstToken(), open.ttft(), 0))
        .as("percent off in TTFT with prompts in %.2f of the time", plan.prefillUtilization())
        .isLessThan(ofFirstToken);
    assertThat(worst(formula.requestSeconds(), formula.ofRequest(), open.latency(), 0))
        .as("percent off in latency with prompts in %.2f of the time", plan.prefillUtilization())
        .isLessThan(ofLatency);
  }
}
