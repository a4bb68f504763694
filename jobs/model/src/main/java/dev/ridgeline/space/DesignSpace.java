package dev.ridgeline.space;

import dev.ridgeline.catalog.Drafter;
import dev.ridgeline.catalog.EfficiencyProfile;
import dev.ridgeline.catalog.Model;
import dev.ridgeline.catalog.PriceBasis;
import dev.ridgeline.catalog.PriceBook;
import dev.ridgeline.catalog.Quantization;
import dev.ridgeline.catalog.Workflow;
import dev.ridgeline.deployment.Fleet;
import dev.ridgeline.deployment.HardwareMix;
import dev.ridgeline.deployment.KvPolicy;
import dev.ridgeline.deployment.Parallelism;
import dev.ridgeline.deployment.ServingSettings;
import dev.ridgeline.workload.ContextPoint;
import java.io.Serializable;
import java.util.List;
import java.util.Map;

/**
 * The values on each axis, with everything that evaluating their combinations needs: it can be sent
 * to another machine and evaluated there without reading a file.
 *
 * @param axes the values on each axis
 * @param settings engine assumptions
 * @param longContexts what becomes of contexts beyond the model's
 * @param profiles efficiency profiles by accelerator id
 * @param prices price books by accelerator id
 * @param drafters what drafts tokens for the models
 */
public record DesignSpace(
    AxisValues axes,
    ServingSettings settings,
    LongContextPolicy longContexts,
    Map<String, EfficiencyProfile> profiles,
    Map<String, PriceBook> prices,
    List<Drafter> drafters)
    implements Serializable {

  public DesignSpace {
    profiles = Map.copyOf(profiles);
    prices = Map.copyOf(prices);
    drafters = List.copyOf(drafters);
  }

  /** The values on an axis. */
  public <T> List<T> values(Axis<T> axis) {
    return axes.of(axis);
  }

  /**
   * The grid that the axes span.
   *
   * @throws ArithmeticException when its cells cannot be numbered with 63 bits
   */
  public Grid grid() {
    return axes.grid();
  }

  public List<Model> models() {
    return values(Axis.MODEL);
  }

  public List<Quantization> quantizations() {
    return values(Axis.QUANTIZATION);
  }

  public List<HardwareMix> hardware() {
    return values(Axis.HARDWARE);
  }

  public List<Parallelism> parallelism() {
    return values(Axis.PARALLELISM);
  }

  public List<Speculation> speculations() {
    return values(Axis.SPECULATION);
  }

  public List<EfficiencyChoice> efficiencies() {
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

  public List<KvPolicy> kvPolicies() {
    return values(Axis.KV_POLICY);
  }

  public List<PriceBasis> tariffs() {
    return values(Axis.TARIFF);
  }

  public List<Fleet> fleets() {
    return values(Axis.FLEET);
  }
}
