package dev.ridgeline.evaluate;

import dev.ridgeline.config.EnumName;
import dev.ridgeline.cost.StepCost;
import dev.ridgeline.operator.OperatorClass;
import java.util.List;

/** Columns of the prefill step of one replica: its FLOPs, bytes, regime, memory and time. */
final class PrefillColumns {

  static final List<CellColumn> ALL =
      List.of(
          CellSection.STEP.text(
              "prefill_precision",
              "Number format in which the prefill accelerator multiplies quantized weights.",
              r -> EnumName.of(r.plan.prefillReplica().prefill().precision())),
          CellSection.STEP.real(
              "prefill_batch",
              "sequences",
              "Prompts that one prefill step of a replica works on.",
              r -> r.plan.prefillBatch()),
          CellSection.STEP.real(
              "prefill_passes",
              "",
              "Passes over the layers in one prefill step; each takes an equal chunk of the new"
                  + " tokens.",
              r -> r.plan.prefillPasses()),
          CellSection.STEP.real(
              "prefill_flops",
              "FLOP",
              "FLOPs of one prefill step of a replica; a multiply-add counts 2.",
              r -> r.plan.ofPrefill(StepCost::flops)),
          CellSection.STEP.real(
              "prefill_weight_bytes",
              "B",
              "Bytes of weights that a replica reads from memory in one prefill step.",
              r -> r.plan.ofPrefill(StepCost::weightBytes)),
          CellSection.STEP.real(
              "prefill_state_read_bytes",
              "B",
              "Bytes of KV cache and recurrent state that a replica reads in one prefill step.",
              r -> r.plan.ofPrefill(StepCost::stateReadBytes)),
          CellSection.STEP.real(
              "prefill_state_write_bytes",
              "B",
              "Bytes of KV cache and recurrent state that a replica writes in one prefill step.",
              r -> r.plan.ofPrefill(StepCost::stateWriteBytes)),
          CellSection.STEP.real(
              "prefill_activation_bytes",
              "B",
              "Bytes of activations that a replica reads and writes in one prefill step.",
              r -> r.plan.ofPrefill(StepCost::activationBytes)),
          CellSection.STEP.real(
              "prefill_oi_flops_per_byte",
              "FLOP/B",
              "Operational intensity of the prefill step: FLOPs over bytes of memory traffic.",
              r -> step(r).operationalIntensity()),
          CellSection.STEP.real(
              "prefill_projection_oi_flops_per_byte",
              "FLOP/B",
              "Operational intensity of the attention projections in prefill.",
              r -> step(r).operationalIntensity(OperatorClass.PROJECTION)),
          CellSection.STEP.real(
              "prefill_attention_oi_flops_per_byte",
              "FLOP/B",
              "Operational intensity of the attention core in prefill.",
              r -> step(r).operationalIntensity(OperatorClass.ATTENTION)),
          CellSection.STEP.real(
              "prefill_ffn_oi_flops_per_byte",
              "FLOP/B",
              "Operational intensity of the feed-forward layers in prefill.",
              r -> step(r).operationalIntensity(OperatorClass.FFN)),
          CellSection.STEP.real(
              "prefill_head_oi_flops_per_byte",
              "FLOP/B",
              "Operational intensity of the LM head in prefill.",
              r -> step(r).operationalIntensity(OperatorClass.HEAD)),
          CellSection.STEP.real(
              "prefill_ridge_flops_per_byte",
              "FLOP/B",
              "Ridge point of the prefill accelerator: its dense peak at prefill_precision over"
                  + " its memory bandwidth.",
              r -> r.plan.prefillReplica().prefill().ridgeFlopsPerByte()),
          CellSection.STEP.real(
              "prefill_roofline_s",
              "s",
              "Time of the prefill step on ideal hardware: the longer of its FLOPs over the peak at"
                  + " prefill_precision and its bytes over the memory bandwidth.",
              r -> r.plan.prefillRooflineSeconds()),
          CellSection.STEP.real(
              "prefill_cf_weights_bytes_per_request",
              "B",
              "Weights in the capacity footprint of one prompt: resident weights of the prefill"
                  + " replica over the prompts of its step, or over the batch where colocated.",
              r -> r.plan.prefillWeightFootprintBytes()),
          CellSection.STEP.real(
              "prefill_cf_kv_bytes_per_request",
              "B",
              "KV cache and recurrent state in the capacity footprint of one prompt, at its end, or"
                  + " at the end of the output where colocated.",
              r -> r.plan.prefillStateFootprintBytes(r.request)),
          CellSection.STEP.real(
              "prefill_cf_activation_bytes_per_request",
              "B",
              "Workspace in the capacity footprint of one prompt: activations of the prefill"
                  + " replica over the prompts of its step, or over the batch where colocated.",
              r -> r.plan.prefillActivationFootprintBytes(r.request)),
          CellSection.STEP.real(
              "prefill_cf_bytes_per_request",
              "B",
              "Capacity footprint of one prompt in prefill: memory that the prefill replica"
                  + " needs over the prompts of its step. It equals cf_bytes_per_request where"
                  + " colocated.",
              r -> r.plan.prefillFootprintBytes()),
          CellSection.STEP.text(
              "prefill_regime",
              "Regime of the prefill step: COMPUTE, BANDWIDTH or INTERCONNECT where the memory"
                  + " suffices, CAPACITY or CAPACITY_AND_BANDWIDTH where it does not.",
              r -> r.plan.prefillRegime().name()),
          CellSection.STEP.real(
              "prefill_needed_bytes_per_accelerator",
              "B",
              "Memory that prefill needs on each of its accelerators.",
              r -> r.plan.prefillNeededBytes()),
          CellSection.STEP.real(
              "prefill_usable_bytes_per_accelerator",
              "B",
              "Memory of each prefill accelerator that weights, KV cache and workspace may take.",
              r -> r.plan.prefillReplica().usableBytes()),
          CellSection.SERVING.real(
              "prefill_compute_bound_s",
              "s",
              "Time of a prefill step in operators that arithmetic bounds.",
              r -> step(r).computeBoundSeconds()),
          CellSection.SERVING.real(
              "prefill_memory_bound_s",
              "s",
              "Time of a prefill step in operators that memory traffic bounds.",
              r -> step(r).memoryBoundSeconds()),
          CellSection.SERVING.real(
              "prefill_overhead_s",
              "s",
              "Time of a prefill step in kernel launches.",
              r -> step(r).overheadSeconds()),
          CellSection.SERVING.real(
              "prefill_communication_s",
              "s",
              "Time of a prefill step in collectives.",
              r -> step(r).communicationSeconds()),
          CellSection.SERVING.real(
              "prefill_step_s", "s", "Time of one prefill step.", r -> step(r).seconds()),
          CellSection.SERVING.real(
              "prefill_mfu",
              "",
              "Model FLOPs utilization of prefill: share of the dense peak at prefill_precision"
                  + " that a step reaches.",
              r -> step(r).flops() / step(r).seconds() / peak(r)),
          CellSection.SERVING.real(
              "prefill_mbu",
              "",
              "Memory bandwidth utilization of prefill: share of the peak bandwidth that a step"
                  + " reaches.",
              r -> step(r).bytes() / step(r).seconds() / bandwidth(r)));

  private PrefillColumns() {}

  private static StepCost step(CellResult r) {
    return r.plan.prefillCost();
  }

  private static double peak(CellResult r) {
    return r.plan.prefillReplica().prefill().peakFlopsPerSecond();
  }

  private static double bandwidth(CellResult r) {
    return r.plan.prefillReplica().prefill().peakBytesPerSecond();
  }
}
