package dev.ridgeline.evaluate;

import dev.ridgeline.catalog.Accelerator;
import dev.ridgeline.catalog.Link;
import dev.ridgeline.config.EnumName;
import dev.ridgeline.space.Axis;
import java.util.List;

/** What a cell is: its number and its value on each axis. */
final class IdentityColumns {

  private static final CellSection NUMBER =
      new CellSection(Availability.ALWAYS, Depth.IDENTITY, Axis.FLEET);

  static final List<CellColumn> ALL =
      List.of(
          NUMBER.whole("cell", "", "Number of the cell in the grid of its sweep.", r -> r.cell),
          CellSection.on(Axis.MODEL).text("model", "Model, by catalog id.", r -> r.model.id()),
          CellSection.on(Axis.QUANTIZATION)
              .text(
                  "quantization",
                  "Number formats of weights, activations and KV cache, by catalog id.",
                  r -> r.quantization.id()),
          CellSection.on(Axis.HARDWARE)
              .text(
                  "deployment",
                  "colocated, disaggregated or attention-ffn.",
                  r -> r.mix.deployment()),
          CellSection.on(Axis.HARDWARE)
              .text("prefill", "Accelerator that runs prefill.", r -> r.mix.prefill().id()),
          CellSection.on(Axis.HARDWARE)
              .text(
                  "decode",
                  "Accelerator that runs decode, or its attention side; the same as prefill where colocated.",
                  r -> r.mix.decode().id()),
          CellSection.on(Axis.HARDWARE)
              .text(
                  "ffn",
                  "Accelerator that runs the feed-forward side of decode; null where decode is in one piece.",
                  r -> r.mix.feedForward().map(Accelerator::id).orElse(null))
              .nullWhere("deployment <> 'attention-ffn'", r -> r.mix.feedForward().isEmpty()),
          CellSection.on(Axis.HARDWARE)
              .text(
                  "link",
                  "Link between the pools; null where colocated.",
                  r -> r.mix.link().map(Link::id).orElse(null))
              .nullWhere("deployment = 'colocated'", r -> r.mix.link().isEmpty()),
          CellSection.on(Axis.HARDWARE)
              .text(
                  "tier",
                  "Memory tier behind what keeps the state, or none.",
                  r -> r.mix.tier().id()),
          CellSection.on(Axis.PARALLELISM)
              .whole(
                  "prefill_tp",
                  "",
                  "Tensor parallelism of a prefill replica.",
                  r -> r.parallelism.prefill().tp()),
          CellSection.on(Axis.PARALLELISM)
              .whole(
                  "prefill_ep",
                  "",
                  "Expert parallelism of a prefill replica.",
                  r -> r.parallelism.prefill().ep()),
          CellSection.on(Axis.PARALLELISM)
              .whole(
                  "prefill_pp",
                  "",
                  "Pipeline stages of a prefill replica.",
                  r -> r.parallelism.prefill().pp()),
          CellSection.on(Axis.PARALLELISM)
              .whole(
                  "decode_tp",
                  "",
                  "Tensor parallelism of a decode replica.",
                  r -> r.parallelism.decode().tp()),
          CellSection.on(Axis.PARALLELISM)
              .whole(
                  "decode_ep",
                  "",
                  "Expert parallelism of a decode replica.",
                  r -> r.parallelism.decode().ep()),
          CellSection.on(Axis.PARALLELISM)
              .whole(
                  "decode_pp",
                  "",
                  "Pipeline stages of a decode replica.",
                  r -> r.parallelism.decode().pp()),
          CellSection.on(Axis.PARALLELISM)
              .whole(
                  "ffn_tp",
                  "",
                  "Tensor parallelism of the feed-forward side; decode_tp where decode is in one piece.",
                  r -> r.parallelism.feedForward().tp()),
          CellSection.on(Axis.PARALLELISM)
              .whole(
                  "ffn_ep",
                  "",
                  "Expert parallelism of the feed-forward side; decode_ep where decode is in one piece.",
                  r -> r.parallelism.feedForward().ep()),
          CellSection.on(Axis.SPECULATION)
              .text(
                  "speculation",
                  "How tokens are drafted and how many in a step, or none.",
                  r -> r.speculation.label()),
          CellSection.on(Axis.EFFICIENCY)
              .text(
                  "efficiency",
                  "calibrated: each accelerator's own profile; ideal: the pure roofline.",
                  r -> EnumName.of(r.efficiency)),
          CellSection.on(Axis.WORKFLOW)
              .text("workflow", "Agent workflow, by catalog id.", r -> r.workflow.id()),
          CellSection.on(Axis.CONTEXT)
              .text(
                  "context",
                  "Prompt of the request that stands for the task: tokens, mean or peak of its own turns, or"
                      + " the mean of turns scaled to a peak.",
                  r -> r.context),
          CellSection.on(Axis.BATCH)
              .whole(
                  "batch",
                  "",
                  "Sequences that decode at once on one decode replica.",
                  r -> r.batch),
          CellSection.on(Axis.KV_POLICY)
              .text(
                  "kv_policy",
                  "What becomes of state while a task waits: hold, offload, recompute or best.",
                  r -> EnumName.of(r.kvPolicy)),
          CellSection.on(Axis.TARIFF)
              .text(
                  "tariff",
                  "on-demand, reserved, owner, or the label of an owner's terms.",
                  r -> r.tariff.label()),
          CellSection.on(Axis.FLEET)
              .text(
                  "fleet",
                  "For how much the pools are sized: limit, or what is given and how much of it.",
                  r -> r.fleet));

  private IdentityColumns() {}
}
