package dev.ridgeline.evaluate;

import static dev.ridgeline.evaluate.Availability.ALWAYS;
import static dev.ridgeline.evaluate.Availability.PRICE;
import static dev.ridgeline.evaluate.Availability.SERVING;
import static dev.ridgeline.evaluate.Availability.STEP;

import dev.ridgeline.catalog.Accelerator;
import dev.ridgeline.catalog.Link;
import dev.ridgeline.config.EnumName;
import dev.ridgeline.cost.StepCost;
import dev.ridgeline.operator.OperatorClass;
import dev.ridgeline.space.Axis;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.function.ToLongFunction;

/**
 * The columns of the table of cells: the one place from which the Spark schema, the comments in
 * Parquet, the column reference in the documentation and {@code explain} take name, type, unit and
 * meaning. A column is named like its constant, in lower case; the unit, where there is one, ends
 * the name.
 */
public enum ResultColumn {
  CELL(whole(r -> r.cell), ALWAYS, "", "Number of the cell in the grid of its sweep."),

  // What the cell is: a value on each axis.
  MODEL(text(r -> r.model.id()), ALWAYS, "", "Model, by catalog id."),
  QUANTIZATION(
      text(r -> r.quantization.id()),
      ALWAYS,
      "",
      "Number formats of weights, activations and KV cache, by catalog id."),
  DEPLOYMENT(
      text(r -> r.mix.deployment()), ALWAYS, "", "colocated, disaggregated or attention-ffn."),
  PREFILL(text(r -> r.mix.prefill().id()), ALWAYS, "", "Accelerator that runs prefill."),
  DECODE(
      text(r -> r.mix.decode().id()),
      ALWAYS,
      "",
      "Accelerator that runs decode, or its attention side; the same as prefill where colocated."),
  FFN(
      text(r -> r.mix.feedForward().map(Accelerator::id).orElse(null)),
      ALWAYS,
      "",
      "Accelerator that runs the feed-forward side of decode; null where decode is in one piece."),
  LINK(
      text(r -> r.mix.link().map(Link::id).orElse(null)),
      ALWAYS,
      "",
      "Link between the pools; null where colocated."),
  TIER(
      text(r -> r.mix.tier().id()),
      ALWAYS,
      "",
      "Memory tier behind what keeps the state, or none."),
  PREFILL_TP(
      whole(r -> r.parallelism.prefill().tp()),
      ALWAYS,
      "",
      "Tensor parallelism of a prefill replica."),
  PREFILL_EP(
      whole(r -> r.parallelism.prefill().ep()),
      ALWAYS,
      "",
      "Expert parallelism of a prefill replica."),
  PREFILL_PP(
      whole(r -> r.parallelism.prefill().pp()),
      ALWAYS,
      "",
      "Pipeline stages of a prefill replica."),
  DECODE_TP(
      whole(r -> r.parallelism.decode().tp()),
      ALWAYS,
      "",
      "Tensor parallelism of a decode replica."),
  DECODE_EP(
      whole(r -> r.parallelism.decode().ep()),
      ALWAYS,
      "",
      "Expert parallelism of a decode replica."),
  DECODE_PP(
      whole(r -> r.parallelism.decode().pp()), ALWAYS, "", "Pipeline stages of a decode replica."),
  FFN_TP(
      whole(r -> r.parallelism.feedForward().tp()),
      ALWAYS,
      "",
      "Tensor parallelism of the feed-forward side; decode_tp where decode is in one piece."),
  FFN_EP(
      whole(r -> r.parallelism.feedForward().ep()),
      ALWAYS,
      "",
      "Expert parallelism of the feed-forward side; decode_ep where decode is in one piece."),
  SPECULATION(
      text(r -> r.speculation.label()),
      ALWAYS,
      "",
      "How tokens are drafted and how many in a step, or none."),
  EFFICIENCY(
      text(r -> EnumName.of(r.efficiency)),
      ALWAYS,
      "",
      "calibrated: each accelerator's own profile; ideal: the pure roofline."),
  WORKFLOW(text(r -> r.workflow.id()), ALWAYS, "", "Agent workflow, by catalog id."),
  CONTEXT(
      text(r -> r.context),
      ALWAYS,
      "",
      "Prompt of the request that stands for the task: tokens, mean or peak of its own turns, or"
          + " the mean of turns scaled to a peak."),
  BATCH(whole(r -> r.batch), ALWAYS, "", "Sequences that decode at once on one decode replica."),
  KV_POLICY(
      text(r -> EnumName.of(r.kvPolicy)),
      ALWAYS,
      "",
      "What becomes of state while a task waits: hold, offload, recompute or best."),
  TARIFF(
      text(r -> r.tariff.label()),
      ALWAYS,
      "",
      "on-demand, reserved, owner, or the label of an owner's terms."),
  FLEET(
      text(r -> r.fleet),
      ALWAYS,
      "",
      "For how much the pools are sized: limit, or what is given and how much of it."),

