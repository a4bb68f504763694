package dev.ridgeline.check;

import dev.ridgeline.catalog.Accelerator;
import dev.ridgeline.catalog.EfficiencyProfile;
import dev.ridgeline.catalog.Engine;
import dev.ridgeline.catalog.Model;
import dev.ridgeline.catalog.Quantization;
import dev.ridgeline.catalog.StepConstants;
import dev.ridgeline.deployment.EngineOverrides;
import dev.ridgeline.deployment.ServingSettings;
import dev.ridgeline.measurement.MeasuredPoint;
import dev.ridgeline.operator.Sharding;
import dev.ridgeline.workload.Request;
import java.util.OptionalInt;

/**
 * The conditions of a measured point in terms of the catalogs.
 *
 * @param point the point
 * @param model model
 * @param quantization number formats, with the KV cache as it was run
 * @param accelerator accelerator
 * @param profile efficiency of the accelerator, without the kernels of the engine
 * @param engine engine
 * @param sharding layout of one replica
 * @param replicas number of replicas
 * @param overrides settings of the engine that the point or its publisher states
 * @param lookSteps steps from one look of the scheduler to the next; empty for those of the engine
 * @param groupSteps most steps that groups of attention data parallelism wait for prompts; empty
 *     for those of the engine
 * @param request one of the requests
 * @param concurrency requests in flight on one replica
 */
public record PointSetting(
    MeasuredPoint point,
    Model model,
    Quantization quantization,
    Accelerator accelerator,
    EfficiencyProfile profile,
    Engine engine,
    Sharding sharding,
    double replicas,
    EngineOverrides overrides,
    OptionalInt lookSteps,
    OptionalInt groupSteps,
    Request request,
    double concurrency) {

  /** Stands for the share and the budget of the engine, which take their places. */
  private static final ServingSettings SITE = new ServingSettings(0.9, 8192);

  /** The same conditions with another engine and another profile of the accelerator. */
  public PointSetting with(Engine other, EfficiencyProfile otherProfile) {
    return new PointSetting(
        point,
        model,
        quantization,
        accelerator,
        otherProfile,
        other,
        sharding,
        replicas,
        overrides,
        lookSteps,
        groupSteps,
        request,
        concurrency);
  }

  /** Wait of prompts at the version of the engine, with the settings that the point has. */
  StepConstants.Queue queue() {
    StepConstants step = engine.stepServing(model.id());
    StepConstants.Queue ofVersion = step.queueOf(point.software().version());
    return step.equals(StepConstants.NONE)
        ? ofVersion
        : ofVersion.looking(
            lookSteps.orElse(ofVersion.lookSteps()), groupSteps.orElse(ofVersion.groupSteps()));
  }

  /** Factor on the time of steps at the day of the point. */
  double eraFactor() {
    return engine
        .stepServing(model.id())
        .factorAt(point.software().engine(), accelerator.id(), point.software().day());
  }

  /**
   * The engine as it serves the model and was at the day of the point, with the wait of prompts of
   * its version.
   */
  Engine timedEngine() {
    return engine.serving(model.id()).waiting(queue()).slowedBy(eraFactor());
  }

  /** The settings of the engine on the accelerator. */
  ServingSettings settings() {
    return overrides.of(SITE, engine, accelerator, sharding);
  }

  /** The profile with the kernels of the engine in it. The roofline is that of every engine. */
  EfficiencyProfile effective() {
    return profile.basis() == EfficiencyProfile.Basis.IDEAL ? profile : timedEngine().on(profile);
  }
}
