package dev.ridgeline.space;

import dev.ridgeline.catalog.EfficiencyProfile;
import dev.ridgeline.catalog.Model;
import dev.ridgeline.catalog.PriceBook;
import dev.ridgeline.catalog.Quantization;
import dev.ridgeline.catalog.Workflow;
import dev.ridgeline.deployment.HardwareMix;
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
 * @param models models
 * @param quantizations number formats
 * @param hardware hardware mixes
 * @param parallelism shardings of both pools
 * @param efficiencies whether to use calibrated profiles or the roofline
 * @param workflows agent tasks
 * @param contexts prompt lengths
 * @param batches sequences that decode at once on one decode replica
 * @param tariffs price bases
 * @param settings engine assumptions
 * @param longContexts what becomes of contexts beyond the model's
 * @param profiles efficiency profiles by accelerator id
 * @param prices price books by accelerator id
 */
public record DesignSpace(
    List<Model> models,
    List<Quantization> quantizations,
    List<HardwareMix> hardware,
    List<Parallelism> parallelism,
    List<EfficiencyChoice> efficiencies,
    List<Workflow> workflows,
    List<ContextPoint> contexts,
    List<Integer> batches,
    List<PriceBook.Tariff> tariffs,
    ServingSettings settings,
    LongContextPolicy longContexts,
    Map<String, EfficiencyProfile> profiles,
    Map<String, PriceBook> prices)
    implements Serializable {

  public DesignSpace {
    models = List.copyOf(models);
    quantizations = List.copyOf(quantizations);
    hardware = List.copyOf(hardware);
    parallelism = List.copyOf(parallelism);
    efficiencies = List.copyOf(efficiencies);
    workflows = List.copyOf(workflows);
    contexts = List.copyOf(contexts);
    batches = List.copyOf(batches);
    tariffs = List.copyOf(tariffs);
    profiles = Map.copyOf(profiles);
    prices = Map.copyOf(prices);
  }

  /**
   * The grid that the axes span.
   *
   * @throws ArithmeticException when its cells cannot be numbered with 63 bits
   */
  public Grid grid() {
    return Grid.of(
        List.of(
            models.size(),
            quantizations.size(),
            hardware.size(),
            parallelism.size(),
            efficiencies.size(),
            workflows.size(),
            contexts.size(),
            batches.size(),
            tariffs.size()));
  }
}