  // Whether it can be.
  STATUS(
      text(r -> r.status().name()),
      ALWAYS,
      "",
      "OK, FLEET_TOO_SMALL, NO_PRICE, DOES_NOT_FIT, INVALID_PARALLELISM, INVALID_POLICY, NO_DRAFTER"
          + " or CONTEXT_TOO_LONG."),
  STATUS_DETAIL(text(r -> r.detail()), ALWAYS, "", "Why the status is not OK; empty where it is."),
  ESTIMATE_BASIS(
      text(r -> EnumName.of(r.basis)),
      ALWAYS,
      "",
      "Weakest efficiency profile used: measured, class-default or ideal."),

  // The request.
  PROMPT_TOKENS(
      real(r -> r.request.promptTokens()),
      ALWAYS,
      "tokens",
      "Prompt of the evaluated turn, cached and new."),
  CACHED_TOKENS(
      real(r -> r.request.cachedTokens()),
      ALWAYS,
      "tokens",
      "Part of the prompt whose state is cached already."),
  NEW_TOKENS(
      real(r -> r.request.newTokens()),
      ALWAYS,
      "tokens",
      "Part of the prompt that prefill computes."),
  OUTPUT_TOKENS(
      real(r -> r.request.outputTokens()), ALWAYS, "tokens", "Tokens that the turn generates."),

  // Prefill step of one replica.
  PREFILL_PRECISION(
      text(r -> EnumName.of(r.plan.prefillReplica().prefill().precision())),
      STEP,
      "",
      "What GEMMs of quantized weights compute in on the prefill accelerator."),
  PREFILL_BATCH(
      real(r -> r.plan.prefillBatch()),
      STEP,
      "sequences",
      "Prompts that one prefill step of a replica works on."),
  PREFILL_PASSES(
      real(r -> r.plan.prefillPasses()),
      STEP,
      "",
      "Chunks in which the new tokens of a prefill step pass the layers."),
  PREFILL_FLOPS(
      real(r -> r.plan.ofPrefill(StepCost::flops)),
      STEP,
      "FLOP",
      "FLOPs of one prefill step of a replica; a multiply-add counts 2."),
  PREFILL_WEIGHT_BYTES(
      real(r -> r.plan.ofPrefill(StepCost::weightBytes)),
      STEP,
      "B",
      "Weights read in one prefill step of a replica."),
  PREFILL_STATE_READ_BYTES(
      real(r -> r.plan.ofPrefill(StepCost::stateReadBytes)),
      STEP,
      "B",
      "Cached state read in one prefill step of a replica."),
  PREFILL_STATE_WRITE_BYTES(
      real(r -> r.plan.ofPrefill(StepCost::stateWriteBytes)),
      STEP,
      "B",
      "New state written in one prefill step of a replica."),
  PREFILL_ACTIVATION_BYTES(
      real(r -> r.plan.ofPrefill(StepCost::activationBytes)),
      STEP,
      "B",
      "Activations read and written in one prefill step of a replica."),
  PREFILL_OI_FLOPS_PER_BYTE(
      real(r -> prefill(r).operationalIntensity()),
      STEP,
      "FLOP/B",
      "Operational intensity of the prefill step."),
  PREFILL_PROJECTION_OI_FLOPS_PER_BYTE(
      real(r -> prefill(r).operationalIntensity(OperatorClass.PROJECTION)),
      STEP,
      "FLOP/B",
      "Operational intensity of attention projections in prefill."),
  PREFILL_ATTENTION_OI_FLOPS_PER_BYTE(
      real(r -> prefill(r).operationalIntensity(OperatorClass.ATTENTION)),
      STEP,
      "FLOP/B",
      "Operational intensity of the attention core in prefill."),
  PREFILL_FFN_OI_FLOPS_PER_BYTE(
      real(r -> prefill(r).operationalIntensity(OperatorClass.FFN)),
      STEP,
      "FLOP/B",
      "Operational intensity of feed-forward layers in prefill."),
  PREFILL_HEAD_OI_FLOPS_PER_BYTE(
      real(r -> prefill(r).operationalIntensity(OperatorClass.HEAD)),
      STEP,
      "FLOP/B",
      "Operational intensity of the LM head in prefill."),
  PREFILL_RIDGE_FLOPS_PER_BYTE(
      real(r -> r.plan.prefillReplica().prefill().ridgeFlopsPerByte()),
      STEP,
      "FLOP/B",
      "Ridge point of the prefill accelerator at prefill_precision."),
  PREFILL_CF_BYTES_PER_REQUEST(
      real(r -> r.plan.prefillFootprintBytes()),
      STEP,
      "B",
      "Capacity footprint in prefill: what a prefill replica needs over the prompts of its step;"
          + " cf_bytes_per_request where colocated."),
  PREFILL_REGIME(
      text(r -> r.plan.prefillRegime().name()),
      STEP,
      "",
      "COMPUTE, BANDWIDTH, CAPACITY, CAPACITY_AND_BANDWIDTH or INTERCONNECT."),
  PREFILL_NEEDED_BYTES_PER_ACCELERATOR(
      real(r -> r.plan.prefillNeededBytes()),
      STEP,
      "B",
      "Memory that prefill needs on each of its accelerators."),
  PREFILL_USABLE_BYTES_PER_ACCELERATOR(
      real(r -> r.plan.prefillReplica().usableBytes()),
      STEP,
      "B",
      "Memory of a prefill accelerator that weights, state and workspace may take."),
  PREFILL_COMPUTE_BOUND_S(
      real(r -> prefill(r).computeBoundSeconds()),
      SERVING,
      "s",
      "Time of a prefill step in operators that arithmetic bounds."),
  PREFILL_MEMORY_BOUND_S(
      real(r -> prefill(r).memoryBoundSeconds()),
      SERVING,
      "s",
      "Time of a prefill step in operators that memory traffic bounds."),
  PREFILL_OVERHEAD_S(
      real(r -> prefill(r).overheadSeconds()),
      SERVING,
      "s",
      "Time of a prefill step in kernel launches."),
  PREFILL_COMMUNICATION_S(
      real(r -> prefill(r).communicationSeconds()),
      SERVING,
      "s",
      "Time of a prefill step in collectives."),
  PREFILL_STEP_S(real(r -> prefill(r).seconds()), SERVING, "s", "Time of one prefill step."),
  PREFILL_MFU(
      real(r -> utilization(prefill(r).flops(), prefill(r).seconds(), prefillPeak(r))),
      SERVING,
      "",
      "Model FLOPs utilization of prefill: share of the dense peak at prefill_precision."),
  PREFILL_MBU(
      real(r -> utilization(prefill(r).bytes(), prefill(r).seconds(), prefillBandwidth(r))),
      SERVING,
      "",
      "Memory bandwidth utilization of prefill."),

