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
              "KV cache and recurrent state in the capacity footprint of one request, at the end"
                  + " of its output.",
              r -> r.plan.stateFootprintBytes()),
          CellSection.STEP.real(
              "cf_activation_bytes_per_request",
              "B",
              "Workspace in the capacity footprint of one request: activations of a decode"
                  + " replica over its batch.",
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
