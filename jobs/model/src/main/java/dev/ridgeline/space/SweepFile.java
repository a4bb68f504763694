package dev.ridgeline.space;

import dev.ridgeline.catalog.PriceBook.Tariff;
import dev.ridgeline.workload.ContextPoint;
import java.util.List;
import java.util.Optional;

/**
 * A sweep as it is written: names instead of entries, and nothing where a default will do.
 *
 * @param name what the sweep is called; names its results
 * @param description what it is for
 * @param axes values on each axis
 * @param settings engine assumptions
 * @param targets latency within which the summary looks for the cheapest cells
 */
record SweepFile(
    String name,
    Optional<String> description,
    Axes axes,
    Optional<Settings> settings,
    Optional<Targets> targets) {

  /**
   * Values on each axis.
   *
   * @param contextTokens prompt lengths; without, the workflow's own mean and peak
   * @param efficiency without, calibrated
   * @param tariffs without, on-demand
   */
  record Axes(
      List<String> models,
      List<String> quantizations,
      List<Hardware> hardware,
      List<Shardings> parallelism,
      Optional<List<EfficiencyChoice>> efficiency,
      List<String> workflows,
      Optional<List<ContextPoint>> contextTokens,
      List<Integer> batch,
      Optional<List<Tariff>> tariffs) {}

  /**
   * Hardware mixes: all combinations of the names in one entry. Either {@code colocated}, or {@code
   * prefill}, {@code decode} and {@code link}.
   *
   * @param tier memory tiers behind decode; "none" for none
   */
  record Hardware(
      Optional<List<String>> colocated,
      Optional<List<String>> prefill,
      Optional<List<String>> decode,
      Optional<List<String>> link,
      Optional<List<String>> tier) {}

  /** One sharding for both pools, or one for each. */
  record Shardings(
      Optional<Integer> tp,
      Optional<Integer> ep,
      Optional<OneSharding> prefill,
      Optional<OneSharding> decode) {}

  /** A sharding; without {@code ep}, 1. */
  record OneSharding(int tp, Optional<Integer> ep) {}

  /** Engine assumptions; without one, its default. */
  record Settings(
      Optional<Double> usableMemoryFraction,
      Optional<Integer> prefillTokenBudget,
      Optional<LongContextPolicy> contextBeyondModel) {}

  /** Latency targets; without one, any latency will do. */
  record Targets(Optional<Double> ttftSeconds, Optional<Double> tpotSeconds) {}
}