  // Decode step of one replica.
  DECODE_PRECISION(
      text(r -> EnumName.of(r.plan.decodeReplica().decode().precision())),
      STEP,
      "",
      "What GEMMs of quantized weights compute in on the decode accelerator."),
  DECODE_FLOPS(
      real(r -> r.plan.ofDecode(StepCost::flops)),
      STEP,
      "FLOP",
      "FLOPs of one decode step of a replica; a multiply-add counts 2."),
  DECODE_WEIGHT_BYTES(
      real(r -> r.plan.ofDecode(StepCost::weightBytes)),
      STEP,
      "B",
      "Weights read in one decode step of a replica."),
  DECODE_STATE_READ_BYTES(
      real(r -> r.plan.ofDecode(StepCost::stateReadBytes)),
      STEP,
      "B",
      "Cached state read in one decode step of a replica."),
  DECODE_STATE_WRITE_BYTES(
      real(r -> r.plan.ofDecode(StepCost::stateWriteBytes)),
      STEP,
      "B",
      "New state written in one decode step of a replica."),
  DECODE_ACTIVATION_BYTES(
      real(r -> r.plan.ofDecode(StepCost::activationBytes)),
      STEP,
      "B",
      "Activations read and written in one decode step of a replica."),
  DECODE_OI_FLOPS_PER_BYTE(
      real(r -> r.plan.ofDecode(StepCost::flops) / r.plan.ofDecode(StepCost::bytes)),
      STEP,
      "FLOP/B",
      "Operational intensity of the decode step."),
  DECODE_PROJECTION_OI_FLOPS_PER_BYTE(
      real(r -> r.plan.decodeIntensity(OperatorClass.PROJECTION)),
      STEP,
      "FLOP/B",
      "Operational intensity of attention projections in decode."),
  DECODE_ATTENTION_OI_FLOPS_PER_BYTE(
      real(r -> r.plan.decodeIntensity(OperatorClass.ATTENTION)),
      STEP,
      "FLOP/B",
      "Operational intensity of the attention core in decode."),
  DECODE_FFN_OI_FLOPS_PER_BYTE(
      real(r -> r.plan.decodeIntensity(OperatorClass.FFN)),
      STEP,
      "FLOP/B",
      "Operational intensity of feed-forward layers in decode."),
  DECODE_HEAD_OI_FLOPS_PER_BYTE(
      real(r -> r.plan.decodeIntensity(OperatorClass.HEAD)),
      STEP,
      "FLOP/B",
      "Operational intensity of the LM head in decode."),
  DECODE_RIDGE_FLOPS_PER_BYTE(
      real(r -> r.plan.decodeReplica().decode().ridgeFlopsPerByte()),
      STEP,
      "FLOP/B",
      "Ridge point of the decode accelerator at decode_precision."),
  DECODE_REGIME(
      text(r -> r.plan.decodeRegime().name()),
      STEP,
      "",
      "COMPUTE, BANDWIDTH, CAPACITY, CAPACITY_AND_BANDWIDTH or INTERCONNECT."),

