package dev.ridgeline.evaluate;

import dev.ridgeline.config.EnumName;
import dev.ridgeline.space.Axis;
import java.util.List;

/** Columns of whole tasks under their KV policy. */
final class TaskColumns {

  /** The best policy is the cheapest, so it depends on the tariff. */
  private static final CellSection TASK =
      new CellSection(Availability.SERVING, Depth.TASK, Axis.TARIFF);

  private static final double WATTS_PER_MEGAWATT = 1e6;

  static final List<CellColumn> ALL =
      List.of(
          TASK.text(
              "task_kv_policy",
              "What happens to the KV cache while the task waits for a tool: kv_policy, or the"
                  + " cheapest policy where that is best.",
              r -> EnumName.of(r.task.policy())),
          TASK.real(
              "task_latency_s",
              "s",
              "Latency of a task: prefill, restored KV cache and decode of all turns, and the"
                  + " waits for tools and for a place in the batch.",
              r -> r.task.latencySeconds()),
          TASK.real(
              "task_wait_s", "s", "Time of a task in waits for tools.", r -> r.task.waitSeconds()),
          TASK.real(
              "task_ttft_s",
              "s",
              "Time before the first token of each turn, summed over the turns of a task. Waits for"
                  + " a place in the batch are included.",
              r -> r.task.ttftSeconds()),
          TASK.real(
              "task_computed_tokens",
              "tokens",
              "Tokens that prefill computes in all turns of a task.",
              r -> r.task.computedTokens()),
          TASK.real(
              "task_cached_tokens",
              "tokens",
              "Tokens of all prompts of a task whose KV cache is reused.",
              r -> r.task.cachedTokens()),
          TASK.real(
              "task_output_tokens",
              "tokens",
              "Tokens that a task generates in all turns.",
              r -> r.task.outputTokens()),
          TASK.real(
              "tasks_per_s",
              "1/s",
              "Tasks that one decode replica with its share of the prefill pool completes with its"
                  + " sessions.",
              r -> r.task.tasksPerSecond()),
          TASK.real(
              "tasks_in_flight",
              "",
              "Tasks in progress on a decode replica at the rate tasks_per_s, those that wait"
                  + " for a tool included.",
              r -> r.task.tasksInFlight()),
          TASK.real(
              "agents_per_accelerator",
              "",
              "Agents that an accelerator serves at once: tasks in progress over the accelerators"
                  + " of all pools. Replicas come in any fraction.",
              r -> 1 / r.agentNeeds().accelerators()),
          TASK.real(
              "agents_per_megawatt",
              "",
              "Agents that a megawatt of provisioned power serves at once: boards at their limit,"
                  + " hosts, chassis, the overhead of the site and its headroom.",
              r -> WATTS_PER_MEGAWATT / r.agentNeeds().watts()),
          TASK.real(
              "agents_per_rack",
              "",
              "Agents that a rack serves at once, with as many accelerators as the catalog has in"
                  + " it. Several kinds share racks by their numbers.",
              r -> 1 / r.agentNeeds().racks()),
          TASK.real(
              "task_concurrency_limit",
              "",
              "Tasks whose KV cache fits at the same time: memory for it over the mean need of a"
                  + " task. With more of them a cache drops prefixes that turns come back for.",
              r -> r.task.concurrencyLimit()),
          TASK.text(
              "task_bound",
              "What bounds the rate of tasks: THROUGHPUT, MEMORY, TIER_MEMORY, TIER_BANDWIDTH, or"
                  + " SESSIONS where they are too few for the replica.",
              r -> r.task.bound().name()),
          TASK.real(
              "task_usage_s",
              "s",
              "Time of a decode replica that the computation of a task takes.",
              r -> r.task.usageSeconds()),
          TASK.real(
              "task_reservation_s",
              "s",
              "Time of a decode replica that a task reserves by its share of the memory for KV"
                  + " cache.",
              r -> r.task.reservationSeconds()),
          TASK.real(
              "task_byte_seconds",
              "B s",
              "KV cache of a task times the time for which it is kept, in device memory and"
                  + " memory tier.",
              r -> r.task.byteSeconds()),
          TASK.real(
              "task_waiting_byte_seconds",
              "B s",
              "KV cache of a task times the time for which it is kept during waits for tools.",
              r -> r.task.waitingByteSeconds()),
          TASK.real(
              "task_peak_cf_bytes",
              "B",
              "Capacity footprint of a task at the end of its last turn, or of the last turns of its"
                  + " sub-agents, where it is largest.",
              r -> r.task.peakFootprintBytes()),
          TASK.real(
              "task_mean_cf_bytes",
              "B",
              "Capacity footprint of a task, averaged over its latency.",
              r -> r.task.meanFootprintBytes()),
          TASK.real(
              "task_joules",
              "J",
              "Energy of a task, hosts and site included.",
              r -> r.task.joules()));

  private TaskColumns() {}
}
