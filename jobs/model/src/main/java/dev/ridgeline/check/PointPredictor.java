package dev.ridgeline.check;

import dev.ridgeline.catalog.Accelerator;
import dev.ridgeline.catalog.EfficiencyProfile;
import dev.ridgeline.catalog.Engine;
import dev.ridgeline.catalog.Model;
import dev.ridgeline.catalog.Quantization;
import dev.ridgeline.catalog.StepConstants;
import dev.ridgeline.deployment.ColocatedPlanner;
import dev.ridgeline.deployment.EngineOverrides;
import dev.ridgeline.deployment.KvTier;
import dev.ridgeline.deployment.Planner;
import dev.ridgeline.deployment.Replica;
import dev.ridgeline.deployment.ServingPlan;
import dev.ridgeline.deployment.ServingSettings;
import dev.ridgeline.operator.Sharding;
import dev.ridgeline.workload.Request;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Predicts measured points. Replicas are kept, so points that differ only in their load are fast.
 *
 * <p>Not for use by several threads at once.
 */
public final class PointPredictor {

  private final Map<Key, Planner> planners = new HashMap<>();

  /**
   * What a replica follows from. Large entries are compared by identity: a changed entry is another
   * object.
   */
  private static final class Key {

    private final Model model;
    private final Quantization quantization;
    private final Accelerator accelerator;
    private final EfficiencyProfile profile;
    private final Engine engine;
    private final Sharding sharding;
    private final EngineOverrides overrides;
    private final StepConstants.Queue queue;
    private final double eraFactor;

    Key(PointSetting setting) {
      this.model = setting.model();
      this.quantization = setting.quantization();
      this.accelerator = setting.accelerator();
      this.profile = setting.profile();
      this.engine = setting.engine();
      this.sharding = setting.sharding();
      this.overrides = setting.overrides();
      this.queue = setting.queue();
      this.eraFactor = setting.eraFactor();
    }

    @Override
    @SuppressWarnings("ReferenceEquality") // The fields of entries are many, and fits change them.
    public boolean equals(Object object) {
      return object instanceof Key other
          && model == other.model
          && accelerator == other.accelerator
          && profile == other.profile
          && engine == other.engine
          && quantization.equals(other.quantization)
          && sharding.equals(other.sharding)
          && overrides.equals(other.overrides)
          && eraFactor == other.eraFactor
          && queue.equals(other.queue);
    }

    @Override
    public int hashCode() {
      int hash = System.identityHashCode(model);
      hash = 31 * hash + System.identityHashCode(accelerator);
      hash = 31 * hash + System.identityHashCode(profile);
      hash = 31 * hash + System.identityHashCode(engine);
      hash = 31 * hash + quantization.id().hashCode();
      hash = 31 * hash + sharding.hashCode();
      hash = 31 * hash + overrides.hashCode();
      return 31 * hash + queue.hashCode();
    }
  }

  /**
   * Predicts a point. Requests that do not fit into memory beside the others wait for a place.
   *
   * <p>A replica that runs R of the N sequences in flight finishes R of them in the time of a
   * cycle. By Little's law the others wait {@code (N - R) / R} cycles.
   *
   * @return empty where not even one request fits
   */
  public Optional<PointPrediction> predict(PointSetting setting) {
    Planner planner = planners.computeIfAbsent(new Key(setting), absent -> planner(setting));
    Request request = setting.request();
    double inFlight = setting.concurrency();
    // Groups work in lockstep, so the fullest of them sets the pace of all.
    int parts = planner.decodePool().batchParts();
    double batch = Math.ceil(inFlight / parts) * parts;
    ServingPlan plan = planner.plan(request, batch);
    double running = inFlight;
    if (!plan.fits()) {
      batch = Math.floor(plan.maxBatch() / parts) * parts;
      if (!(batch > 0)) {
        return Optional.empty();
      }
      running = Math.min(inFlight, batch);
      plan = planner.plan(request, batch);
    }
    double cycle = batch / plan.requestsPerSecond();
    double queue = (inFlight - running) / running * cycle;
    return Optional.of(
        new PointPrediction(
            setting,
            running,
            plan.tpotSeconds(),
            plan.ttftSeconds() + queue,
            queue,
            setting.replicas() * running / cycle,
            plan,
            planner));
  }

  private static Planner planner(PointSetting setting) {
    ServingSettings settings = setting.settings();
    Replica replica =
        Replica.of(
            setting.model(),
            setting.quantization(),
            setting.sharding(),
            setting.accelerator(),
            setting.effective(),
            setting.timedEngine(),
            settings);
    return new ColocatedPlanner(replica, KvTier.NONE, settings);
  }
}