  // Capacity where decode runs.
  CF_WEIGHTS_BYTES_PER_REQUEST(
      real(r -> r.plan.weightFootprintBytes()),
      STEP,
      "B",
      "Capacity footprint, weights: resident weights of a decode replica over its batch."),
  CF_KV_BYTES_PER_REQUEST(
      real(r -> r.plan.stateFootprintBytes()),
      STEP,
      "B",
      "Capacity footprint, state: KV cache of one request at the end of its output."),
  CF_ACTIVATION_BYTES_PER_REQUEST(
      real(r -> r.plan.activationFootprintBytes()),
      STEP,
      "B",
      "Capacity footprint, workspace: activations of a decode replica over its batch."),
  CF_BYTES_PER_REQUEST(
      real(r -> r.plan.footprintBytes()),
      STEP,
      "B",
      "Capacity footprint of one request: batch x this is what the decode replica needs."),
  NEEDED_BYTES_PER_ACCELERATOR(
      real(r -> r.plan.decodeNeededBytes()),
      STEP,
      "B",
      "Memory that the batch needs on each accelerator that runs decode."),
  USABLE_BYTES_PER_ACCELERATOR(
      real(r -> r.plan.usableBytes()),
      STEP,
      "B",
      "Memory of such an accelerator that weights, state and workspace may take."),
  CAPACITY_UTILIZATION(
      real(r -> r.plan.decodeNeededBytes() / r.plan.usableBytes()),
      STEP,
      "",
      "needed_bytes_per_accelerator over usable_bytes_per_accelerator; above 1 where a tier holds"
          + " the rest, or where it does not fit."),
  FFN_NEEDED_BYTES_PER_ACCELERATOR(
      real(r -> r.plan.feedForwardNeededBytes()),
      STEP,
      "B",
      "Memory that the feed-forward side needs on each of its accelerators; 0 where decode is in one"
          + " piece."),
  SPILLED_BYTES_PER_ACCELERATOR(
      real(r -> r.plan.spilledBytes()),
      STEP,
      "B",
      "State of each accelerator that lies in the memory tier."),
  MAX_BATCH(
      whole(r -> (long) r.plan.maxBatch()),
      STEP,
      "sequences",
      "Largest batch that fits into a decode replica; 0 where not one request does."),

