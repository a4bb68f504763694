package dev.ridgeline.deployment;

import static dev.ridgeline.deployment.Tasks.BATCH;
import static dev.ridgeline.deployment.Tasks.FIRST;
import static dev.ridgeline.deployment.Tasks.KV;
import static dev.ridgeline.deployment.Tasks.SECOND;
import static dev.ridgeline.deployment.Tasks.THIRD;
import static dev.ridgeline.deployment.Tasks.replica;
import static dev.ridgeline.deployment.Tasks.task;
import static dev.ridgeline.deployment.Tasks.threeTurns;
import static dev.ridgeline.testing.Plans.ROUNDING;
import static dev.ridgeline.testing.Plans.SETTINGS;
import static dev.ridgeline.testing.Plans.colocated;
import static dev.ridgeline.testing.Samples.SLACK;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ridgeline.deployment.Tasks.Task;
import dev.ridgeline.economics.PoolPrices;
import dev.ridgeline.economics.UnitEconomics;
import dev.ridgeline.testing.Samples;
import dev.ridgeline.workload.Session;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whole tasks: the sum of their turns, and the memory that they take. */
class TaskTest {

  static Stream<Task> tasks() {
    return Tasks.tasks();
  }

  /** Cell 38. Held: the turns add up, and state is kept while the task waits. */
  @Test
  void aHeldTaskIsTheSumOfItsTurns() {
    ServingPlan first = colocated(replica(), FIRST, BATCH);
    ServingPlan second = colocated(replica(), SECOND, BATCH);
    ServingPlan third = colocated(replica(), THIRD, BATCH);
    TaskPlan task = task(KvTier.NONE, KvPolicy.HOLD);

    assertThat(task.usageSeconds())
        .as("cell 38: time of the replica in three turns")
        .isCloseTo(
            1 / first.requestsPerSecond()
                + 1 / second.requestsPerSecond()
                + 1 / third.requestsPerSecond(),
            ROUNDING);
    double prefill = first.ttftSeconds() + second.ttftSeconds() + third.ttftSeconds();
    double decode = 100 * (first.tpotSeconds() + second.tpotSeconds() + third.tpotSeconds());
    assertThat(task.ttftSeconds()).as("cell 38: three prefills").isCloseTo(prefill, ROUNDING);
    assertThat(task.waitSeconds()).as("cell 38: two waits of ten seconds").isEqualTo(20);
    assertThat(task.latencySeconds())
        .as("cell 38: waits, prefills and 300 decode steps")
        .isCloseTo(20 + prefill + decode, ROUNDING);
    assertThat(task.computedTokens())
        .as("cell 38: tokens that are computed")
        .isEqualTo(1000 + 200 + 200);
    assertThat(task.cachedTokens())
        .as("cell 38: tokens that are found in the cache")
        .isEqualTo(1100 + 1400);
    assertThat(task.outputTokens()).as("cell 38: three outputs").isEqualTo(300);

    // Ten seconds with 1,100 tokens, ten with 1,400; and those of each turn while it runs.
    double waiting = 10 * KV * (1100 + 1400);
    double running =
        KV
            * (first.ttftSeconds() * 1000
                + second.ttftSeconds() * 1300
                + third.ttftSeconds() * 1600
                + 100 * first.tpotSeconds() * 1050
                + 100 * second.tpotSeconds() * 1350
                + 100 * third.tpotSeconds() * 1650);
    assertThat(task.waitingByteSeconds())
        .as("cell 38: ten seconds with 1,100 tokens and ten with 1,400")
        .isCloseTo(waiting, ROUNDING);
    assertThat(task.byteSeconds())
        .as("cell 38: waiting and running")
        .isCloseTo(waiting + running, ROUNDING);
    double memory = third.usableBytes() - third.fixedBytes();
    assertThat(task.reservationSeconds())
        .as("cell 38: its share of the memory for state")
        .isCloseTo((waiting + running) / memory, ROUNDING);
    assertThat(task.concurrencyLimit())
        .as("cell 38: tasks whose state fits on average")
        .isCloseTo(memory / ((waiting + running) / task.latencySeconds()), ROUNDING);
    assertThat(task.decodeReplicaSeconds())
        .as("cell 38: the larger of what it uses and reserves")
        .isEqualTo(Math.max(task.usageSeconds(), task.reservationSeconds()));
    assertThat(task.peakFootprintBytes())
        .as("cell 38: weights, 1,700 tokens and workspace")
        .isCloseTo(
            third.weightFootprintBytes() + 1700 * KV + third.activationFootprintBytes(), ROUNDING);
  }

