package dev.ridgeline.deployment;

import static dev.ridgeline.deployment.Tasks.BATCH;
import static dev.ridgeline.deployment.Tasks.FIRST;
import static dev.ridgeline.deployment.Tasks.KV;
import static dev.ridgeline.deployment.Tasks.TIER;
import static dev.ridgeline.deployment.Tasks.replica;
import static dev.ridgeline.deployment.Tasks.task;
import static dev.ridgeline.deployment.Tasks.threeTurns;
import static dev.ridgeline.testing.KvTierBuilder.aTier;
import static dev.ridgeline.testing.Plans.ROUNDING;
import static dev.ridgeline.testing.Plans.SETTINGS;
import static dev.ridgeline.testing.Plans.colocated;
import static dev.ridgeline.testing.Samples.SLACK;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ridgeline.deployment.Tasks.Task;
import dev.ridgeline.testing.Samples;
import dev.ridgeline.workload.Request;
import dev.ridgeline.workload.Session;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What becomes of state while a task waits: it is held, offloaded or computed again. */
class KvPolicyTest {

  static Stream<Task> tasks() {
    return Tasks.tasks();
  }

  /**
   * Cell 39. Offloaded: a task writes what is new, 1,100 and then 300 tokens, and reads 1,100 and
   * then 1,400 back, before the first token of its turn.
   */
  @Test
  void anOffloadedTaskMovesItsStateAndBack() {
    TaskPlan held = task(TIER, KvPolicy.HOLD);
    TaskPlan task = task(TIER, KvPolicy.OFFLOAD);
    double restoring = KV * (1100 + 1400) / 50e9;
    assertThat(task.ttftSeconds())
        .as("cell 39: 1,100 and 1,400 tokens at 50 GB/s")
        .isCloseTo(held.ttftSeconds() + restoring, ROUNDING);
    assertThat(task.usageSeconds())
        .as("cell 39: time of the replica")
        .isEqualTo(held.usageSeconds());
    assertThat(task.waitingByteSeconds())
        .as("cell 39: state is kept in the tier instead")
        .isEqualTo(held.waitingByteSeconds());
    assertThat(task.computedTokens())
        .as("cell 39: tokens that are computed")
        .isEqualTo(held.computedTokens());

    TaskPlan slow = task(aTier().bytes(1e15).bytesPerSecond(0.01e9).build(), KvPolicy.OFFLOAD);
    assertThat(slow.bound())
        .as("cell 39: a tier that is slow enough bounds the rate")
        .isEqualTo(TaskPlan.Bound.TIER_BANDWIDTH);
    assertThat(slow.decodeReplicaSeconds())
        .as("cell 39: 1,400 tokens written and 2,500 read at 0.01 GB/s")
        .isCloseTo((1400 + 2500) * KV / 0.01e9, ROUNDING);
  }

  /** Cell 40. Dropped: every turn computes its whole prompt, and nothing is kept in between. */
  @Test
  void aRecomputedTaskPrefillsEverythingAgain() {
    ServingPlan first = colocated(replica(), FIRST, BATCH);
    ServingPlan second = colocated(replica(), new Request(1300, 0, 100), BATCH);
    ServingPlan third = colocated(replica(), new Request(1600, 0, 100), BATCH);
    TaskPlan task = task(KvTier.NONE, KvPolicy.RECOMPUTE);
    assertThat(task.usageSeconds())
        .as("cell 40: time of the replica for three whole prompts")
        .isCloseTo(
            1 / first.requestsPerSecond()
                + 1 / second.requestsPerSecond()
                + 1 / third.requestsPerSecond(),
            ROUNDING);
    assertThat(task.computedTokens())
        .as("cell 40: three whole prompts")
        .isEqualTo(1000 + 1300 + 1600);
    assertThat(task.cachedTokens()).as("cell 40: nothing is found").isZero();
    assertThat(task.waitingByteSeconds()).as("cell 40: nothing is kept").isZero();
  }

  /**
   * Cell 61. Three turns of 200 new tokens that each generate 100, with a tier of 0.1 GB/s: 300 and
   * 300 tokens are written, 300 and 600 read, which takes longer than all else.
   */
  @Test
  void aSlowTierBoundsTheRateByItsBandwidth() {
    Session growing = new Session(threeTurns().firstPromptTokens(200).build());
    KvTier slow = aTier().bytes(1e15).bytesPerSecond(0.1e9).build();
    TaskPlan task =
        TaskPlan.of(
            new ColocatedPlanner(replica(), slow, SETTINGS), growing, KvPolicy.OFFLOAD, BATCH);
    assertThat(task.bound()).as("cell 61: bound").isEqualTo(TaskPlan.Bound.TIER_BANDWIDTH);
    assertThat(task.decodeReplicaSeconds())
        .as("cell 61: 1,500 tokens of 131,072 bytes at 0.1 GB/s")
        .isCloseTo(1500 * KV / 0.1e9, ROUNDING)
        .isGreaterThan(task.usageSeconds());
    assertThat(task.tasksPerSecond()).as("cell 61: rate").isCloseTo(0.1e9 / (1500 * KV), ROUNDING);
  }

