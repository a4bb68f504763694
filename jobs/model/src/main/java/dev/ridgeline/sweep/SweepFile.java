package dev.ridgeline.sweep;

import dev.ridgeline.catalog.Accelerator;
import dev.ridgeline.space.Axes;
import dev.ridgeline.space.LongContextPolicy;
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
