package dev.ridgeline.evaluate;

import dev.ridgeline.units.Limits;
import java.util.List;

/** Columns of memory in decode: what a request needs, and what the accelerators have. */
final class CapacityColumns {

  static final List<CellColumn> ALL =
      List.of(
          CellSection.STEP.real(
              "cf_weights_bytes_per_request",
              "B",
              "Weights in the capacity footprint of one request: resident weights of a decode"
                  + " replica over its batch.",
              r -> r.plan.weightFootprintBytes()),
          CellSection.STEP.real(
              "cf_kv_bytes_per_request",
              "B",
              "KV cache and recurrent state in the capacity footprint of one request: what its"
                  + " engine holds for it, at the end of its output where the engine provisions all of it.",
              r -> r.plan.stateFootprintBytes()),
          CellSection.STEP.real(
              "cf_activation_bytes_per_request",
              "B",
              "Workspace in the capacity footprint of one request: activations of a decode"
                  + " replica over its batch, or the peak of the largest pass where the engine reserves it.",
              r -> r.plan.activationFootprintBytes()),
          CellSection.STEP.real(
              "cf_bytes_per_request",
              "B",
              "Capacity footprint of one request: memory that a decode replica needs over its"
                  + " batch.",
              r -> r.plan.footprintBytes()),
          CellSection.STEP.real(
              "needed_bytes_per_accelerator",
              "B",
              "Memory that the batch needs on each accelerator of the decode replica. In an"
                  + " attention-ffn deployment these are the accelerators of the attention side.",
              r -> r.plan.decodeNeededBytes()),
          CellSection.STEP.real(
              "usable_bytes_per_accelerator",
              "B",
              "Memory of each decode accelerator that weights, KV cache and workspace may take.",
              r -> r.plan.usableBytes()),
          CellSection.STEP.real(
              "memory_share",
              "",
              "Share of the memory of a decode accelerator that its engine may take.",
              r -> r.plan.decodeReplica().budget().share()),
          CellSection.STEP.real(
              "context_bytes_per_accelerator",
              "B",
              "Memory of each decode accelerator for the context of driver and libraries.",
              r -> r.plan.decodeReplica().budget().contextBytes()),
          CellSection.STEP.real(
              "communication_bytes_per_accelerator",
              "B",
              "Memory of each decode accelerator for buffers of collectives.",
              r -> r.plan.decodeReplica().budget().communicationBytes()),
          CellSection.STEP.real(
              "graph_bytes_per_accelerator",
              "B",
              "Memory of each decode accelerator for captured graphs.",
              r -> r.plan.decodeReplica().budget().graphBytes()),
          CellSection.STEP.real(
              "loaded_weight_bytes_per_accelerator",
              "B",
              "Weights of each decode accelerator as the kernels of its engine load them.",
              r -> r.plan.decodeReplica().budget().weightBytes()),
          CellSection.STEP.real(
              "activation_peak_bytes_per_accelerator",
              "B",
              "Memory of each decode accelerator that its engine reserves for the activations of"
                  + " its largest pass; 0 where it takes only what a step needs.",
              r -> r.plan.decodeReplica().budget().activationBytes()),
          CellSection.STEP.real(
              "state_room_bytes_per_accelerator",
              "B",
              "Memory of each decode accelerator that its engine leaves for KV cache and"
                  + " recurrent state, and for the workspace where it reserves none; 0 where the rest"
                  + " does not fit.",
              r -> Math.max(0, r.plan.decodeReplica().budget().roomBytes())),
          CellSection.STEP.real(
              "concurrency_at_context",
              "",
              "Number of whole requests of the cell whose state the memory of a decode replica"
                  + " holds, without a tier. Engines print it as their largest concurrency.",
              r -> r.plan.concurrency(r.request)),
          CellSection.STEP.real(
              "kv_capacity_tokens",
              "tokens",
              "Tokens of requests of the cell whose state the memory of a decode replica holds:"
                  + " concurrency_at_context times prompt and output.",
              r -> r.plan.concurrency(r.request) * r.request.peakContextTokens()),
          CellSection.STEP.real(
              "capacity_utilization",
              "",
              "Ratio of needed_bytes_per_accelerator to usable_bytes_per_accelerator. It is"
                  + " above 1 where a memory tier holds the rest, or where the batch does not fit.",
              r -> r.plan.decodeNeededBytes() / r.plan.usableBytes()),
          CellSection.STEP.real(
              "ffn_needed_bytes_per_accelerator",
              "B",
              "Memory that the feed-forward side of decode needs on each of its accelerators; 0"
                  + " unless the deployment is attention-ffn.",
              r -> r.plan.feedForwardNeededBytes()),
          CellSection.STEP.real(
              "spilled_bytes_per_accelerator",
              "B",
              "KV cache of each decode accelerator that lies in the memory tier.",
              r -> r.plan.spilledBytes()),
          CellSection.STEP.whole(
              "max_batch",
              "sequences",
              "Largest batch that fits into a decode replica, up to "
                  + Limits.MOST_BATCH
                  + "; 0 where not even one request fits.",
              r -> (long) r.plan.maxBatch()));

  private CapacityColumns() {}
}