  // Serving.
  DECODE_COMPUTE_BOUND_S(
      real(r -> decode(r).computeBoundSeconds()),
      SERVING,
      "s",
      "Time of a decode step in operators that arithmetic bounds."),
  DECODE_MEMORY_BOUND_S(
      real(r -> decode(r).memoryBoundSeconds()),
      SERVING,
      "s",
      "Time of a decode step in operators that memory traffic bounds."),
  DECODE_OVERHEAD_S(
      real(r -> decode(r).overheadSeconds()),
      SERVING,
      "s",
      "Time of a decode step in kernel launches."),
  DECODE_COMMUNICATION_S(
      real(r -> decode(r).communicationSeconds()),
      SERVING,
      "s",
      "Time of a decode step in collectives."),
  FFN_STEP_S(
      real(r -> r.plan.feedForwardCost().seconds()),
      SERVING,
      "s",
      "Time that the feed-forward side works in a decode step; 0 where decode is in one piece."),
  EXCHANGE_S(
      real(r -> r.plan.exchangeSeconds()),
      SERVING,
      "s",
      "Time of the exchange between attention and feed-forward in a decode step; 0 in one piece."),
  DECODE_STEP_S(
      real(r -> r.plan.decodeStepSeconds()),
      SERVING,
      "s",
      "Time from one decode step of a sequence to its next, drafting included."),
  TOKENS_PER_STEP(
      real(r -> r.plan.tokensPerStep()),
      SERVING,
      "",
      "Mean tokens of a sequence that a decode step yields: more than 1 where tokens are drafted."),
  DECODE_MFU(
      real(r -> utilization(decode(r).flops(), r.plan.decodeStepSeconds(), decodePeak(r))),
      SERVING,
      "",
      "Model FLOPs utilization of decode steps: share of the dense peak at decode_precision."),
  DECODE_MBU(
      real(r -> utilization(decode(r).bytes(), r.plan.decodeStepSeconds(), decodeBandwidth(r))),
      SERVING,
      "",
      "Memory bandwidth utilization of decode steps."),
  INTERFERENCE_S(
      real(r -> r.plan.interferenceSeconds()),
      SERVING,
      "s",
      "Time that a decode step loses to prefill on the same accelerators; 0 where disaggregated."),
  KV_TRANSFER_BYTES(
      real(r -> r.plan.kvTransferBytes()),
      SERVING,
      "B",
      "State of the new tokens of one request, which crosses the link; 0 where colocated."),
  KV_TRANSFER_S(real(r -> r.plan.kvTransferSeconds()), SERVING, "s", "Time of that transfer."),
  KV_LINK_LOAD(
      real(r -> r.plan.kvLinkLoad()),
      SERVING,
      "",
      "Transfers that the busier pool asks of its links over what they carry; above 1 the link"
          + " bounds the rate."),
  TTFT_S(
      real(r -> r.plan.ttftSeconds()),
      SERVING,
      "s",
      "Time to first token of a request that does not queue: prefill step and KV transfer."),
  TPOT_S(
      real(r -> r.plan.tpotSeconds()),
      SERVING,
      "s",
      "Time per output token: decode step and interference."),
  REQUEST_LATENCY_S(
      real(r -> r.plan.ttftSeconds() + r.request.outputTokens() * r.plan.tpotSeconds()),
      SERVING,
      "s",
      "Latency of one model call: ttft_s + output_tokens x tpot_s."),
  REQUESTS_PER_S(
      real(r -> r.plan.requestsPerSecond()),
      SERVING,
      "1/s",
      "Requests that one decode replica with its share of the prefill pool serves."),
  PREFILL_REPLICAS_PER_DECODE_REPLICA(
      real(r -> r.plan.prefillReplicas()),
      SERVING,
      "",
      "Rate-matched ratio of the pools, fractional; 0 where colocated."),
  ACCELERATORS(
      real(r -> r.plan.accelerators()),
      SERVING,
      "",
      "Accelerators of one decode replica with its share of the prefill pool."),
  OUTPUT_TOKENS_PER_S_PER_USER(
      real(r -> 1 / r.plan.tpotSeconds()), SERVING, "tokens/s", "Speed that one user sees."),
  OUTPUT_TOKENS_PER_S_PER_ACCELERATOR(
      real(r -> r.plan.requestsPerSecond() * r.request.outputTokens() / r.plan.accelerators()),
      SERVING,
      "tokens/s",
      "Output over all accelerators of both pools, of whatever kind."),
  TOKENS_PER_S_PER_ACCELERATOR(
      real(
          r ->
              r.plan.requestsPerSecond()
                  * (r.request.newTokens() + r.request.outputTokens())
                  / r.plan.accelerators()),
      SERVING,
      "tokens/s",
      "New input and output tokens over all accelerators of both pools."),

  // Why.
  COMPUTE_SHARE(
      real(r -> r.shares().compute()),
      SERVING,
      "",
      "Share of the accelerators' time, both phases and all pools, in operators that arithmetic"
          + " bounds."),
  BANDWIDTH_SHARE(
      real(r -> r.shares().bandwidth()),
      SERVING,
      "",
      "Share of that time in operators that memory traffic bounds."),
  LINK_SHARE(real(r -> r.shares().link()), SERVING, "", "Share of that time in collectives."),
  OVERHEAD_SHARE(
      real(r -> r.shares().overhead()), SERVING, "", "Share of that time in kernel launches."),
  WAITING_SHARE(
      real(r -> r.shares().waiting()),
      SERVING,
      "",
      "Share of that time waiting: for a link between pools, a fuller pipeline stage, or the other"
          + " side of a layer."),
  BINDING_RESOURCE(
      text(r -> r.shares().binding().name()),
      SERVING,
      "",
      "The largest of these shares: COMPUTE, BANDWIDTH, LINK, OVERHEAD or WAITING."),

  // Energy.
  JOULES_PER_REQUEST(
      real(r -> r.joulesPerRequest()),
      SERVING,
      "J",
      "Energy of one model call: arithmetic, traffic and idling of all pools, hosts and site"
          + " included."),
  JOULES_PER_OUTPUT_TOKEN(
      real(r -> r.joulesPerRequest() / r.request.outputTokens()),
      SERVING,
      "J",
      "joules_per_request over the tokens generated."),
  WATTS(
      real(r -> r.joulesPerRequest() * r.plan.requestsPerSecond()),
      SERVING,
      "W",
      "Mean power of one decode replica with its share of the prefill pool, hosts and site included."),

