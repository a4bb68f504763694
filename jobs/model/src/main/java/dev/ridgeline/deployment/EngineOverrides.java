package dev.ridgeline.deployment;

import dev.ridgeline.catalog.Accelerator;
import dev.ridgeline.catalog.Engine;
import dev.ridgeline.operator.Sharding;
import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/**
 * Settings of engines that a sweep states itself, for all engines and accelerators.
 *
 * @param usableMemoryFraction share of memory; null for that of the engine
 * @param prefillTokenBudget new tokens of a pass; null for those of the engine
 * @param mixesPhases whether decodes ride along in steps that carry prompts; null for what the
 *     engine does
 */
public record EngineOverrides(
    @Nullable Double usableMemoryFraction,
    @Nullable Integer prefillTokenBudget,
    @Nullable Boolean mixesPhases)
    implements Serializable {

  /** The engines' own settings. */
  public static final EngineOverrides NONE = new EngineOverrides(null, null, null);

  /**
   * Returns the settings of an engine on an accelerator of a replica.
   *
   * @param site settings of the sweep, from which all that is not the engine's is taken
   */
  public ServingSettings of(
      ServingSettings site, Engine engine, Accelerator accelerator, Sharding sharding) {
    Engine.Budget budget = engine.budget(accelerator);
    double share =
        usableMemoryFraction != null
            ? usableMemoryFraction
            : budget.share(
                accelerator.memoryBytes(), sharding.accelerators(), sharding.attentionGroups());
    int chunk = prefillTokenBudget != null ? prefillTokenBudget : budget.chunkTokens();
    boolean mixes = mixesPhases != null ? mixesPhases : engine.mixesPhases();
    return site.ofEngine(share, chunk, mixes);
  }
}