  /** Cell 62. A tier of 1 GB: ten seconds with 1,100 tokens and ten with 1,400 fill it 3.3 s. */
  @Test
  void aSmallTierBoundsTheRateByItsMemory() {
    TaskPlan task = task(aTier().bytes(1e9).bytesPerSecond(50e9).build(), KvPolicy.OFFLOAD);
    assertThat(task.bound()).as("cell 62: bound").isEqualTo(TaskPlan.Bound.TIER_MEMORY);
    assertThat(task.reservationSeconds())
        .as("cell 62: 25,000 token-seconds of 131,072 bytes in 1 GB")
        .isCloseTo(10 * 2500 * KV / 1e9, ROUNDING);
    assertThat(task.decodeReplicaSeconds())
        .as("cell 62: what it reserves exceeds what it uses")
        .isEqualTo(task.reservationSeconds())
        .isGreaterThan(task.usageSeconds());
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
    assertThat(restoring).as("law: time to restore state").isGreaterThanOrEqualTo(0);
    assertThat(offloadedInMemory)
        .as("law: memory while it runs")
        .isLessThanOrEqualTo((heldInMemory - held.waitingByteSeconds() + restoring * most) * SLACK);
    assertThat(offloaded.latencySeconds())
        .as("law: latency")
        .isGreaterThanOrEqualTo(held.latencySeconds() / SLACK);
  }

  @ParameterizedTest
  @MethodSource("tasks")
  void recomputingComputesMoreAndKeepsLess(Task task) {
    TaskPlan held = task.plan(KvPolicy.HOLD);
    TaskPlan recomputed = task.plan(KvPolicy.RECOMPUTE);
    assertThat(recomputed.computedTokens())
        .as("law: tokens that are computed")
        .isGreaterThanOrEqualTo(held.computedTokens() / SLACK);
    assertThat(recomputed.computedTokens() + recomputed.cachedTokens())
        .as("law: tokens of all prompts")
        .isCloseTo(held.computedTokens() + held.cachedTokens(), Samples.ROUNDING);
    assertThat(recomputed.usageSeconds())
        .as("law: time of the replica")
        .isGreaterThanOrEqualTo(held.usageSeconds() / SLACK);
    assertThat(recomputed.waitingByteSeconds()).as("law: state that is kept").isZero();
  }

  @ParameterizedTest
  @MethodSource("tasks")
  void offloadingNeedsATier(Task task) {
    assertThatThrownBy(() -> task.plan(KvPolicy.OFFLOAD, KvTier.NONE))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("OFFLOAD with tier none");
    assertThat(KvPolicy.OFFLOAD.isPossibleWith(KvTier.NONE))
        .as("law: offloading without a tier")
        .isFalse();
    assertThat(KvPolicy.OFFLOAD.isPossibleWith(Tasks.TIER))
        .as("law: offloading with a tier")
        .isTrue();
    assertThat(KvPolicy.HOLD.isPossibleWith(KvTier.NONE))
        .as("law: holding without a tier")
        .isTrue();
  }

  @Test
  void aTaskIsLeftOutWhereAnotherPolicyTakesNoMoreOfAnyReplica() {
    Set<Boolean> seen = new HashSet<>();
    tasks()
        .forEach(
            task -> {
              List<TaskPlan> rivals =
                  List.of(task.plan(KvPolicy.HOLD), task.plan(KvPolicy.OFFLOAD));
              TaskPlan whole = task.plan(KvPolicy.RECOMPUTE);
              Course course = Course.of(task.session(), KvPolicy.RECOMPUTE, task.sample().batch());
              Optional<TaskPlan> planned =
                  task.planner().taskUnlessDearer(course, KvPolicy.RECOMPUTE, rivals);
              seen.add(planned.isPresent());
              if (planned.isPresent()) {
                assertThat(measures(planned.get())).isEqualTo(measures(whole));
              } else {
                assertThat(rivals)
                    .anyMatch(it -> it.decodeReplicaSeconds() <= whole.decodeReplicaSeconds());
              }
            });
    assertThat(seen).containsExactlyInAnyOrder(true, false);
  }

  private static List<Double> measures(TaskPlan plan) {
    return List.of(
        plan.decodeReplicaSeconds(), plan.latencySeconds(), plan.byteSeconds(), plan.joules());
  }
}