  // Whole tasks.
  TASK_KV_POLICY(
      text(r -> EnumName.of(r.task.policy())),
      SERVING,
      "",
      "What becomes of state while the task waits: kv_policy, or the cheapest where that is best."),
  TASK_LATENCY_S(
      real(r -> r.task.latencySeconds()),
      SERVING,
      "s",
      "Latency of a task: prefill, restored state and decode of all turns, and waits for tools."),
  TASK_WAIT_S(real(r -> r.task.waitSeconds()), SERVING, "s", "Part of it in waits for tools."),
  TASK_TTFT_S(
      real(r -> r.task.ttftSeconds()),
      SERVING,
      "s",
      "Part of it before first tokens, summed over the turns."),
  TASK_COMPUTED_TOKENS(
      real(r -> r.task.computedTokens()),
      SERVING,
      "tokens",
      "Tokens that prefill computes in all turns."),
  TASK_CACHED_TOKENS(
      real(r -> r.task.cachedTokens()),
      SERVING,
      "tokens",
      "Tokens of all prompts whose state is found in the cache."),
  TASK_OUTPUT_TOKENS(
      real(r -> r.task.outputTokens()), SERVING, "tokens", "Tokens generated in all turns."),
  TASKS_PER_S(
      real(r -> r.task.tasksPerSecond()),
      SERVING,
      "1/s",
      "Tasks that one decode replica with its share of the prefill pool completes."),
  TASKS_IN_FLIGHT(
      real(r -> r.task.tasksInFlight()),
      SERVING,
      "",
      "Tasks under way on a decode replica at that rate, waiting ones included."),
  TASK_CONCURRENCY_LIMIT(
      real(r -> r.task.concurrencyLimit()),
      SERVING,
      "",
      "Tasks whose state fits: memory for state over the mean state of a task."),
  TASK_BOUND(
      text(r -> r.task.bound().name()),
      SERVING,
      "",
      "What bounds the rate of tasks: THROUGHPUT, MEMORY, TIER_MEMORY or TIER_BANDWIDTH."),
  TASK_USAGE_S(
      real(r -> r.task.usageSeconds()), SERVING, "s", "Time of a decode replica that a task uses."),
  TASK_RESERVATION_S(
      real(r -> r.task.reservationSeconds()),
      SERVING,
      "s",
      "Time of a decode replica that a task reserves by its share of the memory for state."),
  TASK_BYTE_SECONDS(
      real(r -> r.task.byteSeconds()),
      SERVING,
      "B s",
      "State times the time for which it is kept, in memory and tier."),
  TASK_WAITING_BYTE_SECONDS(
      real(r -> r.task.waitingByteSeconds()), SERVING, "B s", "Part of it during waits for tools."),
  TASK_PEAK_CF_BYTES(
      real(r -> r.task.peakFootprintBytes()),
      SERVING,
      "B",
      "Capacity footprint of a task at the end of its last turn."),
  TASK_MEAN_CF_BYTES(
      real(r -> r.task.meanFootprintBytes()),
      SERVING,
      "B",
      "Capacity footprint of a task on average over its course."),
  TASK_JOULES(real(r -> r.task.joules()), SERVING, "J", "Energy of a task, site included."),

