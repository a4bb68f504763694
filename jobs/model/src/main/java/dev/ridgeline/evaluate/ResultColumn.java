package dev.ridgeline.evaluate;

import static dev.ridgeline.evaluate.Availability.ALWAYS;
import static dev.ridgeline.evaluate.Availability.PRICE;
import static dev.ridgeline.evaluate.Availability.SERVING;
import static dev.ridgeline.evaluate.Availability.STEP;

import dev.ridgeline.catalog.Accelerator;
import dev.ridgeline.catalog.Link;
import dev.ridgeline.config.EnumName;
import dev.ridgeline.cost.StepCost;
import dev.ridgeline.deployment.Replica;
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
  DEPLOYMENT(text(r -> r.mix.deployment()), ALWAYS, "", "colocated or disaggregated."),
  PREFILL(text(r -> r.mix.prefill().id()), ALWAYS, "", "Accelerator that runs prefill."),
  DECODE(
      text(r -> r.mix.decode().id()),
      ALWAYS,
      "",
      "Accelerator that runs decode; the same as prefill where colocated."),
  LINK(
      text(r -> r.mix.link().map(Link::id).orElse(null)),
      ALWAYS,
      "",
      "Link between the pools; null where colocated."),
  TIER(
      text(r -> r.mix.tier().id()),
      ALWAYS,
      "",
      "Memory tier that extends the KV capacity of decode, or none."),
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
      "Prompt at which the workflow is evaluated: tokens, or mean or peak of its own turns."),
  BATCH(whole(r -> r.batch), ALWAYS, "", "Sequences that decode at once on one decode replica."),
  TARIFF(text(r -> EnumName.of(r.tariff)), ALWAYS, "", "on-demand, reserved or owner."),

  // Whether it can be.
  STATUS(
      text(r -> r.status.name()),
      ALWAYS,
      "",
      "OK, NO_PRICE, DOES_NOT_FIT, INVALID_PARALLELISM or CONTEXT_TOO_LONG."),
  STATUS_DETAIL(text(r -> r.detail), ALWAYS, "", "Why the status is not OK; empty where it is."),
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
      text(r -> precision(r, r.mix.prefill())),
      STEP,
      "",
      "What GEMMs of quantized weights compute in on the prefill accelerator."),
  PREFILL_BATCH(
      real(r -> r.plan.prefillBatch()),
      STEP,
      "sequences",
      "Prompts that one prefill step of a replica works on."),
  PREFILL_FLOPS(
      real(r -> onPrefill(r, prefill(r).flops())),
      STEP,
      "FLOP",
      "FLOPs of one prefill step of a replica; a multiply-add counts 2."),
  PREFILL_WEIGHT_BYTES(
      real(r -> onPrefill(r, prefill(r).weightBytes())),
      STEP,
      "B",
      "Weights read in one prefill step of a replica."),
  PREFILL_STATE_READ_BYTES(
      real(r -> onPrefill(r, prefill(r).stateReadBytes())),
      STEP,
      "B",
      "Cached state read in one prefill step of a replica."),
  PREFILL_STATE_WRITE_BYTES(
      real(r -> onPrefill(r, prefill(r).stateWriteBytes())),
      STEP,
      "B",
      "New state written in one prefill step of a replica."),
  PREFILL_ACTIVATION_BYTES(
      real(r -> onPrefill(r, prefill(r).activationBytes())),
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

  // Decode step of one replica.
  DECODE_PRECISION(
      text(r -> precision(r, r.mix.decode())),
      STEP,
      "",
      "What GEMMs of quantized weights compute in on the decode accelerator."),
  DECODE_FLOPS(
      real(r -> onDecode(r, decode(r).flops())),
      STEP,
      "FLOP",
      "FLOPs of one decode step of a replica; a multiply-add counts 2."),
  DECODE_WEIGHT_BYTES(
      real(r -> onDecode(r, decode(r).weightBytes())),
      STEP,
      "B",
      "Weights read in one decode step of a replica."),
  DECODE_STATE_READ_BYTES(
      real(r -> onDecode(r, decode(r).stateReadBytes())),
      STEP,
      "B",
      "Cached state read in one decode step of a replica."),
  DECODE_STATE_WRITE_BYTES(
      real(r -> onDecode(r, decode(r).stateWriteBytes())),
      STEP,
      "B",
      "New state written in one decode step of a replica."),
  DECODE_ACTIVATION_BYTES(
      real(r -> onDecode(r, decode(r).activationBytes())),
      STEP,
      "B",
      "Activations read and written in one decode step of a replica."),
  DECODE_OI_FLOPS_PER_BYTE(
      real(r -> decode(r).operationalIntensity()),
      STEP,
      "FLOP/B",
      "Operational intensity of the decode step."),
  DECODE_PROJECTION_OI_FLOPS_PER_BYTE(
      real(r -> decode(r).operationalIntensity(OperatorClass.PROJECTION)),
      STEP,
      "FLOP/B",
      "Operational intensity of attention projections in decode."),
  DECODE_ATTENTION_OI_FLOPS_PER_BYTE(
      real(r -> decode(r).operationalIntensity(OperatorClass.ATTENTION)),
      STEP,
      "FLOP/B",
      "Operational intensity of the attention core in decode."),
  DECODE_FFN_OI_FLOPS_PER_BYTE(
      real(r -> decode(r).operationalIntensity(OperatorClass.FFN)),
      STEP,
      "FLOP/B",
      "Operational intensity of feed-forward layers in decode."),
  DECODE_HEAD_OI_FLOPS_PER_BYTE(
      real(r -> decode(r).operationalIntensity(OperatorClass.HEAD)),
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
      real(r -> r.plan.decodeReplica().usableBytes()),
      STEP,
      "B",
      "Memory of such an accelerator that weights, state and workspace may take."),
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
  DECODE_STEP_S(real(r -> decode(r).seconds()), SERVING, "s", "Time of one decode step."),
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
      "dollars_per_request over new input and output tokens together.");

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

  /** The axis that the column's value follows from alone, if it is one of those. */
  public Optional<Axis> axis() {
    return switch (this) {
      case MODEL -> Optional.of(Axis.MODEL);
      case QUANTIZATION -> Optional.of(Axis.QUANTIZATION);
      case DEPLOYMENT, PREFILL, DECODE, LINK, TIER -> Optional.of(Axis.HARDWARE);
      case PREFILL_TP, PREFILL_EP, DECODE_TP, DECODE_EP -> Optional.of(Axis.PARALLELISM);
      case EFFICIENCY -> Optional.of(Axis.EFFICIENCY);
      case WORKFLOW -> Optional.of(Axis.WORKFLOW);
      case CONTEXT -> Optional.of(Axis.CONTEXT);
      case BATCH -> Optional.of(Axis.BATCH);
      case TARIFF -> Optional.of(Axis.TARIFF);
      default -> Optional.empty();
    };
  }

  /**
   * The fastest axis on which the column depends: between cells that differ only in axes after it,
   * the column's value and whether it has one are the same.
   */
  public Axis decidedBy() {
    if (this == CELL || this == STATUS || this == STATUS_DETAIL || availability == PRICE) {
      return Axis.TARIFF;
    }
    if (this == ESTIMATE_BASIS) {
      return Axis.EFFICIENCY;
    }
    return isRequest() ? Axis.CONTEXT : axis().orElse(Axis.BATCH);
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

  private static double onPrefill(CellResult r, double ofOneAccelerator) {
    Replica replica = r.plan.prefillReplica();
    return ofOneAccelerator * replica.accelerators();
  }

  private static double onDecode(CellResult r, double ofOneAccelerator) {
    Replica replica = r.plan.decodeReplica();
    return ofOneAccelerator * replica.accelerators();
  }

  private static String precision(CellResult r, Accelerator accelerator) {
    return EnumName.of(accelerator.resolve(r.quantization.computePrecision()));
  }
}
