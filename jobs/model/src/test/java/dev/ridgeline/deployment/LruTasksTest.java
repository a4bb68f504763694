package dev.ridgeline.deployment;

import static dev.ridgeline.deployment.Tasks.BATCH;
import static dev.ridgeline.deployment.Tasks.FIRST;
import static dev.ridgeline.deployment.Tasks.KV;
import static dev.ridgeline.deployment.Tasks.SECOND;
import static dev.ridgeline.deployment.Tasks.SESSION;
import static dev.ridgeline.deployment.Tasks.THIRD;
import static dev.ridgeline.deployment.Tasks.replica;
import static dev.ridgeline.deployment.Tasks.task;
import static dev.ridgeline.deployment.Tasks.threeTurns;
import static dev.ridgeline.testing.KvTierBuilder.aTier;
import static dev.ridgeline.testing.Plans.ROUNDING;
import static dev.ridgeline.testing.Plans.SETTINGS;
import static dev.ridgeline.testing.Plans.disaggregated;
import static dev.ridgeline.testing.Plans.link;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.ridgeline.cost.Speedup;
import dev.ridgeline.deployment.Tasks.Task;
import dev.ridgeline.operator.StateSize;
import dev.ridgeline.workload.Request;
import dev.ridgeline.workload.Session;
import java.util.List;
import java.util.stream.Stream;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Tasks whose state a cache keeps, prefixes that all tasks share, and prefixes that move. */
class LruTasksTest {

  static Stream<Task> tasks() {
    return Tasks.tasks().limit(60);
  }

  private static DisaggregatedPlanner twoPools(KvTier tier) {
    return new DisaggregatedPlanner(
        replica(),
        new DecodePool(replica(), tier),
        link("ib-ndr-400"),
        new StateSize(0, KV, List.of()),
        SETTINGS);
  }

  private static double ttft(Request request) {
    return disaggregated(replica(), replica(), link("ib-ndr-400"), KV, request, BATCH)
        .ttftSeconds();
  }

  /**
   * Cell 115. Decode keeps 1,100 and 1,400 cached tokens of 131,072 bytes, which prefill needs.
   * They cross the link of 50 GB/s after 5 us each. A task that recomputes sends nothing back.
   */
  @Test
  void aPrefixThatDecodeKeepsCrossesTheLinkToPrefill() {
    TaskPlan held = TaskPlan.of(twoPools(KvTier.NONE), SESSION, KvPolicy.HOLD, BATCH);
    double crossing = 2 * 5e-6 + (1100 + 1400) * KV / 50e9;
    assertThat(held.ttftSeconds())
        .as("cell 115: 2,500 tokens of 131,072 bytes at 50 GB/s")
        .isCloseTo(ttft(FIRST) + ttft(SECOND) + ttft(THIRD) + crossing, ROUNDING);

    TaskPlan recomputed = TaskPlan.of(twoPools(KvTier.NONE), SESSION, KvPolicy.RECOMPUTE, BATCH);
    assertThat(recomputed.ttftSeconds())
        .as("cell 115: nothing is sent back")
        .isCloseTo(
            ttft(FIRST) + ttft(new Request(1300, 0, 100)) + ttft(new Request(1600, 0, 100)),
            ROUNDING);
  }

  /** Cell 116. A pool that both read at 50 GB/s takes as long as it takes decode, and no link. */
  @Test
  void bothPoolsReadASharedTier() {
    KvTier own = aTier().bytes(256e9).build();
    KvTier pool = aTier().bytes(256e9).shared().build();
    double reading = (1100 + 1400) * KV / 50e9;
    double alone = ttft(FIRST) + ttft(SECOND) + ttft(THIRD);
    assertThat(TaskPlan.of(twoPools(pool), SESSION, KvPolicy.OFFLOAD, BATCH).ttftSeconds())
        .as("cell 116: 2,500 tokens of 131,072 bytes from a pool at 50 GB/s")
        .isCloseTo(alone + reading, ROUNDING);
    assertThat(TaskPlan.of(twoPools(own), SESSION, KvPolicy.OFFLOAD, BATCH).ttftSeconds())
        .as("cell 116: from the memory of decode, and over the link")
        .isCloseTo(alone + reading + 2 * 5e-6 + reading, ROUNDING);
  }