  // Dollars.
  DOLLARS_PER_HOUR(
      real(r -> r.economics.dollarsPerHour()),
      PRICE,
      "$/h",
      "Price of one decode replica with its share of the prefill pool and the memory tier."),
  DOLLARS_PER_REQUEST(
      real(r -> r.economics.dollarsPerRequest()), PRICE, "$", "Price of one model call."),
  DOLLARS_PER_MILLION_INPUT_TOKENS(
      real(r -> r.economics.dollarsPerMillionInputTokens()),
      PRICE,
      "$",
      "What prefill costs over the new tokens it computes; cached tokens are not among them."),
  DOLLARS_PER_MILLION_OUTPUT_TOKENS(
      real(r -> r.economics.dollarsPerMillionOutputTokens()),
      PRICE,
      "$",
      "What decode costs over the tokens it generates."),
  DOLLARS_PER_MILLION_BLENDED_TOKENS(
      real(r -> r.economics.dollarsPerMillionBlendedTokens()),
      PRICE,
      "$",
      "dollars_per_request over new input and output tokens together."),
  DOLLARS_PER_MILLION_UNCACHED_INPUT_TOKENS(
      real(r -> r.economics.dollarsPerMillionUncachedInputTokens(r.uncachedShare)),
      PRICE,
      "$",
      "What prefill of the new tokens would cost without the cached ones, over the new tokens."),
  DOLLARS_PER_MILLION_CACHED_INPUT_TOKENS(
      real(r -> r.economics.dollarsPerMillionCachedInputTokens(r.uncachedShare)),
      PRICE,
      "$",
      "What attending to cached tokens adds to prefill, over the cached tokens; 0 without any."),
  DOLLARS_PER_TASK(
      real(r -> r.economics.dollarsPerTask(r.task)),
      PRICE,
      "$",
      "What a task costs under task_kv_policy: the scarcest of what it uses and reserves."),
  DOLLARS_PER_TASK_USED(
      real(r -> r.economics.usageDollarsPerTask(r.task)),
      PRICE,
      "$",
      "What a task would cost if memory were free: its share of the accelerators' time."),
  DOLLARS_PER_TASK_RESERVED(
      real(r -> r.economics.reservationDollarsPerTask(r.task)),
      PRICE,
      "$",
      "What a task would cost if time were free: its share of the memory of decode replicas."),
  COMPUTE_ELASTICITY(
      real(r -> r.elasticities.compute()),
      PRICE,
      "",
      "Relative change of dollars_per_request over that of peak compute of all accelerators; negative"
          + " where more makes it cheaper."),
  BANDWIDTH_ELASTICITY(
      real(r -> r.elasticities.bandwidth()), PRICE, "", "The same of memory bandwidth."),
  LINK_ELASTICITY(
      real(r -> r.elasticities.link()),
      PRICE,
      "",
      "The same of the bandwidth of networks: scale-up, scale-out and between pools."),
  CAPACITY_ELASTICITY(
      real(r -> r.elasticities.capacity()),
      PRICE,
      "",
      "The same of memory capacity, with a batch that fills the same share of it."),
  PREFILL_PRICE_ELASTICITY(
      real(r -> r.economics.prefillShare()),
      PRICE,
      "",
      "Relative change of dollars_per_request over that of the price of prefill: its share."),
  DECODE_PRICE_ELASTICITY(
      real(r -> 1 - r.economics.prefillShare()),
      PRICE,
      "",
      "The same of decode, its tier included."),
  FFN_PRICE_ELASTICITY(
      real(r -> r.economics.feedForwardShare()),
      PRICE,
      "",
      "The part of decode_price_elasticity that is the feed-forward side's; 0 where decode is in one"
          + " piece."),

  // In whole replicas.
  FLEET_PREFILL_REPLICAS(
      real(r -> r.fleetPlan.prefillReplicas()),
      Availability.FLEET,
      "",
      "Prefill replicas of the fleet, whole unless fleet is limit; 0 where colocated."),
  FLEET_DECODE_REPLICAS(
      real(r -> r.fleetPlan.decodeReplicas()),
      Availability.FLEET,
      "",
      "Decode replicas of the fleet."),
  FLEET_ACCELERATORS(
      real(r -> r.fleetPlan.accelerators()),
      Availability.FLEET,
      "",
      "Accelerators of the fleet, of whatever kind."),
  FLEET_REQUESTS_PER_S(
      real(r -> r.fleetPlan.requestsPerSecond()),
      Availability.FLEET,
      "1/s",
      "Requests that the fleet serves."),
  FLEET_DOLLARS_PER_HOUR(
      real(r -> r.fleetPlan.dollarsPerHour()), Availability.FLEET, "$/h", "Price of the fleet."),
  FLEET_DOLLARS_PER_REQUEST(
      real(r -> r.fleetPlan.dollarsPerRequest()),
      Availability.FLEET,
      "$",
      "Price of one model call on the fleet, idle replicas included."),
  FLEET_WATTS(
      real(r -> r.fleetPlan.watts()),
      Availability.FLEET,
      "W",
      "Provisioned power of the fleet: boards at their limit with their hosts, site included.");

  private final ColumnReader reader;
  private final Availability availability;
  private final String unit;
  private final String doc;

  ResultColumn(ColumnReader reader, Availability availability, String unit, String doc) {
    this.reader = reader;
    this.availability = availability;
    this.unit = unit;
    this.doc = doc;
  }

  /** Name of the column in tables. */
  public String columnName() {
    return name().toLowerCase(Locale.ROOT);
  }

  public ColumnReader reader() {
    return reader;
  }

  public Availability availability() {
    return availability;
  }

  /** Unit, empty where there is none. */
  public String unit() {
    return unit;
  }

  /** What the column says. */
  public String doc() {
    return doc;
  }

