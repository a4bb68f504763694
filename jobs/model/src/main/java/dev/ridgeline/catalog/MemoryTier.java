package dev.ridgeline.catalog;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.ridgeline.config.Measured;
import dev.ridgeline.config.Require;
import dev.ridgeline.units.Dimension;
import dev.ridgeline.units.Plausible;
import java.util.Map;
import java.util.Optional;

/**
 * Memory behind each accelerator. It holds the state for which the accelerator's own memory has no
 * room.
 *
 * @param id name by which sweeps refer to it, and name of its file
 * @param name name for people
 * @param bytesPerAccelerator memory provisioned for each accelerator
 * @param bytesPerSecond bandwidth to one accelerator, in one direction
 * @param dollarsPerGigabyteHour price of provisioned memory, 10^9 bytes for an hour
 * @param joulesPerByte energy of one byte between the tier and an accelerator
 * @param wattsPerGigabyte power of provisioned memory, used or not
 * @param shared whether the accelerators of other pools read it, too, as they do a pool behind a
 *     switch; false unless an entry states it
 * @param sources where each number comes from, by field or by part of one
 */
public record MemoryTier(
    String id,
    String name,
    @Measured(value = Dimension.BYTES, of = Plausible.TIER_MEMORY) double bytesPerAccelerator,
    @Measured(value = Dimension.BYTES_PER_SECOND, of = Plausible.LINK_BANDWIDTH)
        double bytesPerSecond,
    @Measured(value = Dimension.DOLLARS_PER_GIGABYTE_HOUR, orZero = true, of = Plausible.TIER_PRICE)
        double dollarsPerGigabyteHour,
    @Measured(value = Dimension.JOULES, orZero = true, of = Plausible.ENERGY_PER_BYTE)
        double joulesPerByte,
    @Measured(value = Dimension.WATTS_PER_GIGABYTE, orZero = true, of = Plausible.TIER_POWER)
        double wattsPerGigabyte,
    boolean shared,
    Map<String, String> sources)
    implements Entry {

  public MemoryTier {
    Require.inRange(MemoryTier.class, "bytesPerAccelerator", bytesPerAccelerator);
    Require.inRange(MemoryTier.class, "bytesPerSecond", bytesPerSecond);
    Require.inRange(MemoryTier.class, "dollarsPerGigabyteHour", dollarsPerGigabyteHour);
    Require.inRange(MemoryTier.class, "joulesPerByte", joulesPerByte);
    Require.inRange(MemoryTier.class, "wattsPerGigabyte", wattsPerGigabyte);
    sources = Map.copyOf(sources);
    Sources.requireFor(
        sources,
        "bytesPerAccelerator",
        "bytesPerSecond",
        "dollarsPerGigabyteHour",
        "joulesPerByte",
        "wattsPerGigabyte");
  }

  @JsonCreator
  static MemoryTier of(
      @JsonProperty("id") String id,
      @JsonProperty("name") String name,
      @JsonProperty("bytesPerAccelerator") double bytesPerAccelerator,
      @JsonProperty("bytesPerSecond") double bytesPerSecond,
      @JsonProperty("dollarsPerGigabyteHour") double dollarsPerGigabyteHour,
      @JsonProperty("joulesPerByte") double joulesPerByte,
      @JsonProperty("wattsPerGigabyte") double wattsPerGigabyte,
      @JsonProperty("shared") Optional<Boolean> shared,
      @JsonProperty("sources") Map<String, String> sources) {
    return new MemoryTier(
        id,
        name,
        bytesPerAccelerator,
        bytesPerSecond,
        dollarsPerGigabyteHour,
        joulesPerByte,
        wattsPerGigabyte,
        shared.orElse(false),
        sources);
  }
}
