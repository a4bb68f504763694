package dev.ridgeline.evaluate;

import dev.ridgeline.deployment.LruTasks;
import dev.ridgeline.deployment.TaskPlan;
import dev.ridgeline.space.Axis;
import java.util.List;
import java.util.Objects;
import java.util.function.ToDoubleFunction;

/** Columns of the cache of prefixes: where later turns find them, and what follows from it. */
final class CacheColumns {

  private static final CellSection TASK =
      new CellSection(Availability.SERVING, Depth.TASK, Axis.TARIFF);

  static final List<CellColumn> ALL =
      List.of(
          ofLaterTurns(
              "hit_rate",
              "Share of the later turns of a task that find their prefix on any level of memory: a"
                  + " result where task_kv_policy is lru, and what the policy does elsewhere.",
              task -> task.foundInMemory() + task.foundInTier() + task.foundInFarTier()),
          ofLaterTurns(
              "hit_rate_memory",
              "Share of the later turns of a task that find their prefix in device memory.",
              TaskPlan::foundInMemory),
          ofLaterTurns(
              "hit_rate_tier",
              "Share of the later turns of a task that find their prefix in the memory tier.",
              TaskPlan::foundInTier),
          ofLaterTurns(
              "hit_rate_far_tier",
              "Share of the later turns of a task that find their prefix in the tier behind the"
                  + " memory tier.",
              TaskPlan::foundInFarTier),
          TASK.real(
              "turn_ttft_s",
              "s",
              "Mean time to first token of a turn of a task, with its wait for a place in the"
                  + " batch.",
              r -> r.task.ttftSecondsOfTurn()),
          TASK.real(
              "turn_queue_s",
              "s",
              "Mean time for which a turn waits for a place in the batch, because a replica has"
                  + " more sessions than run at once.",
              r -> r.task.queueSecondsOfTurn()),
          ttft(
              Availability.CACHE,
              "memory",
              "finds its prefix in device memory",
              LruTasks::ttftSecondsInMemory),
          ttft(
              Availability.CACHE_TIER,
              "tier",
              "reads its prefix from the memory tier",
              LruTasks::ttftSecondsInTier),
          ttft(
              Availability.CACHE_FAR_TIER,
              "far_tier",
              "reads its prefix from the tier behind the memory tier",
              LruTasks::ttftSecondsInFarTier),
          ttft(
              Availability.CACHE,
              "missed",
              "computes its whole prompt",
              LruTasks::ttftSecondsMissed),
          TASK.real(
              "knee_sessions",
              "",
              "Sessions at which the batch of a replica runs all the time. With more of them turns"
                  + " wait for each other, and a cache loses prefixes.",
              r -> r.task.kneeSessions()),
          TASK.real(
              "rate_over_knee",
              "",
              "Ratio of tasks_per_s to the rate at knee_sessions. Past the knee it shows how far"
                  + " the rate collapses.",
              r -> r.task.rateOverKnee()),
          TASK.real(
              "max_sessions",
              "",
              "Most sessions of a replica with a mean turn_ttft_s of at most turnTtftSeconds of the"
                  + " sweep; default: its target of ttftSeconds, else 10 s, as the first tier of"
                  + " AA-AgentPerf asks for. It is 0 where not even one session has it.",
              CellResult::mostSessions),
          new CellSection(Availability.CACHE_PRICE, Depth.TASK, Axis.TARIFF)
              .real(
                  "dollars_per_task_without_tier",
                  "$",
                  "Price of a task if device memory were the only level of the cache, and the memory"
                      + " tiers were neither used nor paid for.",
                  r ->
                      r.economics.dollarsPerTaskWithoutTier(
                          cache(r).planWithoutTiers(r.sessions.number()))));

  private CacheColumns() {}

  private static CellColumn ofLaterTurns(
      String name, String doc, ToDoubleFunction<TaskPlan> share) {
    return TASK.real(
        name,
        "",
        doc + " It says nothing where the workflow has one turn.",
        r -> share.applyAsDouble(r.task));
  }

  private static CellColumn ttft(
      Availability availability, String level, String what, ToDoubleFunction<LruTasks> seconds) {
    return new CellSection(availability, Depth.TASK, Axis.TARIFF)
        .real(
            "turn_ttft_" + level + "_s",
            "s",
            "Mean time to first token of a later turn that " + what + ", without queueing.",
            r -> seconds.applyAsDouble(cache(r)));
  }

  private static LruTasks cache(CellResult cell) {
    return Objects.requireNonNull(cell.task.cache());
  }
}
