package dev.ridgeline.evaluate;

import dev.ridgeline.config.EnumName;
import dev.ridgeline.cost.StepCost;
import dev.ridgeline.operator.OperatorClass;
import java.util.List;

/** Columns of the decode step of one replica: its FLOPs, bytes and regime. */
final class DecodeColumns {

  static final List<CellColumn> ALL =
      List.of(
          CellSection.STEP.text(
              "decode_precision",
              "Number format in which the decode accelerator multiplies quantized weights.",
              r -> EnumName.of(r.plan.decodeReplica().decode().precision())),
          CellSection.STEP.real(
              "decode_flops",
              "FLOP",
              "FLOPs of one decode step of a replica; a multiply-add counts 2.",
              r -> r.plan.ofDecode(StepCost::flops)),
          CellSection.STEP.real(
              "decode_weight_bytes",
              "B",
              "Bytes of weights that a replica reads from memory in one decode step.",
              r -> r.plan.ofDecode(StepCost::weightBytes)),
          CellSection.STEP.real(
              "decode_state_read_bytes",
              "B",
              "Bytes of KV cache and recurrent state that a replica reads in one decode step.",
              r -> r.plan.ofDecode(StepCost::stateReadBytes)),
          CellSection.STEP.real(
              "decode_state_write_bytes",
              "B",
              "Bytes of KV cache and recurrent state that a replica writes in one decode step.",
              r -> r.plan.ofDecode(StepCost::stateWriteBytes)),
          CellSection.STEP.real(
              "decode_activation_bytes",
              "B",
              "Bytes of activations that a replica reads and writes in one decode step.",
              r -> r.plan.ofDecode(StepCost::activationBytes)),
          CellSection.STEP.real(
              "decode_oi_flops_per_byte",
              "FLOP/B",
              "Operational intensity of the decode step: FLOPs over bytes of memory traffic.",
              r -> r.plan.ofDecode(StepCost::flops) / r.plan.ofDecode(StepCost::bytes)),
          CellSection.STEP.real(
              "decode_projection_oi_flops_per_byte",
              "FLOP/B",
              "Operational intensity of the attention projections in decode.",
              r -> r.plan.decodeIntensity(OperatorClass.PROJECTION)),
          CellSection.STEP.real(
              "decode_attention_oi_flops_per_byte",
              "FLOP/B",
              "Operational intensity of the attention core in decode.",
              r -> r.plan.decodeIntensity(OperatorClass.ATTENTION)),
          CellSection.STEP.real(
              "decode_ffn_oi_flops_per_byte",
              "FLOP/B",
              "Operational intensity of the feed-forward layers in decode.",
              r -> r.plan.decodeIntensity(OperatorClass.FFN)),
          CellSection.STEP.real(
              "decode_head_oi_flops_per_byte",
              "FLOP/B",
              "Operational intensity of the LM head in decode.",
              r -> r.plan.decodeIntensity(OperatorClass.HEAD)),
          CellSection.STEP.real(
              "decode_ridge_flops_per_byte",
              "FLOP/B",
              "Ridge point of the decode accelerator: its dense peak at decode_precision over"
                  + " its memory bandwidth.",
              r -> r.plan.decodeReplica().decode().ridgeFlopsPerByte()),
          CellSection.STEP.real(
              "decode_roofline_s",
              "s",
              "Time of the decode step on ideal hardware: the longer of its FLOPs over the peak at"
                  + " decode_precision and its bytes over the memory bandwidth. It is that of the"
                  + " slower side where the deployment is attention-ffn.",
              r -> r.plan.decodeRooflineSeconds()),
          CellSection.STEP.text(
              "decode_regime",
              "Regime of the decode step: COMPUTE, BANDWIDTH or INTERCONNECT where the batch"
                  + " fits, CAPACITY or CAPACITY_AND_BANDWIDTH where it does not.",
              r -> r.plan.decodeRegime().name()));

  private DecodeColumns() {}
}
