package dev.ridgeline.space;

import dev.ridgeline.catalog.Model;
import dev.ridgeline.catalog.PriceBasis;
import dev.ridgeline.catalog.Workflow;
import dev.ridgeline.config.EnumName;
import dev.ridgeline.deployment.Fleet;
import dev.ridgeline.deployment.Formats;
import dev.ridgeline.deployment.HardwareMix;
import dev.ridgeline.deployment.KvPolicy;
import dev.ridgeline.deployment.Parallelism;
import dev.ridgeline.deployment.PromptsPerStep;
import dev.ridgeline.workload.ContextPoint;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * An axis of the grid. The grid, the fields of a sweep file, their checks and their schema follow
 * from the list of axes. A new axis is one more constant here, at its place in the order.
 *
 * <p>The slowest axis comes first. What depends only on slow axes is computed once for all cells
 * that differ only in faster ones.
 *
 * @param <T> type of a value on the axis
 */
public final class Axis<T> implements Comparable<Axis<?>>, Serializable {

  private static final long serialVersionUID = 1L;

  public static final Axis<Model> MODEL =
      new Axis<>(null, "model", "Language models.", Model::id, PlainFields.Models.class);

  public static final Axis<Formats> QUANTIZATION =
      MODEL.then(
          "quantization", "Number formats.", Formats::label, PlainFields.Quantizations.class);

  public static final Axis<EngineChoice> ENGINE =
      QUANTIZATION.then(
          "engine",
          "Serving engines; default: that of each accelerator's efficiency profile.",
          EngineChoice::label,
          EngineFields.class);

  public static final Axis<HardwareMix> HARDWARE =
      ENGINE.then(
          "hardware",
          "Accelerators of each pool, the link between pools and the memory tier behind them.",
          HardwareFields::label,
          HardwareFields.class);

  public static final Axis<Parallelism> PARALLELISM =
      HARDWARE.then(
          "parallelism",
          "Sharding of the replicas of each pool.",
          ParallelismFields::label,
          ParallelismFields.class);

  public static final Axis<Speculation> SPECULATION =
      PARALLELISM.then(
          "speculation",
          "Speculative decoding: a method and its drafts in each step; default: none.",
          Speculation::label,
          SpeculationFields.class);

  public static final Axis<PromptsPerStep> PROMPTS_PER_STEP =
      SPECULATION.then(
          "prompts_per_step",
          "Prompts that prefill packs into a step: numbers, or engine for those that arrive"
              + " while a step runs; default: engine.",
          PromptsPerStep::label,
          PlainFields.PromptsPerSteps.class);

  public static final Axis<EfficiencyMode> EFFICIENCY =
      PROMPTS_PER_STEP.then(
          "efficiency",
          "Efficiency of accelerators: calibrated profiles, the ideal roofline, or throughputs that"
              + " the sweep states in measured; default: calibrated.",
          EnumName::of,
          PlainFields.Efficiencies.class);

  public static final Axis<Workflow> WORKFLOW =
      EFFICIENCY.then("workflow", "Agent workflows.", Workflow::id, PlainFields.Workflows.class);

  public static final Axis<ContextPoint> CONTEXT =
      WORKFLOW.then(
          "context",
          "Lengths in tokens of the prompt, or of the whole request; default: mean and peak prompt of the"
              + " workflow.",
          ContextPoint::label,
          PlainFields.Contexts.class);

  public static final Axis<Integer> BATCH =
      CONTEXT.then(
          "batch",
          "Sequences that decode at once on one decode replica.",
          batch -> Integer.toString(batch),
          PlainFields.Batches.class);

  public static final Axis<Double> PREFILL_UTILIZATION =
      BATCH.then(
          "prefill_utilization",
          "Shares of their time for which prefill pools of disaggregated deployments are busy;"
              + " default: 0.8, an assumption.",
          share -> Double.toString(share),
          LoadFields.Utilizations.class);

  public static final Axis<KvPolicy> KV_POLICY =
      PREFILL_UTILIZATION.then(
          "kv_policy",
          "What happens to the KV cache of a task while it waits for a tool;"
              + " default: best, the cheapest.",
          EnumName::of,
          PlainFields.KvPolicies.class);

  public static final Axis<Sessions> SESSIONS =
      KV_POLICY.then(
          "sessions",
          "Tasks in progress at once on a decode replica, those that wait for a tool included: numbers,"
              + " or batch for as many as keep the batch running; default: batch.",
          Sessions::label,
          LoadFields.SessionCounts.class);

  public static final Axis<PriceBasis> TARIFF =
      SESSIONS.then(
          "tariff",
          "Prices of rented and of owned hardware; default: on-demand.",
          PriceBasis::label,
          TariffFields.class);

  public static final Axis<Fleet> FLEET =
      TARIFF.then(
          "fleet",
          "Demand or budget that the fleet is sized for; default: limit, which has no bound.",
          Fleet::label,
          FleetFields.class);

  /** It decides nothing but sales and margins, so it is among the fastest axes. */
  public static final Axis<Seller> TOKEN_PRICES =
      FLEET.then(
          "token_prices",
          "Sellers of tokens whose prices cells are compared with; default: none.",
          Seller::label,
          SellerFields.class);

  /** It decides nothing but percentiles, so it is the fastest axis. */
  public static final Axis<Arrivals> ARRIVAL_VARIATION =
      TOKEN_PRICES.then(
          "arrival_variation",
          "Squared coefficients of variation of the times between arrivals; default: that of the"
              + " workflow.",
          Arrivals::label,
          LoadFields.Variations.class);

  /** All axes, slowest first. */
  public static final List<Axis<?>> ALL = ARRIVAL_VARIATION.andThoseBefore();

  private final int order;
  private final transient @Nullable Axis<?> before;
  private final transient String name;
  private final transient String doc;
  private final transient Function<T, String> label;
  private final transient Class<? extends AxisFields<T>> fields;

  private Axis(
      @Nullable Axis<?> before,
      String name,
      String doc,
      Function<T, String> label,
      Class<? extends AxisFields<T>> fields) {
    this.before = before;
    this.order = before == null ? 0 : before.order + 1;
    this.name = name;
    this.doc = doc;
    this.label = label;
    this.fields = fields;
  }

  /** Declares an axis that varies faster than this one. */
  private <F> Axis<F> then(
      String name, String doc, Function<F, String> label, Class<? extends AxisFields<F>> fields) {
    return new Axis<>(this, name, doc, label, fields);
  }

  private List<Axis<?>> andThoseBefore() {
    List<Axis<?>> all = new ArrayList<>();
    for (Axis<?> axis = this; axis != null; axis = axis.before) {
      all.add(axis);
    }
    Collections.reverse(all);
    return List.copyOf(all);
  }

  /** Number of axes that vary slower than this one. */
  public int order() {
    return order;
  }

  /** Name of the axis in tables and messages. */
  public String name() {
    return name;
  }

  /** Description of the values for people. */
  public String doc() {
    return doc;
  }

  /** Label of a value; different values on one axis have different labels. */
  public String label(T value) {
    return label.apply(value);
  }

  /** Record of the fields that a sweep file has for this axis. */
  Class<? extends AxisFields<T>> fields() {
    return fields;
  }

  /** Orders slower axes before faster ones. */
  @Override
  public int compareTo(Axis<?> other) {
    return order - other.order;
  }

  @Override
  public String toString() {
    return name;
  }

  /** Keeps one object for each axis, also where an axis was sent to another machine. */
  private Object readResolve() {
    return ALL.get(order);
  }
}
