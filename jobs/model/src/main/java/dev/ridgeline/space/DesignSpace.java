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
 * @param models models
 * @param quantizations number formats
 * @param hardware hardware mixes
 * @param parallelism shardings of both pools
 * @param speculations whether tokens are drafted
 * @param efficiencies whether to use calibrated profiles or the roofline
 * @param workflows agent tasks
 * @param contexts prompt lengths
 * @param batches sequences that decode at once on one decode replica
 * @param kvPolicies what becomes of state while a task waits
 * @param tariffs price bases
 * @param fleets for how much the pools are sized
 * @param settings engine assumptions
 * @param longContexts what becomes of contexts beyond the model's
 * @param profiles efficiency profiles by accelerator id
 * @param prices price books by accelerator id
 * @param drafters what drafts tokens for the models
 */
public record DesignSpace(
    List<Model> models,
    List<Quantization> quantizations,
    List<HardwareMix> hardware,
    List<Parallelism> parallelism,
    List<Speculation> speculations,
    List<EfficiencyChoice> efficiencies,
    List<Workflow> workflows,
    List<ContextPoint> contexts,
    List<Integer> batches,
    List<KvPolicy> kvPolicies,
    List<PriceBasis> tariffs,
    List<Fleet> fleets,
    ServingSettings settings,
    LongContextPolicy longContexts,
    Map<String, EfficiencyProfile> profiles,
    Map<String, PriceBook> prices,
    List<Drafter> drafters)
    implements Serializable {

  public DesignSpace {
    models = List.copyOf(models);
    quantizations = List.copyOf(quantizations);
    hardware = List.copyOf(hardware);
    parallelism = List.copyOf(parallelism);
    speculations = List.copyOf(speculations);
    efficiencies = List.copyOf(efficiencies);
    workflows = List.copyOf(workflows);
    contexts = List.copyOf(contexts);
    batches = List.copyOf(batches);
    kvPolicies = List.copyOf(kvPolicies);
    tariffs = List.copyOf(tariffs);
    fleets = List.copyOf(fleets);
    profiles = Map.copyOf(profiles);
    prices = Map.copyOf(prices);
    drafters = List.copyOf(drafters);
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
            speculations.size(),
            efficiencies.size(),
            workflows.size(),
            contexts.size(),
            batches.size(),
            kvPolicies.size(),
            tariffs.size(),
            fleets.size()));
  }
}