  /** What the column says, and its unit: the comment that Parquet files carry. */
  public String comment() {
    return unit.isEmpty() ? doc : doc + " [" + unit + "]";
  }

  /** Whether the column is null where a hardware mix lacks what it names. */
  public boolean mayBeMissing() {
    return this == LINK || this == FFN;
  }

  /** The axis that the column's value follows from alone, if it is one of those. */
  public Optional<Axis> axis() {
    return switch (this) {
      case MODEL -> Optional.of(Axis.MODEL);
      case QUANTIZATION -> Optional.of(Axis.QUANTIZATION);
      case DEPLOYMENT, PREFILL, DECODE, FFN, LINK, TIER -> Optional.of(Axis.HARDWARE);
      case PREFILL_TP, PREFILL_EP, PREFILL_PP, DECODE_TP, DECODE_EP, DECODE_PP, FFN_TP, FFN_EP ->
          Optional.of(Axis.PARALLELISM);
      case SPECULATION -> Optional.of(Axis.SPECULATION);
      case EFFICIENCY -> Optional.of(Axis.EFFICIENCY);
      case WORKFLOW -> Optional.of(Axis.WORKFLOW);
      case CONTEXT -> Optional.of(Axis.CONTEXT);
      case BATCH -> Optional.of(Axis.BATCH);
      case KV_POLICY -> Optional.of(Axis.KV_POLICY);
      case TARIFF -> Optional.of(Axis.TARIFF);
      case FLEET -> Optional.of(Axis.FLEET);
      default -> Optional.empty();
    };
  }

  /**
   * The fastest axis on which the column depends: between cells that differ only in axes after it,
   * the column's value and whether it has one are the same.
   */
  public Axis decidedBy() {
    if (this == CELL
        || this == STATUS
        || this == STATUS_DETAIL
        || availability == Availability.FLEET) {
      return Axis.FLEET;
    }
    if (this == ESTIMATE_BASIS) {
      return Axis.EFFICIENCY;
    }
    if (isRequest()) {
      return Axis.CONTEXT;
    }
    // The price of a request does not follow from the policy, but whether there is one does.
    return axis()
        .orElse(availability == PRICE || depth() == Depth.TASK ? Axis.TARIFF : Axis.KV_POLICY);
  }

  /** How much of a cell must be evaluated for this column. */
  public Depth depth() {
    if (isIdentity()) {
      return Depth.IDENTITY;
    }
    if (compareTo(TASK_KV_POLICY) >= 0 && compareTo(TASK_JOULES) <= 0) {
      return Depth.TASK;
    }
    return switch (this) {
      case DOLLARS_PER_TASK, DOLLARS_PER_TASK_USED, DOLLARS_PER_TASK_RESERVED -> Depth.TASK;
      case DOLLARS_PER_MILLION_UNCACHED_INPUT_TOKENS,
          DOLLARS_PER_MILLION_CACHED_INPUT_TOKENS,
          COMPUTE_ELASTICITY,
          BANDWIDTH_ELASTICITY,
          LINK_ELASTICITY,
          CAPACITY_ELASTICITY ->
          Depth.ANALYSIS;
      default -> Depth.PLAN;
    };
  }

  /** Whether the column says only what the cell is, so that reading it needs no evaluation. */
  public boolean isIdentity() {
    return compareTo(STATUS) < 0 || this == ESTIMATE_BASIS || isRequest();
  }

  private boolean isRequest() {
    return compareTo(PROMPT_TOKENS) >= 0 && compareTo(OUTPUT_TOKENS) <= 0;
  }

  private static ColumnReader text(Function<CellResult, String> read) {
    return new ColumnReader.Text(read);
  }

  private static ColumnReader whole(ToLongFunction<CellResult> read) {
    return new ColumnReader.Whole(read);
  }

  private static ColumnReader real(ToDoubleFunction<CellResult> read) {
    return new ColumnReader.Real(read);
  }

  private static StepCost prefill(CellResult r) {
    return r.plan.prefillCost();
  }

  private static StepCost decode(CellResult r) {
    return r.plan.decodeCost();
  }

  private static double utilization(double amount, double seconds, double peak) {
    return amount / seconds / peak;
  }

  private static double prefillPeak(CellResult r) {
    return r.plan.prefillReplica().prefill().peakFlopsPerSecond();
  }

  private static double prefillBandwidth(CellResult r) {
    return r.plan.prefillReplica().prefill().peakBytesPerSecond();
  }

  private static double decodePeak(CellResult r) {
    return r.plan.decodeReplica().decode().peakFlopsPerSecond();
  }

  private static double decodeBandwidth(CellResult r) {
    return r.plan.decodeReplica().decode().peakBytesPerSecond();
  }
}