  /**
   * Cell 117. Of the first prompt of 1,000 tokens all tasks share 800. Every turn computes 200, and
   * 300 and 600 tokens wait for 10 s instead of 1,100 and 1,400.
   */
  @Test
  void aSharedPrefixIsComputedAndHeldOnce() {
    Session session = new Session(threeTurns().toolWaitSeconds(10).sharedPrefixTokens(800).build());
    ColocatedPlanner planner = new ColocatedPlanner(replica(), KvTier.NONE, SETTINGS);
    TaskPlan task = TaskPlan.of(planner, session, KvPolicy.HOLD, BATCH);
    assertThat(task.computedTokens()).as("cell 117: computed tokens").isEqualTo(3 * 200);
    assertThat(task.cachedTokens()).as("cell 117: found").isEqualTo(800 + 1100 + 1400);
    assertThat(task.waitingByteSeconds())
        .as("cell 117: 10 s with 300 tokens, and 10 s with 600")
        .isCloseTo(10 * (300 + 600) * KV, ROUNDING);
    assertThat(session.cachedTokensOfTask()).as("cell 117: in prices of sellers").isEqualTo(3300);
    assertThat(TaskPlan.of(planner, session, KvPolicy.RECOMPUTE, BATCH).computedTokens())
        .as("cell 117: a dropped state is computed but for the shared prefix")
        .isEqualTo(200 + 500 + 800);
  }

  /** Cell 118. Eight requests of 1,400 tokens at their end share 800: 8 x 600 + 800. */
  @Test
  void aBatchHoldsASharedPrefixOnce() {
    DecodePool pool = new DecodePool(replica(), KvTier.NONE);
    DecodeCapacity capacity =
        pool.capacity(new Request(1300, 1100, 100, 800), BATCH, 0, Speedup.NONE);
    assertThat(capacity.stateBytes())
        .as("cell 118: 5,600 tokens of 131,072 bytes")
        .isCloseTo((BATCH * 600 + 800) * KV, ROUNDING);
  }

  @ParameterizedTest
  @MethodSource("tasks")
  void fewSessionsAreHeldAndManyAreRecomputed(Task task) {
    TaskPlan held = task.plan(KvPolicy.HOLD, KvTier.NONE);
    TaskPlan recomputed = task.plan(KvPolicy.RECOMPUTE, KvTier.NONE);
    TaskPlan cached = TaskPlan.cached(held, recomputed);
    TaskPlan one = cached.with(1);
    if (held.concurrencyLimit() > 1000) {
      assertThat(one.foundInMemory()).as("law: a lone session").isCloseTo(1, within(0.01));
      assertThat(one.decodeReplicaSeconds())
          .as("law: a lone session is held")
          .isCloseTo(held.with(1).decodeReplicaSeconds(), Percentage.withPercentage(1));
    }
    TaskPlan many = cached.with(1e8);
    boolean comesBack = task.session().turns() > 1;
    assertThat(many.foundInMemory())
        .as("law: many sessions find nothing")
        .isEqualTo(comesBack ? 0 : many.foundInMemory());
    assertThat(many.usageSeconds())
        .as("law: many sessions compute all of it again")
        .isCloseTo(recomputed.usageSeconds(), Percentage.withPercentage(comesBack ? 1e-6 : 100));
  }

  @ParameterizedTest
  @MethodSource("tasks")
  void rateTimesLatencyIsTheNumberOfSessions(Task task) {
    for (KvPolicy policy : List.of(KvPolicy.HOLD, KvPolicy.OFFLOAD, KvPolicy.LRU)) {
      for (double sessions : new double[] {1, 100, 1e6}) {
        TaskPlan plan = task.plan(policy).with(sessions);
        assertThat(plan.tasksPerSecond() * plan.latencySeconds())
            .as("law: Little's law under %s", policy)
            .isCloseTo(sessions, Percentage.withPercentage(1e-6));
        assertThat(plan.tasksInFlight())
            .as("law: sessions under %s", policy)
            .isCloseTo(sessions, Percentage.withPercentage(1e-6));
      }
    }
  }

  /** The target is met with the sessions that are said to meet it, and not with one more. */
  @ParameterizedTest
  @MethodSource("tasks")
  void theMostSessionsMeetTheTarget(Task task) {
    for (KvPolicy policy : List.of(KvPolicy.HOLD, KvPolicy.LRU)) {
      TaskPlan plan = task.plan(policy);
      double target = 2 * plan.with(1).ttftSecondsOfTurn();
      double most = plan.mostSessions(target);
      assertThat(plan.with(most).ttftSecondsOfTurn())
          .as("law: time to first token of the most sessions under %s", policy)
          .isLessThanOrEqualTo(target * (1 + 1e-9));
      if (most < 1e8) {
        assertThat(plan.with(most + 1).ttftSecondsOfTurn())
            .as("law: time to first token of one more under %s", policy)
            .isGreaterThan(target * (1 - 1e-9));
      }
      assertThat(plan.mostSessions(0)).as("law: no session is that fast").isZero();
    }
  }

  /** A task of one session: its replica waits for it most of the time, and costs as much. */
  @Test
  void tooFewSessionsCostTheIdleReplica() {
    TaskPlan one = task(KvTier.NONE, KvPolicy.HOLD).with(1);
    assertThat(one.bound()).isEqualTo(TaskPlan.Bound.SESSIONS);
    assertThat(one.decodeReplicaSeconds()).isEqualTo(one.latencySeconds());
  }
}
