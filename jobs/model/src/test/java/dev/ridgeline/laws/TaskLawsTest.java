package dev.ridgeline.laws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ridgeline.catalog.Workflow;
import dev.ridgeline.deployment.ColocatedPlanner;
import dev.ridgeline.deployment.KvPolicy;
import dev.ridgeline.deployment.KvTier;
import dev.ridgeline.deployment.ServingPlan;
import dev.ridgeline.deployment.TaskPlan;
import dev.ridgeline.laws.Samples.Sample;
import dev.ridgeline.workload.Session;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What must hold for every task on every deployment. */
class TaskLawsTest {

  private static final Percentage ROUNDING = Percentage.withPercentage(1e-9);
  private static final double SLACK = 1 + 1e-12;
  private static final KvTier TIER = new KvTier("tier", 1e12, 50e9, 0.1, 1e-10, 50);

  /** A deployment and a task on it. */
  record Task(Sample sample, Session session) {

    TaskPlan plan(KvPolicy policy) {
      return plan(policy, TIER);
    }

    TaskPlan plan(KvPolicy policy, KvTier tier) {
      return TaskPlan.of(planner(tier), session, policy, sample.batch());
    }

    ColocatedPlanner planner(KvTier tier) {
      return new ColocatedPlanner(sample.replica(), tier, Samples.SETTINGS);
    }
  }

  /** Tasks whose weights fit, since nothing else can be asked of one. */
  static Stream<Task> tasks() {
    SplittableRandom random = new SplittableRandom(2601_22001L);
    return Samples.samples()
        .filter(sample -> sample.replica().weightBytes() < sample.replica().usableBytes() * 0.8)
        .map(
            sample -> {
              Workflow workflow =
                  Samples.CATALOGS.workflows().entries().stream()
                      .skip(random.nextInt(Samples.CATALOGS.workflows().entries().size()))
                      .findFirst()
                      .orElseThrow();
              return new Task(sample, new Session(workflow, 0.5 + random.nextDouble()));
            });
  }

  @ParameterizedTest
  @MethodSource("tasks")
  void aTaskIsTheSumOfItsTurns(Task task) {
    TaskPlan plan = task.plan(KvPolicy.RECOMPUTE);
    ColocatedPlanner planner = task.planner(TIER);
    double computed = 0;
    double usage = 0;
    for (int i = 1; i <= task.session().turns(); i++) {
      var request = task.session().turn(i, false);
      ServingPlan turn = planner.plan(request, task.sample().batch());
      computed += request.newTokens();
      usage += 1 / turn.requestsPerSecond();
    }
    assertThat(plan.computedTokens()).isCloseTo(computed, ROUNDING);
    assertThat(plan.outputTokens())
        .isCloseTo(task.session().turns() * task.session().outputTokens(), ROUNDING);
    assertThat(plan.usageSeconds()).isCloseTo(usage, ROUNDING);
  }

  @ParameterizedTest
  @MethodSource("tasks")
  void offloadingNeverNeedsMoreMemoryThanHolding(Task task) {
    TaskPlan held = task.plan(KvPolicy.HOLD);
    TaskPlan offloaded = task.plan(KvPolicy.OFFLOAD);
    double heldInMemory = held.byteSeconds();
    double offloadedInMemory = offloaded.byteSeconds() - offloaded.waitingByteSeconds();
    double restoring = offloaded.ttftSeconds() - held.ttftSeconds();
    double most =
        task.sample().replica().acceleratorsPerSequence()
            * task.sample().replica().stateBytes(task.session().peakPromptTokens());
    assertThat(restoring).isGreaterThanOrEqualTo(0);
    assertThat(offloadedInMemory)
        .isLessThanOrEqualTo((heldInMemory - held.waitingByteSeconds() + restoring * most) * SLACK);
    assertThat(offloaded.latencySeconds()).isGreaterThanOrEqualTo(held.latencySeconds() / SLACK);
  }

  @ParameterizedTest
  @MethodSource("tasks")
  void recomputingComputesMoreAndKeepsLess(Task task) {
    TaskPlan held = task.plan(KvPolicy.HOLD);
    TaskPlan recomputed = task.plan(KvPolicy.RECOMPUTE);
    assertThat(recomputed.computedTokens()).isGreaterThanOrEqualTo(held.computedTokens() / SLACK);
    assertThat(recomputed.computedTokens() + recomputed.cachedTokens())
        .isCloseTo(held.computedTokens() + held.cachedTokens(), ROUNDING);
    assertThat(recomputed.usageSeconds()).isGreaterThanOrEqualTo(held.usageSeconds() / SLACK);
    assertThat(recomputed.waitingByteSeconds()).isZero();
  }

  @ParameterizedTest
  @MethodSource("tasks")
  void offloadingNeedsATier(Task task) {
    assertThatThrownBy(() -> task.plan(KvPolicy.OFFLOAD, KvTier.NONE))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("OFFLOAD with tier none");
    assertThat(KvPolicy.OFFLOAD.isPossibleWith(KvTier.NONE)).isFalse();
    assertThat(KvPolicy.OFFLOAD.isPossibleWith(TIER)).isTrue();
    assertThat(KvPolicy.HOLD.isPossibleWith(KvTier.NONE)).isTrue();
  }

  /** Little's law: tasks in flight are their rate times their latency, and never exceed memory. */
  @ParameterizedTest
  @MethodSource("tasks")
  void tasksInFlightObeyLittlesLawAndFit(Task task) {
    for (KvPolicy policy : new KvPolicy[] {KvPolicy.HOLD, KvPolicy.OFFLOAD, KvPolicy.RECOMPUTE}) {
      TaskPlan plan = task.plan(policy);
      assertThat(plan.tasksInFlight())
          .isCloseTo(plan.tasksPerSecond() * plan.latencySeconds(), ROUNDING);
      assertThat(plan.tasksInFlight()).isLessThanOrEqualTo(plan.concurrencyLimit() * SLACK);
      assertThat(plan.joules()).isPositive();
    }
  }
}
