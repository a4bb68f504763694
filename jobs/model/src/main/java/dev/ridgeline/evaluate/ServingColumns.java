package dev.ridgeline.evaluate;

import dev.ridgeline.cost.StepCost;
import java.util.List;

/** Serving one request after the other: the time of decode steps, latencies and rates. */
final class ServingColumns {

  static final List<CellColumn> ALL =
      List.of(
          CellSection.SERVING.real(
              "decode_compute_bound_s",
              "s",
              "Time of a decode step in operators that arithmetic bounds.",
              r -> step(r).computeBoundSeconds()),
          CellSection.SERVING.real(
              "decode_memory_bound_s",
              "s",
              "Time of a decode step in operators that memory traffic bounds.",
              r -> step(r).memoryBoundSeconds()),
          CellSection.SERVING.real(
              "decode_overhead_s",
              "s",
              "Time of a decode step in kernel launches.",
              r -> step(r).overheadSeconds()),
          CellSection.SERVING.real(
              "decode_communication_s",
              "s",
              "Time of a decode step in collectives.",
              r -> step(r).communicationSeconds()),
          CellSection.SERVING.real(
              "ffn_step_s",
              "s",
              "Time that the feed-forward side works in a decode step; 0 where decode is in one piece.",
              r -> r.plan.feedForwardCost().seconds()),
          CellSection.SERVING.real(
              "exchange_s",
              "s",
              "Time of the exchange between attention and feed-forward in a decode step; 0 in one piece.",
              r -> r.plan.exchangeSeconds()),
          CellSection.SERVING.real(
              "decode_step_s",
              "s",
              "Time from one decode step of a sequence to its next, drafting included.",
              r -> r.plan.decodeStepSeconds()),
          CellSection.SERVING.real(
              "tokens_per_step",
              "",
              "Mean tokens of a sequence that a decode step yields: more than 1 where tokens are drafted.",
              r -> r.plan.tokensPerStep()),
          CellSection.SERVING.real(
              "decode_mfu",
              "",
              "Model FLOPs utilization of decode steps: share of the dense peak at decode_precision.",
              r -> step(r).flops() / r.plan.decodeStepSeconds() / peak(r)),
          CellSection.SERVING.real(
              "decode_mbu",
              "",
              "Memory bandwidth utilization of decode steps.",
              r -> step(r).bytes() / r.plan.decodeStepSeconds() / bandwidth(r)),
          CellSection.SERVING.real(
              "interference_s",
              "s",
              "Time that a decode step loses to prefill on the same accelerators; 0 where disaggregated.",
              r -> r.plan.interferenceSeconds()),
          CellSection.SERVING.real(
              "kv_transfer_bytes",
              "B",
              "State of the new tokens of one request, which crosses the link; 0 where colocated.",
              r -> r.plan.kvTransferBytes()),
          CellSection.SERVING.real(
              "kv_transfer_s", "s", "Time of that transfer.", r -> r.plan.kvTransferSeconds()),
          CellSection.SERVING.real(
              "kv_link_load",
              "",
              "Transfers that the busier pool asks of its links over what they carry; above 1 the link"
                  + " bounds the rate.",
              r -> r.plan.kvLinkLoad()),
          CellSection.SERVING.real(
              "ttft_s",
              "s",
              "Time to first token of a request that does not queue: prefill step and KV transfer.",
              r -> r.plan.ttftSeconds()),
          CellSection.SERVING.real(
              "tpot_s",
              "s",
              "Time per output token: decode step and interference.",
              r -> r.plan.tpotSeconds()),
          CellSection.SERVING.real(
              "request_latency_s",
              "s",
              "Latency of one model call: ttft_s + output_tokens x tpot_s.",
              r -> r.plan.ttftSeconds() + r.request.outputTokens() * r.plan.tpotSeconds()),
          CellSection.SERVING.real(
              "requests_per_s",
              "1/s",
              "Requests that one decode replica with its share of the prefill pool serves.",
              r -> r.plan.requestsPerSecond()),
          CellSection.SERVING.real(
              "prefill_replicas_per_decode_replica",
              "",
              "Rate-matched ratio of the pools, fractional; 0 where colocated.",
              r -> r.plan.prefillReplicas()),
          CellSection.SERVING.real(
              "accelerators",
              "",
              "Accelerators of one decode replica with its share of the prefill pool.",
              r -> r.plan.accelerators()),
          CellSection.SERVING.real(
              "output_tokens_per_s_per_user",
              "tokens/s",
              "Speed that one user sees.",
              r -> 1 / r.plan.tpotSeconds()),
          CellSection.SERVING.real(
              "output_tokens_per_s_per_accelerator",
              "tokens/s",
              "Output over all accelerators of both pools, of whatever kind.",
              r -> r.plan.requestsPerSecond() * r.request.outputTokens() / r.plan.accelerators()),
          CellSection.SERVING.real(
              "tokens_per_s_per_accelerator",
              "tokens/s",
              "New input and output tokens over all accelerators of both pools.",
              r ->
                  r.plan.requestsPerSecond()
                      * (r.request.newTokens() + r.request.outputTokens())
                      / r.plan.accelerators()));

  private ServingColumns() {}

  private static StepCost step(CellResult r) {
    return r.plan.decodeCost();
  }

  private static double peak(CellResult r) {
    return r.plan.decodeReplica().decode().peakFlopsPerSecond();
  }

  private static double bandwidth(CellResult r) {
    return r.plan.decodeReplica().decode().peakBytesPerSecond();
  }
}
