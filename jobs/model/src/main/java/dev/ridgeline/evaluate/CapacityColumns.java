package dev.ridgeline.evaluate;

import java.util.List;

/** What a request takes of the memory where decode runs, and what there is. */
final class CapacityColumns {

  static final List<CellColumn> ALL =
      List.of(
          CellSection.STEP.real(
              "cf_weights_bytes_per_request",
              "B",
              "Capacity footprint, weights: resident weights of a decode replica over its batch.",
              r -> r.plan.weightFootprintBytes()),
          CellSection.STEP.real(
              "cf_kv_bytes_per_request",
              "B",
              "Capacity footprint, state: KV cache of one request at the end of its output.",
              r -> r.plan.stateFootprintBytes()),
          CellSection.STEP.real(
              "cf_activation_bytes_per_request",
              "B",
              "Capacity footprint, workspace: activations of a decode replica over its batch.",
              r -> r.plan.activationFootprintBytes()),
          CellSection.STEP.real(
              "cf_bytes_per_request",
              "B",
              "Capacity footprint of one request: batch x this is what the decode replica needs.",
              r -> r.plan.footprintBytes()),
          CellSection.STEP.real(
              "needed_bytes_per_accelerator",
              "B",
              "Memory that the batch needs on each accelerator that runs decode.",
              r -> r.plan.decodeNeededBytes()),
          CellSection.STEP.real(
              "usable_bytes_per_accelerator",
              "B",
              "Memory of such an accelerator that weights, state and workspace may take.",
              r -> r.plan.usableBytes()),
          CellSection.STEP.real(
              "capacity_utilization",
              "",
              "needed_bytes_per_accelerator over usable_bytes_per_accelerator; above 1 where a tier holds"
                  + " the rest, or where it does not fit.",
              r -> r.plan.decodeNeededBytes() / r.plan.usableBytes()),
          CellSection.STEP.real(
              "ffn_needed_bytes_per_accelerator",
              "B",
              "Memory that the feed-forward side needs on each of its accelerators; 0 where decode is in one"
                  + " piece.",
              r -> r.plan.feedForwardNeededBytes()),
          CellSection.STEP.real(
              "spilled_bytes_per_accelerator",
              "B",
              "State of each accelerator that lies in the memory tier.",
              r -> r.plan.spilledBytes()),
          CellSection.STEP.whole(
              "max_batch",
              "sequences",
              "Largest batch that fits into a decode replica; 0 where not one request does.",
              r -> (long) r.plan.maxBatch()));

  private CapacityColumns() {}
}
