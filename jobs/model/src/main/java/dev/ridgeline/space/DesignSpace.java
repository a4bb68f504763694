package dev.ridgeline.space;

import dev.ridgeline.catalog.Drafter;
import dev.ridgeline.catalog.EfficiencyProfile;
import dev.ridgeline.catalog.Engine;
import dev.ridgeline.catalog.Model;
import dev.ridgeline.catalog.PriceBasis;
import dev.ridgeline.catalog.PriceBook;
import dev.ridgeline.catalog.Workflow;
import dev.ridgeline.deployment.EngineOverrides;
import dev.ridgeline.deployment.Fleet;
import dev.ridgeline.deployment.Formats;
import dev.ridgeline.deployment.KvPolicy;
import dev.ridgeline.deployment.Parallelism;
import dev.ridgeline.deployment.PromptsPerStep;
import dev.ridgeline.deployment.ServingSettings;
import dev.ridgeline.workload.ContextPoint;
import java.io.Serializable;
import java.util.List;
import java.util.Map;

/**
 * The values on each axis, with everything that is needed to evaluate their combinations. A design
 * space can be sent to another machine and evaluated there without reading a file.
 *
 * @param axes the values on each axis
 * @param settings assumptions about the site, and about what no engine states
 * @param overrides settings of engines that the sweep states itself
 * @param longContexts whether contexts longer than the model's are feasible
 * @param profiles efficiency profiles by accelerator id
 * @param engines engines of those profiles by accelerator id
 * @param prices price books by accelerator id
 * @param drafters drafters of all models for speculative decoding
 * @param measurements throughputs that the sweep states
 */
public record DesignSpace(
    AxisValues axes,
    ServingSettings settings,
    EngineOverrides overrides,
    LongContextPolicy longContexts,
    Map<String, EfficiencyProfile> profiles,
    Map<String, Engine> engines,
    Map<String, PriceBook> prices,
    List<Drafter> drafters,
    List<Measurement> measurements)
    implements Serializable {

  public DesignSpace {
    profiles = Map.copyOf(profiles);
    engines = Map.copyOf(engines);
    prices = Map.copyOf(prices);
    drafters = List.copyOf(drafters);
    measurements = List.copyOf(measurements);
  }

  /** This space under other assumptions about the site. */
  public DesignSpace with(ServingSettings other) {
    return new DesignSpace(
        axes, other, overrides, longContexts, profiles, engines, prices, drafters, measurements);
  }

  /** The values on an axis. */
  public <T> List<T> values(Axis<T> axis) {
    return axes.of(axis);
  }

  /**
   * The grid that the axes span.
   *
   * @throws ArithmeticException where the grid has more cells than a {@code long} can count
   */
  public Grid grid() {
    return axes.grid();
  }

  public List<Model> models() {
    return values(Axis.MODEL);
  }

  public List<Formats> quantizations() {
    return values(Axis.QUANTIZATION);
  }

  /** The engines on their axis; {@link #engines()} has the defaults of accelerators. */
  public List<EngineChoice> engineChoices() {
    return values(Axis.ENGINE);
  }

  /** The mixes on the axis of hardware, which are made when they are asked for. */
  public Mixes hardware() {
    return axes.mixes();
  }

  public List<Parallelism> parallelism() {
    return values(Axis.PARALLELISM);
  }

  public List<Speculation> speculations() {
    return values(Axis.SPECULATION);
  }

  public List<PromptsPerStep> promptsPerStep() {
    return values(Axis.PROMPTS_PER_STEP);
  }

  public List<EfficiencyMode> efficiencies() {
    return values(Axis.EFFICIENCY);
  }

  public List<Workflow> workflows() {
    return values(Axis.WORKFLOW);
  }

  public List<ContextPoint> contexts() {
    return values(Axis.CONTEXT);
  }

  public List<Integer> batches() {
    return values(Axis.BATCH);
  }

  public List<Double> prefillUtilizations() {
    return values(Axis.PREFILL_UTILIZATION);
  }

  public List<KvPolicy> kvPolicies() {
    return values(Axis.KV_POLICY);
  }

  public List<Sessions> sessions() {
    return values(Axis.SESSIONS);
  }

  public List<PriceBasis> tariffs() {
    return values(Axis.TARIFF);
  }

  public List<Fleet> fleets() {
    return values(Axis.FLEET);
  }

  public List<Arrivals> arrivals() {
    return values(Axis.ARRIVAL_VARIATION);
  }
}
