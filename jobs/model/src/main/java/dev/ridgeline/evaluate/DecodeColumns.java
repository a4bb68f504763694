package dev.ridgeline.evaluate;

import dev.ridgeline.config.EnumName;
import dev.ridgeline.cost.StepCost;
import dev.ridgeline.operator.OperatorClass;
import java.util.List;

/** The decode step of one replica: what it computes and moves. */
final class DecodeColumns {

  static final List<CellColumn> ALL =
      List.of(
          CellSection.STEP.text(
              "decode_precision",
              "What GEMMs of quantized weights compute in on the decode accelerator.",
              r -> EnumName.of(r.plan.decodeReplica().decode().precision())),
          CellSection.STEP.real(
              "decode_flops",
              "FLOP",
              "FLOPs of one decode step of a replica; a multiply-add counts 2.",
              r -> r.plan.ofDecode(StepCost::flops)),
          CellSection.STEP.real(
              "decode_weight_bytes",
              "B",
              "Weights read in one decode step of a replica.",
              r -> r.plan.ofDecode(StepCost::weightBytes)),
          CellSection.STEP.real(
              "decode_state_read_bytes",
              "B",
              "Cached state read in one decode step of a replica.",
              r -> r.plan.ofDecode(StepCost::stateReadBytes)),
          CellSection.STEP.real(
              "decode_state_write_bytes",
              "B",
              "New state written in one decode step of a replica.",
              r -> r.plan.ofDecode(StepCost::stateWriteBytes)),
          CellSection.STEP.real(
              "decode_activation_bytes",
              "B",
              "Activations read and written in one decode step of a replica.",
              r -> r.plan.ofDecode(StepCost::activationBytes)),
          CellSection.STEP.real(
              "decode_oi_flops_per_byte",
              "FLOP/B",
              "Operational intensity of the decode step.",
              r -> r.plan.ofDecode(StepCost::flops) / r.plan.ofDecode(StepCost::bytes)),
          CellSection.STEP.real(
              "decode_projection_oi_flops_per_byte",
              "FLOP/B",
              "Operational intensity of attention projections in decode.",
              r -> r.plan.decodeIntensity(OperatorClass.PROJECTION)),
          CellSection.STEP.real(
              "decode_attention_oi_flops_per_byte",
              "FLOP/B",
              "Operational intensity of the attention core in decode.",
              r -> r.plan.decodeIntensity(OperatorClass.ATTENTION)),
          CellSection.STEP.real(
              "decode_ffn_oi_flops_per_byte",
              "FLOP/B",
              "Operational intensity of feed-forward layers in decode.",
              r -> r.plan.decodeIntensity(OperatorClass.FFN)),
          CellSection.STEP.real(
              "decode_head_oi_flops_per_byte",
              "FLOP/B",
              "Operational intensity of the LM head in decode.",
              r -> r.plan.decodeIntensity(OperatorClass.HEAD)),
          CellSection.STEP.real(
              "decode_ridge_flops_per_byte",
              "FLOP/B",
              "Ridge point of the decode accelerator at decode_precision.",
              r -> r.plan.decodeReplica().decode().ridgeFlopsPerByte()),
          CellSection.STEP.text(
              "decode_regime",
              "COMPUTE, BANDWIDTH, CAPACITY, CAPACITY_AND_BANDWIDTH or INTERCONNECT.",
              r -> r.plan.decodeRegime().name()));

  private DecodeColumns() {}
}
