package dev.ridgeline.evaluate;

import dev.ridgeline.config.EnumName;
import dev.ridgeline.space.Axis;
import java.util.List;

/** Whole tasks under their KV policy. */
final class TaskColumns {

  /** Which policy is the best depends on what it costs. */
  private static final CellSection TASK =
      new CellSection(Availability.SERVING, Depth.TASK, Axis.TARIFF);

  static final List<CellColumn> ALL =
      List.of(
          TASK.text(
              "task_kv_policy",
              "What becomes of state while the task waits: kv_policy, or the cheapest where that is best.",
              r -> EnumName.of(r.task.policy())),
          TASK.real(
              "task_latency_s",
              "s",
              "Latency of a task: prefill, restored state and decode of all turns, and waits for tools.",
              r -> r.task.latencySeconds()),
          TASK.real(
              "task_wait_s", "s", "Part of it in waits for tools.", r -> r.task.waitSeconds()),
          TASK.real(
              "task_ttft_s",
              "s",
              "Part of it before first tokens, summed over the turns.",
              r -> r.task.ttftSeconds()),
          TASK.real(
              "task_computed_tokens",
              "tokens",
              "Tokens that prefill computes in all turns.",
              r -> r.task.computedTokens()),
          TASK.real(
              "task_cached_tokens",
              "tokens",
              "Tokens of all prompts whose state is found in the cache.",
              r -> r.task.cachedTokens()),
          TASK.real(
              "task_output_tokens",
              "tokens",
              "Tokens generated in all turns.",
              r -> r.task.outputTokens()),
          TASK.real(
              "tasks_per_s",
              "1/s",
              "Tasks that one decode replica with its share of the prefill pool completes.",
              r -> r.task.tasksPerSecond()),
          TASK.real(
              "tasks_in_flight",
              "",
              "Tasks under way on a decode replica at that rate, waiting ones included.",
              r -> r.task.tasksInFlight()),
          TASK.real(
              "task_concurrency_limit",
              "",
              "Tasks whose state fits: memory for state over the mean state of a task.",
              r -> r.task.concurrencyLimit()),
          TASK.text(
              "task_bound",
              "What bounds the rate of tasks: THROUGHPUT, MEMORY, TIER_MEMORY or TIER_BANDWIDTH.",
              r -> r.task.bound().name()),
          TASK.real(
              "task_usage_s",
              "s",
              "Time of a decode replica that a task uses.",
              r -> r.task.usageSeconds()),
          TASK.real(
              "task_reservation_s",
              "s",
              "Time of a decode replica that a task reserves by its share of the memory for state.",
              r -> r.task.reservationSeconds()),
          TASK.real(
              "task_byte_seconds",
              "B s",
              "State times the time for which it is kept, in memory and tier.",
              r -> r.task.byteSeconds()),
          TASK.real(
              "task_waiting_byte_seconds",
              "B s",
              "Part of it during waits for tools.",
              r -> r.task.waitingByteSeconds()),
          TASK.real(
              "task_peak_cf_bytes",
              "B",
              "Capacity footprint of a task at the end of its last turn.",
              r -> r.task.peakFootprintBytes()),
          TASK.real(
              "task_mean_cf_bytes",
              "B",
              "Capacity footprint of a task on average over its course.",
              r -> r.task.meanFootprintBytes()),
          TASK.real("task_joules", "J", "Energy of a task, site included.", r -> r.task.joules()));

  private TaskColumns() {}
}
