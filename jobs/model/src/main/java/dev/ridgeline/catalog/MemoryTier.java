package dev.ridgeline.catalog;

import dev.ridgeline.config.Require;
import java.util.Map;

/**
 * Memory behind each accelerator. It holds the state for which the accelerator's own memory has no
 * room.
 *
 * @param bytesPerAccelerator memory provisioned for each accelerator
 * @param bytesPerSecond bandwidth to one accelerator, in one direction
 * @param dollarsPerGigabyteHour price of provisioned memory, 10^9 bytes for an hour
 * @param joulesPerByte energy of one byte between the tier and an accelerator
 * @param wattsPerGigabyte power of provisioned memory, used or not
 */
public record MemoryTier(
    String id,
    String name,
    double bytesPerAccelerator,
    double bytesPerSecond,
    double dollarsPerGigabyteHour,
    double joulesPerByte,
    double wattsPerGigabyte,
    Map<String, String> sources)
    implements Entry {

  public MemoryTier {
    Require.positive("bytesPerAccelerator", bytesPerAccelerator);
    Require.positive("bytesPerSecond", bytesPerSecond);
    Require.notNegative("dollarsPerGigabyteHour", dollarsPerGigabyteHour);
    Require.notNegative("joulesPerByte", joulesPerByte);
    Require.notNegative("wattsPerGigabyte", wattsPerGigabyte);
    sources = Map.copyOf(sources);
    Sources.requireFor(
        sources,
        "bytesPerAccelerator",
        "bytesPerSecond",
        "dollarsPerGigabyteHour",
        "joulesPerByte",
        "wattsPerGigabyte");
  }
}
