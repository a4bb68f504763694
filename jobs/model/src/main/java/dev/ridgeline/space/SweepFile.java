package dev.ridgeline.space;

import dev.ridgeline.catalog.Accelerator;
import dev.ridgeline.catalog.PriceBook.Tariff;
import dev.ridgeline.deployment.KvPolicy;
import dev.ridgeline.workload.ContextPoint;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A sweep as it is written: names instead of entries, and nothing where a default will do.
 *
 * @param name what the sweep is called; names its results
 * @param description what it is for
 * @param variants entries that differ in some numbers from those of the catalogs
 * @param axes values on each axis
 * @param settings engine assumptions
 * @param targets latency within which the summary looks for the cheapest cells
 */
record SweepFile(
    String name,
    Optional<String> description,
    Optional<List<Variants>> variants,
    Axes axes,
    Optional<Settings> settings,
    Optional<Targets> targets) {

  /**
   * Entries made from one of a catalog: all combinations of the given values. An axis that names
   * {@code id} gets all of them.
   *
   * @param id name of the family
   * @param of folder and id of the entry, {@code accelerators/h100-sxm}
   * @param scale factors by path of a field, or of a group of fields
   * @param set values by path of a field
   * @param price what a difference in memory costs, of accelerators
   */
  record Variants(
      String id,
      String of,
      Optional<Map<String, List<Double>>> scale,
      Optional<Map<String, List<Double>>> set,
      Optional<MemoryPrice> price) {}

  /**
   * What more memory costs, on top of the base's price.
   *
   * @param dollarsPerGigabyte of capacity, 10^9 bytes
   * @param dollarsPerGigabytePerSecond of bandwidth
   * @param writtenOffHours hours of use over which it is paid back
   */
  record MemoryPrice(
      double dollarsPerGigabyte, double dollarsPerGigabytePerSecond, double writtenOffHours) {

    private static final double BYTES_PER_GIGABYTE = 1e9;

    /** What the memory of a variant costs more than that of the original; may be negative. */
    double dollars(Accelerator original, Accelerator variant) {
      double gigabytes = (variant.memoryBytes() - original.memoryBytes()) / BYTES_PER_GIGABYTE;
      double gigabytesPerSecond =
          (variant.memoryBytesPerSecond() - original.memoryBytesPerSecond()) / BYTES_PER_GIGABYTE;
      return gigabytes * dollarsPerGigabyte + gigabytesPerSecond * dollarsPerGigabytePerSecond;
    }
  }

  /**
   * Values on each axis.
   *
   * @param speculation without, plain decoding
   * @param efficiency without, calibrated
   * @param contextTokens prompt lengths; without, the workflow's own mean and peak
   * @param kvPolicies without, the cheapest
   * @param tariffs without, on-demand
   * @param ownership terms of owners, further values on the axis of tariffs
   * @param fleets without, no bound
   */
  record Axes(
      List<String> models,
      List<String> quantizations,
      List<Hardware> hardware,
      List<Shardings> parallelism,
      Optional<List<Drafting>> speculation,
      Optional<List<EfficiencyChoice>> efficiency,
      List<String> workflows,
      Optional<List<ContextPoint>> contextTokens,
      List<Integer> batch,
      Optional<List<KvPolicy>> kvPolicies,
      Optional<List<Tariff>> tariffs,
      Optional<List<Owner>> ownership,
      Optional<List<FleetSize>> fleets) {}

  /**
   * Hardware mixes: all combinations of the names in one entry. Either {@code colocated}; or {@code
   * prefill}, {@code decode} and {@code link}; or {@code prefill}, {@code attention}, {@code ffn}
   * and {@code link}.
   *
   * @param tier memory tiers behind what keeps the state; "none" for none
   */
  record Hardware(
      Optional<List<String>> colocated,
      Optional<List<String>> prefill,
      Optional<List<String>> decode,
      Optional<List<String>> attention,
      Optional<List<String>> ffn,
      Optional<List<String>> link,
      Optional<List<String>> tier) {}

  /**
   * One sharding for all pools; or one for each; or, in the plural, several for each and all their
   * combinations.
   */
  record Shardings(
      Optional<Integer> tp,
      Optional<Integer> ep,
      Optional<Integer> pp,
      Optional<OneSharding> prefill,
      Optional<OneSharding> decode,
      Optional<OneSharding> ffn,
      Optional<List<OneSharding>> prefills,
      Optional<List<OneSharding>> decodes,
      Optional<List<OneSharding>> ffns) {

    boolean isOfEach() {
      return prefill.isPresent() || decode.isPresent() || ffn.isPresent();
    }

    boolean isOfCombinations() {
      return prefills.isPresent() || decodes.isPresent() || ffns.isPresent();
    }

    private boolean isShort() {
      return tp.isPresent() || ep.isPresent() || pp.isPresent();
    }

    /** Whether it is written in one of the three ways, and whole. */
    boolean isWhole() {
      if (isOfCombinations()) {
        return prefills.isPresent() && decodes.isPresent() && !isOfEach() && !isShort();
      }
      return isOfEach() ? prefill.isPresent() && decode.isPresent() && !isShort() : tp.isPresent();
    }
  }

  /** A sharding; without {@code ep} or {@code pp}, 1. */
  record OneSharding(int tp, Optional<Integer> ep, Optional<Integer> pp) {}

  /** How tokens are drafted; without {@code drafts}, not at all. */
  record Drafting(String method, Optional<Integer> drafts) {}

  /** Terms of an owner; without power usage effectiveness, that of the settings. */
  record Owner(
      String label,
      double years,
      double dollarsPerKilowattHour,
      double utilization,
      Optional<Double> overheadShare,
      Optional<Double> powerUsageEffectiveness) {}

  /** One bound, or {@code limit: true} for none. */
  record FleetSize(
      Optional<Boolean> limit,
      Optional<Double> requestsPerSecond,
      Optional<Double> accelerators,
      Optional<Double> dollarsPerHour,
      Optional<Double> watts) {}

  /** Engine and site assumptions; without one, its default. */
  record Settings(
      Optional<Double> usableMemoryFraction,
      Optional<Integer> prefillTokenBudget,
      Optional<Integer> microBatches,
      Optional<Double> powerUsageEffectiveness,
      Optional<LongContextPolicy> contextBeyondModel) {}

  /** Latency targets; without one, any latency will do. */
  record Targets(Optional<Double> ttftSeconds, Optional<Double> tpotSeconds) {}
}
