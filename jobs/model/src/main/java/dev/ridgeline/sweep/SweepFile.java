package dev.ridgeline.sweep;

import dev.ridgeline.config.Amounts;
import dev.ridgeline.config.InvalidValueException;
import dev.ridgeline.config.Measured;
import dev.ridgeline.space.Axes;
import dev.ridgeline.space.LongContextPolicy;
import dev.ridgeline.units.Dimension;
import dev.ridgeline.units.Plausible;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A sweep as its file has it: names of entries instead of entries, and optional fields with a
 * default.
 *
 * @param name name of the sweep and of its results
 * @param description purpose of the sweep
 * @param variants entries that differ from those of the catalogs in some numbers
 * @param axes values on each axis
 * @param measured throughputs in place of predictions, where {@code efficiency} is {@code measured}
 * @param settings assumptions about the serving engine and the site
 * @param targets latencies within which the summary looks for the cheapest cells
 */
record SweepFile(
    String name,
    Optional<String> description,
    Optional<List<Variants>> variants,
    Axes axes,
    Optional<List<Throughput>> measured,
    Optional<Settings> settings,
    Optional<Targets> targets) {

  /**
   * A family of entries made from one entry of a catalog: all combinations of the given values. An
   * axis that names {@code id} has all of them as values.
   *
   * @param id name of the family in the axes
   * @param label name of the variants in tables; default: the id
   * @param of folder and id of the original entry, such as {@code accelerators/h100-sxm}
   * @param scale factors by the path of a field or of a group of fields, one or a list
   * @param set values by the path of a field, with or without a unit, one or a list
   * @param price prices of variants of accelerators; default: those of the original, marked as
   *     copied
   * @param basis efficiencies of variants of accelerators; default: those of the original, marked
   *     as copied
   */
  record Variants(
      String id,
      Optional<String> label,
      String of,
      Optional<Map<String, Amounts>> scale,
      Optional<Map<String, Amounts>> set,
      Optional<VariantPrice> price,
      Optional<VariantBasis> basis) {}

  /**
   * A published throughput of a model on accelerators of one kind. Fields that are left out match
   * every value on their axis.
   *
   * @param model catalog id of the model
   * @param accelerator catalog id of the accelerator
   * @param quantization catalog id of the number formats
   * @param workflow catalog id of the workflow
   * @param batch sequences that decode at once
   * @param outputTokensPerSecond generated tokens
   * @param accelerators number of accelerators that the rates are of; default: 1
   * @param inputTokensPerSecond tokens of prompts, cached ones included
   * @param totalTokensPerSecond tokens of prompts and output; default: their sum
   * @param by who measured it
   * @param source where the figures are published
   */
  record Throughput(
      String model,
      String accelerator,
      Optional<String> quantization,
      Optional<String> workflow,
      @Measured(Dimension.SEQUENCES) Optional<Integer> batch,
      @Measured(Dimension.ACCELERATORS) Optional<Integer> accelerators,
      @Measured(Dimension.TOKENS_PER_SECOND) Optional<Double> outputTokensPerSecond,
      @Measured(Dimension.TOKENS_PER_SECOND) Optional<Double> inputTokensPerSecond,
      @Measured(Dimension.TOKENS_PER_SECOND) Optional<Double> totalTokensPerSecond,
      String by,
      String source) {}

  /**
   * Assumptions about the serving engine and the site; each has a default.
   *
   * @param usableMemoryFraction share of the memory that an engine may use; default: that of the
   *     engine
   * @param prefillTokenBudget most new tokens in a step; default: that of the engine
   * @param mixesPhases whether decodes ride along in the steps that carry prompts; default: that of
   *     the engine
   * @param microBatches parts of the batch in flight where decode is split into attention and
   *     feed-forward; default: 3
   * @param powerUsageEffectiveness power of the site over that of its devices and hosts; default:
   *     1.2
   * @param powerHeadroom power that a site keeps free, as a share of what its servers and their
   *     overhead take; default: 0
   * @param wholeSystems whether fleets buy whole nodes and racks, where accelerators are sold in
   *     them; default: false
   * @param turnTtftSeconds longest mean time to first token of a task's turns, up to which the
   *     column max_sessions counts; default: ttftSeconds of the targets, else 10 s
   * @param contextBeyondModel what becomes of a cell whose request is longer than the model allows;
   *     default: refuse
   */
  record Settings(
      @Measured(Dimension.SHARE) Optional<Double> usableMemoryFraction,
      @Measured(Dimension.TOKENS) Optional<Integer> prefillTokenBudget,
      Optional<Boolean> mixesPhases,
      @Measured(Dimension.MICRO_BATCHES) Optional<Integer> microBatches,
      @Measured(Dimension.EFFECTIVENESS) Optional<Double> powerUsageEffectiveness,
      @Measured(value = Dimension.SHARE, orZero = true) Optional<Double> powerHeadroom,
      Optional<Boolean> wholeSystems,
      @Measured(value = Dimension.SECONDS, of = Plausible.TTFT) Optional<Double> turnTtftSeconds,
      Optional<LongContextPolicy> contextBeyondModel) {}

  /**
   * Latency targets; default: none.
   *
   * @param ttftSeconds longest time to the first token; default: no limit
   * @param tpotSeconds longest time for each further token; default: no limit
   * @param percentile percentile of the requests that stay within the targets: 50, 90 or 99;
   *     default: the mean without a queue
   */
  record Targets(
      @Measured(value = Dimension.SECONDS, of = Plausible.TTFT) Optional<Double> ttftSeconds,
      @Measured(value = Dimension.SECONDS, of = Plausible.TPOT) Optional<Double> tpotSeconds,
      @Measured(Dimension.PERCENT) Optional<Integer> percentile) {

    /**
     * The targets.
     *
     * @throws InvalidValueException where a number is not allowed
     */
    LatencyTargets latencies() {
      return new LatencyTargets(
          ttftSeconds.orElse(Double.POSITIVE_INFINITY),
          tpotSeconds.orElse(Double.POSITIVE_INFINITY),
          percentile.orElse(LatencyTargets.NO_QUEUE));
    }
  }
}
