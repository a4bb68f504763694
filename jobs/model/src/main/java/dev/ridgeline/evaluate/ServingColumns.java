package dev.ridgeline.evaluate;

import dev.ridgeline.cost.StepCost;
import dev.ridgeline.space.Measurement.Figure;
import java.util.List;

/** Columns of serving requests: the time of decode steps, latencies and rates. */
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
              "Time in which the feed-forward side works in one decode step; 0 unless the"
                  + " deployment is attention-ffn.",
              r -> r.plan.feedForwardCost().seconds()),
          CellSection.SERVING.real(
              "exchange_s",
              "s",
              "Time in which the attention and the feed-forward side exchange activations in one"
                  + " decode step; 0 unless the deployment is attention-ffn.",
              r -> r.plan.exchangeSeconds()),
          CellSection.SERVING.real(
              "decode_step_s",
              "s",
              "Time from one decode step of a sequence to its next, drafting included.",
              r -> r.plan.decodeStepSeconds()),
          CellSection.SERVING.real(
              "tokens_per_step",
              "",
              "Mean tokens of a sequence that a decode step yields; more than 1 where tokens are"
                  + " drafted.",
              r -> r.plan.tokensPerStep()),
          CellSection.SERVING.real(
              "decode_mfu",
              "",
              "Model FLOPs utilization of decode: share of the dense peak at decode_precision"
                  + " that a step reaches.",
              r -> step(r).flops() / r.plan.decodeStepSeconds() / peak(r)),
          CellSection.SERVING.real(
              "decode_mbu",
              "",
              "Memory bandwidth utilization of decode: share of the peak bandwidth that a step"
                  + " reaches.",
              r -> step(r).bytes() / r.plan.decodeStepSeconds() / bandwidth(r)),
          CellSection.SERVING.real(
              "interference_s",
              "s",
              "Time by which prefill of other requests on the same accelerators delays each output"
                  + " token; 0 unless the deployment is colocated.",
              r -> r.plan.interferenceSeconds()),
          CellSection.SERVING.real(
              "mixed_step_s",
              "s",
              "Time of a step that carries a chunk of prompts and the tokens of decoding sequences;"
                  + " 0 where no step carries both.",
              r -> r.plan.mixedStepSeconds()),
          CellSection.SERVING.real(
              "kv_transfer_bytes",
              "B",
              "KV cache of the new tokens of one request, which crosses the link between the"
                  + " pools; 0 where colocated.",
              r -> r.plan.kvTransferBytes()),
          CellSection.SERVING.real(
              "kv_transfer_s",
              "s",
              "Time in which the KV cache of one request crosses the link between the"
                  + " pools; 0 where colocated.",
              r -> r.plan.kvTransferSeconds()),
          CellSection.SERVING.real(
              "kv_link_load",
              "",
              "Load of the links of the busier pool: KV cache to transfer over what they can"
                  + " carry. Above 1, the link bounds the rate of requests.",
              r -> r.plan.kvLinkLoad()),
          CellSection.SERVING.real(
              "ttft_s",
              "s",
              "Time to first token of a request: its prefill and its KV transfer. It waits for"
                  + " earlier prompts only where all steps of a colocated pool carry prompts.",
              r -> r.plan.ttftSeconds()),
          CellSection.SERVING.real(
              "tpot_s",
              "s",
              "Time per output token after the first: a decode step over tokens_per_step, plus"
                  + " interference_s. It may be less where all steps of a pool carry prompts.",
              r -> r.plan.tpotSeconds()),
          CellSection.SERVING.real(
              "request_latency_s",
              "s",
              "Latency of one request: ttft_s + output_tokens x tpot_s.",
              CellResult::requestSeconds),
          CellSection.SERVING.real(
              "requests_per_s",
              "1/s",
              "Requests that one decode replica with its share of the prefill pool serves.",
              r -> r.plan.requestsPerSecond()),
          CellSection.SERVING.real(
              "prefill_busy_share",
              "",
              "Share of their time for which the servers of prefill are busy: prefill_utilization"
                  + " where they have a pool of their own, else a result.",
              r -> r.plan.prefillUtilization()),
          CellSection.SERVING.real(
              "decode_utilization",
              "",
              "Sequences that decode at once over those that fit: batch / max_batch.",
              r -> r.plan.decodeUtilization()),
          CellSection.SERVING.real(
              "prefill_replicas_per_decode_replica",
              "",
              "Prefill replicas that keep one decode replica busy at prefill_utilization, as a"
                  + " fraction; 0 where colocated.",
              r -> r.plan.prefillReplicas()),
          CellSection.SERVING.real(
              "accelerators",
              "",
              "Accelerators of one decode replica with its share of the prefill pool.",
              r -> r.plan.accelerators()),
          CellSection.SERVING.real(
              "output_tokens_per_s_per_user",
              "tokens/s",
              "Output speed that one user sees: 1 / tpot_s.",
              r -> 1 / r.plan.tpotSeconds()),
          CellSection.SERVING
              .orMeasured(Figure.OUTPUT)
              .real(
                  "output_tokens_per_s_per_accelerator",
                  "tokens/s",
                  "Output tokens over all accelerators of all pools.",
                  r ->
                      r.isMeasured()
                          ? r.measuredRate(Figure.OUTPUT)
                          : r.plan.requestsPerSecond()
                              * r.request.outputTokens()
                              / r.plan.accelerators()),
          CellSection.SERVING.real(
              "tokens_per_s_per_accelerator",
              "tokens/s",
              "New input tokens and output tokens over all accelerators of all pools.",
              r ->
                  r.plan.requestsPerSecond()
                      * (r.request.newTokens() + r.request.outputTokens())
                      / r.plan.accelerators()),
          CellSection.SERVING
              .orMeasured(Figure.TOTAL)
              .real(
                  "total_tokens_per_s_per_accelerator",
                  "tokens/s",
                  "Tokens of whole prompts, cached ones included, and output tokens over all"
                      + " accelerators of all pools. Published benchmarks count tokens so.",
                  r ->
                      r.isMeasured()
                          ? r.measuredRate(Figure.TOTAL)
                          : r.plan.requestsPerSecond()
                              * r.request.peakContextTokens()
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
