package dev.ridgeline.deployment;

import dev.ridgeline.config.Measured;
import dev.ridgeline.config.Require;
import dev.ridgeline.units.Dimension;
import java.io.Serializable;

/**
 * Assumptions about the serving engine and the site that hold for a whole sweep.
 *
 * @param usableMemoryFraction share of an accelerator's memory that weights, state and workspace
 *     may take
 * @param prefillTokenBudget new tokens of a prefill pass: short prompts are batched up to it, and
 *     long ones are cut into chunks of it
 * @param mixesPhases whether decodes ride along in steps that carry prompts
 * @param microBatches parts of the batch in flight where decode is split, so that one side works
 *     while the other waits for its tokens
 * @param powerUsageEffectiveness power of the site over the power of its servers
 */
public record ServingSettings(
    @Measured(Dimension.SHARE) double usableMemoryFraction,
    @Measured(Dimension.TOKENS) int prefillTokenBudget,
    boolean mixesPhases,
    @Measured(Dimension.MICRO_BATCHES) int microBatches,
    @Measured(Dimension.EFFECTIVENESS) double powerUsageEffectiveness)
    implements Serializable {

  /**
   * Default number of micro-batches. Three hide the exchange on fast networks, by MegaScale-Infer
   * (arXiv 2504.02263, section 4.1).
   */
  public static final int MICRO_BATCHES = 3;

  /**
   * Default power usage effectiveness, which is an assumption. Large liquid-cooled sites report 1.1
   * to 1.3, and the mean of all sites is 1.56.
   */
  public static final double POWER_USAGE_EFFECTIVENESS = 1.2;

  public ServingSettings {
    Require.inRange(ServingSettings.class, "usableMemoryFraction", usableMemoryFraction);
    Require.inRange(ServingSettings.class, "prefillTokenBudget", prefillTokenBudget);
    Require.inRange(ServingSettings.class, "microBatches", microBatches);
    Require.inRange(ServingSettings.class, "powerUsageEffectiveness", powerUsageEffectiveness);
  }

  /**
   * These settings with those of an engine in them.
   *
   * @param memoryShare share of memory that the engine may take
   * @param chunkTokens new tokens of a pass
   * @param mixes whether decodes ride along in steps that carry prompts
   */
  ServingSettings ofEngine(double memoryShare, int chunkTokens, boolean mixes) {
    return new ServingSettings(
        memoryShare, chunkTokens, mixes, microBatches, powerUsageEffectiveness);
  }

  /**
   * Makes settings with the defaults for all other assumptions. No step carries prompts and decodes
   * together.
   */
  public ServingSettings(double usableMemoryFraction, int prefillTokenBudget) {
    this(usableMemoryFraction, prefillTokenBudget, false, MICRO_BATCHES, POWER_USAGE_EFFECTIVENESS);
  }

  /** These settings for an engine whose decodes ride along with prompts, or do not. */
  public ServingSettings mixing(boolean mixes) {
    return new ServingSettings(
        usableMemoryFraction, prefillTokenBudget, mixes, microBatches, powerUsageEffectiveness);
  }
}
