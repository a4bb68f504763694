package dev.ridgeline.measurement;

import dev.ridgeline.config.Measured;
import dev.ridgeline.config.Require;
import dev.ridgeline.units.Dimension;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The conventions of a publisher of measurements: what its names mean, and what it knows but does
 * not write into its files.
 *
 * @param id name of the conventions, that of their file
 * @param name publisher and benchmark
 * @param licence terms of the publisher
 * @param asOf day at which the conventions were looked up
 * @param publications beginnings of the sources of points that follow these conventions; empty for
 *     conventions of all points
 * @param engines families of engines by the publisher's names, such as {@code tensorrt-llm} for
 *     {@code trt}
 * @param accelerators ids of accelerators by the publisher's names
 * @param models ids of models by the publisher's names
 * @param quantizations ids of quantizations by the publisher's names
 * @param rules what holds for some of the points; later rules come after earlier ones
 * @param sources where each field was looked up
 */
public record Conventions(
    String id,
    String name,
    String licence,
    LocalDate asOf,
    List<String> publications,
    Map<String, String> engines,
    Map<String, String> accelerators,
    Map<String, String> models,
    Map<String, String> quantizations,
    List<Rule> rules,
    Map<String, String> sources) {

  public Conventions {
    publications = List.copyOf(publications);
    engines = Map.copyOf(engines);
    accelerators = Map.copyOf(accelerators);
    models = Map.copyOf(models);
    quantizations = Map.copyOf(quantizations);
    rules = List.copyOf(rules);
    sources = Map.copyOf(sources);
  }

  /**
   * What holds for the points that meet all conditions of the rule.
   *
   * @param ofOrigins origins of the points; absent for all
   * @param ofEngines names of engines, as the publisher writes them; absent for all
   * @param ofAccelerators ids of accelerators; absent for all
   * @param ofModels ids of models; absent for all
   * @param ofQuantizations names of quantizations, as the publisher writes them; absent for all
   * @param fromConcurrency least number of requests in flight; absent for all points
   * @param quantization id of the quantization in the catalog
   * @param kvBits bits of an element of the KV cache
   * @param chunkTokens most new tokens of a pass
   * @param memoryFraction share of memory that the engine may take
   * @param lookSteps steps from one look of the scheduler for new prompts to the next
   * @param groupSteps most steps that groups of attention data parallelism wait for prompts
   * @param engine id of the engine in the catalog
   * @param source where this was looked up
   */
  public record Rule(
      Optional<List<String>> ofOrigins,
      Optional<List<String>> ofEngines,
      Optional<List<String>> ofAccelerators,
      Optional<List<String>> ofModels,
      Optional<List<String>> ofQuantizations,
      @Measured(Dimension.PARTS) Optional<Integer> fromConcurrency,
      Optional<String> quantization,
      @Measured(Dimension.BITS) Optional<Double> kvBits,
      @Measured(Dimension.TOKENS) Optional<Integer> chunkTokens,
      @Measured(Dimension.SHARE) Optional<Double> memoryFraction,
      @Measured(Dimension.PARTS) Optional<Integer> lookSteps,
      @Measured(Dimension.PARTS) Optional<Integer> groupSteps,
      Optional<String> engine,
      String source) {

    public Rule {
      kvBits.ifPresent(bits -> Require.inRange(Rule.class, "kvBits", bits));
      chunkTokens.ifPresent(tokens -> Require.inRange(Rule.class, "chunkTokens", tokens));
      memoryFraction.ifPresent(share -> Require.inRange(Rule.class, "memoryFraction", share));
      fromConcurrency.ifPresent(least -> Require.inRange(Rule.class, "fromConcurrency", least));
      lookSteps.ifPresent(steps -> Require.inRange(Rule.class, "lookSteps", steps));
      groupSteps.ifPresent(steps -> Require.inRange(Rule.class, "groupSteps", steps));
    }

    /** Whether it holds for a point whose accelerator and model have these ids. */
    public boolean holdsFor(MeasuredPoint point, String acceleratorId, String modelId) {
      return isAmong(ofOrigins, point.label().origin())
          && isAmong(ofEngines, point.software().engine())
          && isAmong(ofAccelerators, acceleratorId)
          && isAmong(ofModels, modelId)
          && isAmong(ofQuantizations, point.model().quantization())
          && point.load().concurrency().orElse(0) >= fromConcurrency.orElse(0);
    }

    private static boolean isAmong(Optional<List<String>> allowed, String name) {
      return allowed.isEmpty() || allowed.get().contains(name);
    }
  }

  /** Whether these are the conventions of a point. */
  boolean areOf(MeasuredPoint point) {
    return publications.isEmpty()
        || publications.stream().anyMatch(start -> point.label().source().startsWith(start));
  }
}