  /**
   * Cell 41. An hour of waiting between the turns: the memory of an H100 holds so few such tasks
   * that it, not time, sets what a held task costs.
   */
  @Test
  void longWaitsMakeAHeldTaskCostMemory() {
    Session patient = new Session(threeTurns().toolWaitSeconds(3600).build());
    Planner planner = new ColocatedPlanner(replica(), KvTier.NONE, SETTINGS);
    TaskPlan task = TaskPlan.of(planner, patient, KvPolicy.HOLD, 8);
    assertThat(task.bound()).as("cell 41: memory bounds the rate").isEqualTo(TaskPlan.Bound.MEMORY);
    assertThat(task.tasksInFlight())
        .as("cell 41: as many tasks as memory holds")
        .isCloseTo(task.concurrencyLimit(), ROUNDING);

    ServingPlan plan = colocated(replica(), SECOND, 8);
    UnitEconomics economics = new UnitEconomics(plan, SECOND, new PoolPrices(3.20, 3.20, 0, 0));
    assertThat(economics.dollarsPerTask(task))
        .as("cell 41: its share of the memory at 3.20 $ an hour")
        .isCloseTo(task.reservationSeconds() * 3.20 / 3600, ROUNDING);
    assertThat(economics.usageDollarsPerTask(task))
        .as("cell 41: its share of the time at 3.20 $ an hour")
        .isCloseTo(task.usageSeconds() * 3.20 / 3600, ROUNDING);
  }

  @ParameterizedTest
  @MethodSource("tasks")
  void aTaskIsTheSumOfItsTurns(Task task) {
    TaskPlan plan = task.plan(KvPolicy.RECOMPUTE);
    ColocatedPlanner planner = task.planner();
    double computed = 0;
    double usage = 0;
    for (int i = 1; i <= task.session().turns(); i++) {
      var request = task.session().turn(i, false);
      ServingPlan turn = planner.plan(request, task.sample().batch());
      computed += request.newTokens();
      usage += 1 / turn.requestsPerSecond();
    }
    assertThat(plan.computedTokens())
        .as("law: tokens that are computed")
        .isCloseTo(computed, Samples.ROUNDING);
    assertThat(plan.outputTokens())
        .as("law: tokens that are generated")
        .isCloseTo(task.session().turns() * task.session().outputTokens(), Samples.ROUNDING);
    assertThat(plan.usageSeconds())
        .as("law: time of the replica")
        .isCloseTo(usage, Samples.ROUNDING);
  }

  /** Little's law: tasks in flight are their rate times their latency, and never exceed memory. */
  @ParameterizedTest
  @MethodSource("tasks")
  void tasksInFlightObeyLittlesLawAndFit(Task task) {
    for (KvPolicy policy : new KvPolicy[] {KvPolicy.HOLD, KvPolicy.OFFLOAD, KvPolicy.RECOMPUTE}) {
      TaskPlan plan = task.plan(policy);
      assertThat(plan.tasksInFlight())
          .as("law: rate times latency")
          .isCloseTo(plan.tasksPerSecond() * plan.latencySeconds(), Samples.ROUNDING);
      assertThat(plan.tasksInFlight())
          .as("law: tasks that memory holds")
          .isLessThanOrEqualTo(plan.concurrencyLimit() * SLACK);
      assertThat(plan.joules()).as("law: energy").isPositive();
    }
  }
}
