package dev.ridgeline.space;

import dev.ridgeline.catalog.Model;
import dev.ridgeline.catalog.PriceBasis;
import dev.ridgeline.catalog.Quantization;
import dev.ridgeline.catalog.Workflow;
import dev.ridgeline.config.EnumName;
import dev.ridgeline.deployment.Fleet;
import dev.ridgeline.deployment.HardwareMix;
import dev.ridgeline.deployment.KvPolicy;
import dev.ridgeline.deployment.Parallelism;
import dev.ridgeline.workload.ContextPoint;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Function;

/**
 * An axis of the grid. The grid, what a sweep file may say, its checks and its schema follow from
 * the list of axes: a new axis is one more constant here, in its place in the order.
 *
 * <p>Axes are ordered slowest first: what depends only on the outer ones is computed once for each
 * run of the inner ones.
 *
 * @param <T> what a value on the axis is
 */
public final class Axis<T> implements Comparable<Axis<?>>, Serializable {

  private static final long serialVersionUID = 1L;

  public static final Axis<Model> MODEL =
      new Axis<>(null, "model", "Language models.", Model::id, PlainFields.Models.class);

  public static final Axis<Quantization> QUANTIZATION =
      MODEL.then(
          "quantization", "Number formats.", Quantization::id, PlainFields.Quantizations.class);

  public static final Axis<HardwareMix> HARDWARE =
      QUANTIZATION.then(
          "hardware",
          "Accelerators of each pool, the link between pools and the memory tier behind them.",
          HardwareFields::label,
          HardwareFields.class);

  public static final Axis<Parallelism> PARALLELISM =
      HARDWARE.then(
          "parallelism",
          "How replicas of the pools are sharded.",
          ParallelismFields::label,
          ParallelismFields.class);

  public static final Axis<Speculation> SPECULATION =
      PARALLELISM.then(
          "speculation",
          "How tokens are drafted; default: not at all.",
          Speculation::label,
          SpeculationFields.class);

  public static final Axis<EfficiencyChoice> EFFICIENCY =
      SPECULATION.then(
          "efficiency",
          "Calibrated profiles of accelerators or the roofline; default: calibrated.",
          EnumName::of,
          PlainFields.Efficiencies.class);

  public static final Axis<Workflow> WORKFLOW =
      EFFICIENCY.then("workflow", "Agent workflows.", Workflow::id, PlainFields.Workflows.class);

  public static final Axis<ContextPoint> CONTEXT =
      WORKFLOW.then(
          "context",
          "Prompt lengths in tokens; default: mean and peak of the workflow.",
          ContextPoint::label,
          PlainFields.Contexts.class);

  public static final Axis<Integer> BATCH =
      CONTEXT.then(
          "batch",
          "Sequences that decode at once on one decode replica.",
          batch -> Integer.toString(batch),
          PlainFields.Batches.class);

  public static final Axis<KvPolicy> KV_POLICY =
      BATCH.then(
          "kv_policy",
          "What becomes of a task's state while it waits for a tool; default: what costs least.",
          EnumName::of,
          PlainFields.KvPolicies.class);

  public static final Axis<PriceBasis> TARIFF =
      KV_POLICY.then(
          "tariff",
          "Prices of rented and of owned hardware; default: on-demand.",
          PriceBasis::label,
          TariffFields.class);

  public static final Axis<Fleet> FLEET =
      TARIFF.then(
          "fleet",
          "Demand or budget that the pools are sized for; default: no bound.",
          Fleet::label,
          FleetFields.class);

  /** All axes, slowest first. */
  public static final List<Axis<?>> ALL = FLEET.andThoseBefore();

  private final int order;
  private final transient Axis<?> before;
  private final transient String name;
  private final transient String doc;
  private final transient Function<T, String> label;
  private final transient Class<? extends AxisFields<T>> fields;

  private Axis(
      Axis<?> before,
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

  /** An axis that varies faster than this one. */
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

  /** How many axes vary slower. */
  public int order() {
    return order;
  }

  /** What it is called in tables and messages. */
  public String name() {
    return name;
  }

  /** What its values are, for people. */
  public String doc() {
    return doc;
  }

  /** What a value is called; two values on one axis have two labels. */
  public String label(T value) {
    return label.apply(value);
  }

  /** What a sweep file says of it. */
  Class<? extends AxisFields<T>> fields() {
    return fields;
  }

  /** Slower axes come first. */
  @Override
  public int compareTo(Axis<?> other) {
    return order - other.order;
  }

  @Override
  public String toString() {
    return name;
  }

  /** There is one object for each axis, on executors, too. */
  private Object readResolve() {
    return ALL.get(order);
  }
}
