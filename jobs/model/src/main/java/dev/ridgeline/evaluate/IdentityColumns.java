package dev.ridgeline.evaluate;

import dev.ridgeline.catalog.Accelerator;
import dev.ridgeline.catalog.Link;
import dev.ridgeline.config.EnumName;
import dev.ridgeline.space.Axis;
import dev.ridgeline.space.MixPart;
import java.util.List;

/** Columns of the identity of a cell: its number and its value on each axis. */
final class IdentityColumns {

  private static final CellSection NUMBER =
      new CellSection(Availability.ALWAYS, Depth.IDENTITY, Axis.ARRIVAL_VARIATION);

  private static final CellSection ENGINES =
      new CellSection(Availability.ALWAYS, Depth.IDENTITY, Axis.HARDWARE);

  private static final CellSection WIDE_EXPERTS =
      new CellSection(Availability.ALWAYS, Depth.IDENTITY, Axis.PARALLELISM);

  static final List<CellColumn> ALL =
      List.of(
          NUMBER.whole(
              "cell", "", "Number of the cell in the grid of its sweep, from 0.", r -> r.cell),
          CellSection.on(Axis.MODEL).text("model", "Model, by its catalog id.", r -> r.model.id()),
          CellSection.on(Axis.QUANTIZATION)
              .text(
                  "quantization",
                  "Number formats of weights, activations and KV cache, by their catalog id; where"
                      + " pools differ, those of prefill > those of decode.",
                  r -> r.quantization.label()),
          CellSection.on(Axis.QUANTIZATION)
              .text(
                  "prefill_quantization",
                  "Number formats of prefill, by their catalog id.",
                  r -> r.quantization.prefill().id()),
          CellSection.on(Axis.QUANTIZATION)
              .text(
                  "decode_quantization",
                  "Number formats of decode, by their catalog id.",
                  r -> r.quantization.decode().id()),
          CellSection.on(Axis.ENGINE)
              .text(
                  "engine",
                  "Serving engine by its catalog id, or default for the engine of each"
                      + " accelerator's efficiency profile.",
                  r -> r.engine.label()),
          CellSection.on(MixPart.DEPLOYMENT)
              .text(
                  "deployment",
                  "How the phases share accelerators: colocated (one pool runs both),"
                      + " disaggregated (a pool for each) or attention-ffn (decode split between two"
                      + " kinds of accelerator).",
                  r -> r.mix.deployment()),
          CellSection.on(MixPart.PREFILL)
              .text(
                  "prefill",
                  "Accelerator that runs prefill, by its catalog id.",
                  r -> r.mix.prefill().id()),
          CellSection.on(MixPart.DECODE)
              .text(
                  "decode",
                  "Accelerator that runs decode, or the attention side of decode in an"
                      + " attention-ffn deployment. It equals prefill where the deployment is colocated.",
                  r -> r.mix.decode().id()),
          CellSection.on(MixPart.FEED_FORWARD)
              .text(
                  "ffn",
                  "Accelerator that runs the feed-forward side of decode in an attention-ffn"
                      + " deployment.",
                  r -> r.mix.feedForward().map(Accelerator::id).orElse(null))
              .nullWhere("deployment <> 'attention-ffn'", r -> r.mix.feedForward().isEmpty()),
          CellSection.on(MixPart.LINK)
              .text(
                  "link",
                  "Link between the pools, by its catalog id.",
                  r -> r.mix.link().map(Link::id).orElse(null))
              .nullWhere("deployment = 'colocated'", r -> r.mix.link().isEmpty()),
          CellSection.on(MixPart.TIER)
              .text(
                  "tier",
                  "Memory tier behind each accelerator that holds the KV cache in decode, by its"
                      + " catalog id, or none.",
                  r -> r.mix.tier().label()),
          ENGINES.text(
              "prefill_engine",
              "Engine that runs prefill, by its catalog id.",
              r -> r.prefillEngine.id()),
          ENGINES.text(
              "decode_engine",
              "Engine that runs decode, by its catalog id.",
              r -> r.decodeEngine.id()),
          WIDE_EXPERTS.text(
              "wide_experts",
              "Whether tokens reach experts beyond a scale-up domain: no; kernels, where the engine"
                  + " has kernels for it on the accelerator; assumed, where none are known.",
              r -> EnumName.of(WideExperts.of(r))),
          CellSection.on(Axis.PARALLELISM)
              .whole(
                  "prefill_tp",
                  "",
                  "Tensor parallelism: accelerators among which a prefill replica splits"
                      + " attention and dense layers.",
                  r -> r.parallelism.prefill().tp()),
          CellSection.on(Axis.PARALLELISM)
              .whole(
                  "prefill_ep",
                  "",
                  "Expert parallelism: groups of accelerators to which a prefill replica deals"
                      + " its routed experts.",
                  r -> r.parallelism.prefill().ep()),
          CellSection.on(Axis.PARALLELISM)
              .whole(
                  "prefill_pp",
                  "",
                  "Pipeline stages of a prefill replica.",
                  r -> r.parallelism.prefill().pp()),
          CellSection.on(Axis.PARALLELISM)
              .whole(
                  "prefill_dp",
                  "",
                  "Attention data parallelism: groups of accelerators among which a prefill replica"
                      + " divides its sequences.",
                  r -> r.parallelism.prefill().dp()),
          CellSection.on(Axis.PARALLELISM)
              .whole(
                  "prefill_cp",
                  "",
                  "Context parallelism: ranks to which a prefill replica deals the new"
                      + " tokens of a prompt.",
                  r -> r.parallelism.prefill().cp()),
          CellSection.on(Axis.PARALLELISM)
              .text(
                  "prefill_stage_layers",
                  "Layers of each pipeline stage of a prefill replica, such as 16-32, or even.",
                  r -> r.parallelism.prefill().stageLayers()),
          CellSection.on(Axis.PARALLELISM)
              .whole(
                  "prefill_redundant_experts",
                  "",
                  "Second copies of popular experts in each layer of a prefill replica.",
                  r -> r.parallelism.prefill().redundantExperts()),
          CellSection.on(Axis.PARALLELISM)
              .text(
                  "prefill_two_batch_overlap",
                  "Whether all-to-alls of one half of a step hide behind the computation of"
                      + " the other half: on or off.",
                  r -> r.parallelism.prefill().twoBatchOverlap() ? "on" : "off"),
          CellSection.on(Axis.PARALLELISM)
              .text(
                  "prefill_all_to_all",
                  "Kernel that carries tokens to their experts in a prefill replica: auto, normal,"
                      + " low-latency or all-reduce. auto is low-latency for decode beyond a"
                      + " scale-up domain, and else normal.",
                  r -> EnumName.of(r.parallelism.prefill().allToAll())),
          CellSection.on(Axis.PARALLELISM)
              .whole(
                  "decode_tp",
                  "",
                  "Tensor parallelism: accelerators among which a decode replica splits"
                      + " attention and dense layers.",
                  r -> r.parallelism.decode().tp()),
          CellSection.on(Axis.PARALLELISM)
              .whole(
                  "decode_ep",
                  "",
                  "Expert parallelism: groups of accelerators to which a decode replica deals"
                      + " its routed experts.",
                  r -> r.parallelism.decode().ep()),
          CellSection.on(Axis.PARALLELISM)
              .whole(
                  "decode_pp",
                  "",
                  "Pipeline stages of a decode replica.",
                  r -> r.parallelism.decode().pp()),
          CellSection.on(Axis.PARALLELISM)
              .whole(
                  "decode_dp",
                  "",
                  "Attention data parallelism: groups of accelerators among which a decode replica"
                      + " divides its sequences.",
                  r -> r.parallelism.decode().dp()),
          CellSection.on(Axis.PARALLELISM)
              .whole(
                  "decode_dcp",
                  "",
                  "Decode context parallelism: accelerators of a tensor-parallel group"
                      + " that share what would be copies of the state.",
                  r -> r.parallelism.decode().dcp()),
          CellSection.on(Axis.PARALLELISM)
              .text(
                  "decode_stage_layers",
                  "Layers of each pipeline stage of a decode replica, such as 16-32, or even.",
                  r -> r.parallelism.decode().stageLayers()),
          CellSection.on(Axis.PARALLELISM)
              .whole(
                  "decode_redundant_experts",
                  "",
                  "Second copies of popular experts in each layer of a decode replica.",
                  r -> r.parallelism.decode().redundantExperts()),
          CellSection.on(Axis.PARALLELISM)
              .text(
                  "decode_two_batch_overlap",
                  "Whether all-to-alls of one half of a step hide behind the computation of"
                      + " the other half: on or off.",
                  r -> r.parallelism.decode().twoBatchOverlap() ? "on" : "off"),
          CellSection.on(Axis.PARALLELISM)
              .text(
                  "decode_all_to_all",
                  "Kernel that carries tokens to their experts in a decode replica: auto, normal,"
                      + " low-latency or all-reduce. auto is low-latency for decode beyond a"
                      + " scale-up domain, and else normal.",
                  r -> EnumName.of(r.parallelism.decode().allToAll())),
          CellSection.on(Axis.PARALLELISM)
              .whole(
                  "ffn_tp",
                  "",
                  "Tensor parallelism of the feed-forward side of decode. It equals decode_tp"
                      + " unless the deployment is attention-ffn.",
                  r -> r.parallelism.feedForward().tp()),
          CellSection.on(Axis.PARALLELISM)
              .whole(
                  "ffn_ep",
                  "",
                  "Expert parallelism of the feed-forward side of decode. It equals decode_ep"
                      + " unless the deployment is attention-ffn.",
                  r -> r.parallelism.feedForward().ep()),
          CellSection.on(Axis.PARALLELISM)
              .whole(
                  "ffn_dp",
                  "",
                  "Attention data parallelism of the feed-forward side of decode: groups that"
                      + " divide its sequences. It equals decode_dp unless the deployment is"
                      + " attention-ffn.",
                  r -> r.parallelism.feedForward().dp()),
          CellSection.on(Axis.PARALLELISM)
              .whole(
                  "ffn_redundant_experts",
                  "",
                  "Second copies of popular experts in each layer of the feed-forward side. It"
                      + " equals decode_redundant_experts unless the deployment is attention-ffn.",
                  r -> r.parallelism.feedForward().redundantExperts()),
          CellSection.on(Axis.SPECULATION)
              .text(
                  "speculation",
                  "Method of speculative decoding and the tokens drafted in each step, or none.",
                  r -> r.speculation.label()),
          CellSection.on(Axis.PROMPTS_PER_STEP)
              .text(
                  "prompts_per_step",
                  "Prompts that each part of a replica packs into a prefill step: a number, or"
                      + " engine for those that arrive while a step runs. prefill_batch counts them.",
                  r -> r.promptsPerStep.label()),
          CellSection.on(Axis.EFFICIENCY)
              .text(
                  "efficiency",
                  "Peaks that an accelerator reaches: calibrated for its own efficiency profile,"
                      + " ideal for the pure roofline, measured for throughputs that the sweep states.",
                  r -> EnumName.of(r.efficiency)),
          CellSection.on(Axis.WORKFLOW)
              .text("workflow", "Agent workflow, by its catalog id.", r -> r.workflow.id()),
          CellSection.on(Axis.CONTEXT)
              .text(
                  "context",
                  "Prompt length of the evaluated request: a number of tokens, or mean or peak"
                      + " of the workflow's turns. For scaled-N the turns are scaled until the last"
                      + " prompt has N tokens.",
                  r -> r.context),
          CellSection.on(Axis.BATCH)
              .whole(
                  "batch",
                  "",
                  "Sequences that decode at the same time on one decode replica.",
                  r -> r.batch),
          CellSection.on(Axis.PREFILL_UTILIZATION)
              .real(
                  "prefill_utilization",
                  "",
                  "Share of their time for which prefill pools are busy. The axis has no effect"
                      + " where the deployment is colocated: there the share is a result,"
                      + " prefill_busy_share.",
                  r -> r.prefillUtilization),
          CellSection.on(Axis.KV_POLICY)
              .text(
                  "kv_policy",
                  "What happens to the KV cache of a task while it waits for a tool: hold,"
                      + " offload, recompute, lru for a cache that drops what was used longest ago,"
                      + " or best for the cheapest of hold, offload and recompute.",
                  r -> EnumName.of(r.kvPolicy)),
          CellSection.on(Axis.SESSIONS)
              .text(
                  "sessions",
                  "Tasks in progress at once on a decode replica, those that wait for a tool"
                      + " included: a number, or batch for as many as keep the batch running.",
                  r -> r.sessions.label()),
          CellSection.on(Axis.TARIFF)
              .text(
                  "tariff",
                  "Terms of the price of hardware: on-demand, reserved, owner, a tariff of a user,"
                      + " or the label of rented hours or of an owner's terms in the sweep file.",
                  r -> r.tariff.label()),
          CellSection.on(Axis.FLEET)
              .text(
                  "fleet",
                  "Demand or budget that the fleet is sized for, with its amount, or limit for"
                      + " one decode replica with its share of the prefill pool.",
                  r -> r.fleet),
          CellSection.on(Axis.TOKEN_PRICES)
              .text(
                  "token_prices",
                  "Seller of tokens that the cell is compared with, by its name in books of token"
                      + " prices, or none.",
                  r -> r.seller.label()),
          CellSection.on(Axis.ARRIVAL_VARIATION)
              .text(
                  "arrival_variation",
                  "Squared coefficient of variation of the times between arrivals, or workflow"
                      + " for that of the workflow. It decides nothing but percentiles.",
                  r -> r.arrivals.label()));

  private IdentityColumns() {}
}
