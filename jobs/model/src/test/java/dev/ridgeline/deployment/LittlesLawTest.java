package dev.ridgeline.deployment;

import static dev.ridgeline.testing.Plans.SETTINGS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ridgeline.cost.StepCost;
import dev.ridgeline.testing.Plans;
import dev.ridgeline.testing.Samples;
import dev.ridgeline.testing.Samples.Sample;
import dev.ridgeline.workload.Request;
import dev.ridgeline.workload.Session;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.assertj.core.data.Offset;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Conservation in closed-loop serving by one pool: rate times latency is the number of sequences,
 * and every second of the pool belongs to a step of a request.
 */
class LittlesLawTest {

  private static final Percentage EXACTLY = Percentage.withPercentage(1e-7);
  private static final Offset<Double> CLOSE_TO_ZERO = Offset.offset(1e-12);

  /** A deployment with an engine that mixes phases, or does not, and packs so many prompts. */
  record Served(Sample sample, boolean mixes, PromptsPerStep prompts) {

    ColocatedPlanner planner() {
      Replica replica = sample.replica();
      ServingSettings settings = SETTINGS.mixing(mixes);
      return new ColocatedPlanner(
          new PrefillPool(replica, settings, prompts, 0),
          new DecodePool(replica, KvTier.NONE),
          settings);
    }

    ServingPlan plan(int batch) {
      return planner().plan(sample.request(), batch);
    }
  }

  static Stream<Served> served() {
    SplittableRandom random = new SplittableRandom(1961);
    List<Served> all = new ArrayList<>();
    Samples.samples()
        .forEach(
            sample -> {
              PromptsPerStep prompts = new PromptsPerStep(random.nextInt(4));
              all.add(new Served(sample, true, prompts));
              all.add(new Served(sample, false, prompts));
            });
    return all.stream();
  }

  @ParameterizedTest
  @MethodSource("served")
  void rateTimesLatencyIsTheNumberOfSequences(Served served) {
    ServingPlan plan = served.plan(served.sample().batch());
    double latency =
        plan.ttftSeconds() + served.sample().request().outputTokens() * plan.tpotSeconds();

    assertThat(plan.requestsPerSecond() * latency)
        .as("law: sequences in the system")
        .isCloseTo(served.sample().batch(), EXACTLY);
  }

  @ParameterizedTest
  @MethodSource("served")
  void tasksPerSecondTimesTheirTimeIsTheNumberOfTasks(Served served) {
    int batch = served.sample().batch();
    Session session = new Session(Plans.CATALOGS.workflows().find("coding").orElseThrow());
    TaskPlan task = TaskPlan.of(served.planner(), session, KvPolicy.HOLD, batch);

    double running = task.latencySeconds() - task.waitSeconds();
    assertThat(running / task.usageSeconds())
        .as("law: tasks in progress, those that wait for a tool left out")
        .isCloseTo(batch, EXACTLY);
  }

  /** The smallest batch has one sequence in each part, so that nobody waits for another. */
  @ParameterizedTest
  @MethodSource("served")
  void aRequestAloneTakesItsOwnSteps(Served served) {
    Request request = served.sample().request();
    ServingPlan plan = served.plan(served.sample().sharding().batchParts());

    assertThat(plan.ttftSeconds())
        .as("law: its own prefill")
        .isCloseTo(plan.prefillCost().seconds(), EXACTLY);
    assertThat(plan.ttftSeconds() + request.outputTokens() * plan.tpotSeconds())
        .as("law: its own prefill and its own decode steps")
        .isCloseTo(
            plan.prefillCost().seconds() + request.outputTokens() * plan.decodeStepSeconds(),
            EXACTLY);
    assertThat(plan.interferenceSeconds()).as("law: no interference").isCloseTo(0, CLOSE_TO_ZERO);
  }

  /** The accelerators' time is that of the steps, divided among the requests that share them. */
  @ParameterizedTest
  @MethodSource("served")
  void everySecondBelongsToARequest(Served served) {
    ServingPlan plan = served.plan(served.sample().batch());
    double ofRequest = plan.ofRequest(StepCost::seconds, served.sample().request());

    assertThat(ofRequest)
        .as("law: accelerator-seconds of a request")
        .isCloseTo(plan.accelerators() / plan.requestsPerSecond(), EXACTLY);
  }

  /**
   * Decodes that ride along make a pool no slower than steps of their own. It may lose up to a
   * hundredth: the attention of few decodes is launched in every step that carries prompts.
   */
  @ParameterizedTest
  @MethodSource("served")
  void mixingServesAtLeastAsManyRequests(Served served) {
    int batch = served.sample().batch();
    double mixing =
        new Served(served.sample(), true, served.prompts()).plan(batch).requestsPerSecond();
    double apart =
        new Served(served.sample(), false, served.prompts()).plan(batch).requestsPerSecond();

    assertThat(mixing).as("law: rate").isGreaterThan(0.99 * apart);
  }
}
