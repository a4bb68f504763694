package dev.ridgeline.deployment;

import dev.ridgeline.config.Measured;
import dev.ridgeline.config.Require;
import dev.ridgeline.units.Dimension;
import dev.ridgeline.units.Plausible;
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
 * @param powerUsageEffectiveness power of the site over the power of its servers: cooling,
 *     conversion and all else
 * @param powerHeadroom power that a site keeps free, as a share of what its servers and their
 *     overhead may draw
 * @param wholeSystems whether fleets buy whole nodes and racks, where accelerators are sold in them
 * @param turnTtftSeconds longest mean time to first token of a task's turns, up to which sessions
 *     are counted
 */
public record ServingSettings(
    @Measured(Dimension.SHARE) double usableMemoryFraction,
    @Measured(Dimension.TOKENS) int prefillTokenBudget,
    boolean mixesPhases,
    @Measured(Dimension.MICRO_BATCHES) int microBatches,
    @Measured(Dimension.EFFECTIVENESS) double powerUsageEffectiveness,
    @Measured(value = Dimension.SHARE, orZero = true) double powerHeadroom,
    boolean wholeSystems,
    @Measured(value = Dimension.SECONDS, of = Plausible.TTFT) double turnTtftSeconds)
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

  /**
   * Default time to first token of turns up to which sessions are counted: that of the first tier
   * of AA-AgentPerf (Artificial Analysis, June 2026).
   */
  public static final double TURN_TTFT_SECONDS = 10;

  public ServingSettings {
    Require.inRange(ServingSettings.class, "usableMemoryFraction", usableMemoryFraction);
    Require.inRange(ServingSettings.class, "prefillTokenBudget", prefillTokenBudget);
    Require.inRange(ServingSettings.class, "microBatches", microBatches);
    Require.inRange(ServingSettings.class, "powerUsageEffectiveness", powerUsageEffectiveness);
    Require.inRange(ServingSettings.class, "powerHeadroom", powerHeadroom);
    Require.inRange(ServingSettings.class, "turnTtftSeconds", turnTtftSeconds);
  }

  /** Power that a site provides for a watt of its servers: with its overhead and its headroom. */
  public double siteWattsPerServerWatt() {
    return powerUsageEffectiveness * (1 + powerHeadroom);
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
        memoryShare,
        chunkTokens,
        mixes,
        microBatches,
        powerUsageEffectiveness,
        powerHeadroom,
        wholeSystems,
        turnTtftSeconds);
  }

  /**
   * Makes settings with the defaults for all other assumptions. No step carries prompts and decodes
   * together.
   */
  public ServingSettings(double usableMemoryFraction, int prefillTokenBudget) {
    this(
        usableMemoryFraction,
        prefillTokenBudget,
        false,
        MICRO_BATCHES,
        POWER_USAGE_EFFECTIVENESS,
        0,
        false,
        TURN_TTFT_SECONDS);
  }

  /** These settings for an engine whose decodes ride along with prompts, or do not. */
  public ServingSettings mixing(boolean mixes) {
    return new ServingSettings(
        usableMemoryFraction,
        prefillTokenBudget,
        mixes,
        microBatches,
        powerUsageEffectiveness,
        powerHeadroom,
        wholeSystems,
        turnTtftSeconds);
  }

  /** These settings with another time to first token up to which sessions are counted. */
  public ServingSettings withTurnTtft(double seconds) {
    return new ServingSettings(
        usableMemoryFraction,
        prefillTokenBudget,
        mixesPhases,
        microBatches,
        powerUsageEffectiveness,
        powerHeadroom,
        wholeSystems,
        seconds);
  }

  /**
   * These settings for another site.
   *
   * @param headroom power that it keeps free, as a share
   * @param systems whether fleets buy whole nodes and racks
   */
  public ServingSettings ofSite(double headroom, boolean systems) {
    return new ServingSettings(
        usableMemoryFraction,
        prefillTokenBudget,
        mixesPhases,
        microBatches,
        powerUsageEffectiveness,
        headroom,
        systems,
        turnTtftSeconds);
  }
}
