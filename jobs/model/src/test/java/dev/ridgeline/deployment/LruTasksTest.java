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

import dev.ridgeline.cache.WaitTimes;
import dev.ridgeline.catalog.SubAgents;
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
import org.junit.jupiter.params.provider.ValueSource;

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

  private static final SubAgents FORKED = new SubAgents(4, 2, 3, 500, 50);

  private static TaskPlan forked(SubAgents subAgents, KvPolicy policy, KvTier tier) {
    Session session = new Session(threeTurns().toolWaitSeconds(10).subAgents(subAgents).build());
    return TaskPlan.of(new ColocatedPlanner(replica(), tier, SETTINGS), session, policy, BATCH);
  }

  /**
   * Cell 131. After its second turn a task has 1,400 tokens, and forks four sub-agents, of three
   * turns that append 500 and generate 50 tokens. They stand for its second wait. Prompts of theirs
   * are 1,900, 2,450 and 3,000 tokens, of which 1,400, 1,950 and 2,500 are found.
   */
  @Test
  void subAgentsAreCallsOnTopOfTheContextOfTheirParent() {
    TaskPlan task = forked(FORKED, KvPolicy.HOLD, KvTier.NONE);
    assertThat(task.calls()).as("cell 131: 3 + 4 x 3 calls").isEqualTo(15);
    assertThat(task.computedTokens())
        .as("cell 131: 1,000 + 2 x 200 of the parent, 4 x 3 x 500 of the others")
        .isEqualTo(1400 + 6000);
    assertThat(task.cachedTokens())
        .as("cell 131: found by the parent, and by each of four")
        .isEqualTo(1100 + 1400 + 4 * (1400 + 1950 + 2500));
    assertThat(task.outputTokens()).as("cell 131: 3 x 100 + 12 x 50").isEqualTo(900);
    double slowest = new WaitTimes(10, 0, 0, 0).slowestSeconds(4, 2);
    assertThat(task.waitSeconds())
        .as("cell 131: one wait of the parent, and two of the slowest of four")
        .isCloseTo(10 + slowest, ROUNDING);
    assertThat(slowest).as("cell 131: longer than the mean of one").isBetween(20.0, 80.0);
    assertThat(forked(new SubAgents(1, 2, 3, 500, 50), KvPolicy.HOLD, KvTier.NONE).waitSeconds())
        .as("cell 131: two of one sub-agent")
        .isCloseTo(30, ROUNDING);
    TaskPlan dropped = forked(FORKED, KvPolicy.RECOMPUTE, KvTier.NONE);
    assertThat(dropped.computedTokens())
        .as("cell 131: second turn of the parent, and 550 and 1,100 tokens of each of four, again")
        .isEqualTo(7400 + 1100 + 4 * (550 + 1100));
  }

  /**
   * Cell 132. The state of the 1,400 tokens that four sub-agents inherit is kept once. Before their
   * second and third turn 550 and 1,100 tokens of each wait for 10 s; at the end each has 1,650.
   * The parent waits once, with 1,100 tokens. Latency is that of one sub-agent, and work that of
   * four.
   */
  @Test
  void theContextOfAParentIsHeldOnce() {
    TaskPlan one = forked(new SubAgents(1, 2, 3, 500, 50), KvPolicy.HOLD, KvTier.NONE);
    TaskPlan four = forked(FORKED, KvPolicy.HOLD, KvTier.NONE);
    TaskPlan none = task(KvTier.NONE, KvPolicy.HOLD);
    assertThat(four.waitingByteSeconds())
        .as("cell 132: 10 s with 1,100 tokens, and with 4 x 1,650")
        .isCloseTo(10 * (1100 + 4 * (550 + 1100)) * KV, ROUNDING);
    double longer = four.waitSeconds() - one.waitSeconds();
    assertThat(four.latencySeconds())
        .as("cell 132: at once, but for the wait for the slowest")
        .isCloseTo(one.latencySeconds() + longer, ROUNDING);
    assertThat(four.usageSeconds() - one.usageSeconds())
        .as("cell 132: three more of what one takes")
        .isCloseTo(3 * (one.usageSeconds() - none.usageSeconds()), ROUNDING);
    assertThat(four.peakFootprintBytes() - none.peakFootprintBytes())
        .as("cell 132: 1,400 + 4 x 1,650 tokens, instead of 1,700 at the end")
        .isCloseTo((1400 + 4 * 1650 - 1700) * KV, ROUNDING);
    assertThat(four.concurrencyLimit())
        .as("cell 132: those in flight count against memory")
        .isLessThan(one.concurrencyLimit());
    // Kept while three more run: their own tokens in prefill and decode, and no further prefix.
    Request[] turns = {
      new Request(1900, 1400, 50), new Request(2450, 1950, 50), new Request(3000, 2500, 50)
    };
    double kept = 0;
    ColocatedPlanner planner = new ColocatedPlanner(replica(), KvTier.NONE, SETTINGS);
    for (Request turn : turns) {
      ServingPlan plan = planner.plan(turn, BATCH);
      double own = turn.promptTokens() - 1400;
      kept += 3 * (plan.ttftSeconds() * own + 50 * plan.tpotSeconds() * (own + 25)) * KV;
    }
    assertThat(four.byteSeconds() - one.byteSeconds())
        .as("cell 132: three more run and wait")
        .isCloseTo(kept + (10 * 3 * (550 + 1100) + longer * 1400) * KV, ROUNDING);
  }

  /**
   * Cell 133. The tier takes 1,100 tokens before the second turn of the parent. It takes 550 more
   * before each of two turns of four sub-agents, and gives back all that they had. What they
   * inherit stays in memory.
   */
  @Test
  void subAgentsOffloadWhatIsTheirOwn() {
    KvTier tier = aTier().bytes(256e9).bytesPerSecond(50e9).joulesPerByte(1e-9).watts(0).build();
    KvTier free = aTier().bytes(256e9).bytesPerSecond(50e9).joulesPerByte(0).watts(0).build();
    double joules =
        forked(FORKED, KvPolicy.OFFLOAD, tier).joules()
            - forked(FORKED, KvPolicy.OFFLOAD, free).joules();
    double moved = (1100 + 1100 + 4 * (550 + 550 + 550 + 1100)) * KV;
    assertThat(joules)
        .as("cell 133: to the tier and back")
        .isCloseTo(
            moved * 1e-9 * SETTINGS.powerUsageEffectiveness(), Percentage.withPercentage(1e-6));
  }

  /**
   * Cell 134. Where prefill has a pool of its own, what decode keeps crosses the link of 50 GB/s
   * before every turn but the first: 1,100 tokens before the second. Each sub-agent has 1,400,
   * 1,950 and 2,500 before its turns, and the last turn of the parent 1,400. Latency has those of
   * one.
   */
  @Test
  void whatSubAgentsInheritCrossesTheLink() {
    Session session = new Session(threeTurns().toolWaitSeconds(10).subAgents(FORKED).build());
    TaskPlan held = TaskPlan.of(twoPools(KvTier.NONE), session, KvPolicy.HOLD, BATCH);
    double own =
        Stream.of(FIRST, SECOND, THIRD).mapToDouble(LruTasksTest::ttft).sum()
            + ttft(new Request(1900, 1400, 50))
            + ttft(new Request(2450, 1950, 50))
            + ttft(new Request(3000, 2500, 50));
    double tokens = 1100 + 1400 + 1950 + 2500 + 1400;
    assertThat(held.ttftSeconds())
        .as("cell 134: 8,350 tokens of 131,072 bytes at 50 GB/s, in five messages")
        .isCloseTo(own + 5 * 5e-6 + tokens * KV / 50e9, ROUNDING);
    TaskPlan pooled =
        TaskPlan.of(
            twoPools(aTier().bytes(256e9).shared().build()), session, KvPolicy.OFFLOAD, BATCH);
    double read = 1100 + 550 + 1100;
    double crossed = 1400 + 1950 + 2500 + 1400;
    assertThat(pooled.ttftSeconds())
        .as("cell 134: a shared pool gives back what waits, and the link has what is in use")
        .isCloseTo(own + 4 * 5e-6 + (read + crossed) * KV / 50e9, ROUNDING);
    assertThat(session.longestContextTokens())
        .as("cell 134: 1,400 + 3 x 550, more than the 1,700 of the parent")
        .isEqualTo(3050);
  }

  /** A fork of no sub-agents is no fork, and each further one costs more. */
  @ParameterizedTest
  @ValueSource(strings = {"HOLD", "RECOMPUTE", "LRU"})
  void moreSubAgentsTakeMore(KvPolicy policy) {
    TaskPlan before = task(KvTier.NONE, policy);
    assertThat(forked(SubAgents.NONE, policy, KvTier.NONE).joules())
        .as("law: none forked")
        .isEqualTo(before.joules());
    for (int count = 1; count <= 16; count *= 2) {
      TaskPlan more = forked(new SubAgents(count, 1, 2, 500, 50), policy, KvTier.NONE);
      assertThat(more.decodeReplicaSeconds())
          .as("law: work and memory grow with %s", count)
          .isGreaterThan(before.decodeReplicaSeconds());
      assertThat(more.joules()).as("law: energy").isGreaterThan(before.joules());
      before = more;
    }
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
