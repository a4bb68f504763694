package dev.ridgeline.deployment;

import dev.ridgeline.catalog.MemoryTier;
import java.io.Serializable;

/**
 * The memory tier behind each accelerator of a pool, or none. It holds state that exceeds the
 * accelerator's own memory.
 *
 * @param id catalog id, or "none"
 * @param bytesPerAccelerator provisioned bytes
 * @param bytesPerSecond rate at which an accelerator reads or writes the tier
 * @param dollarsPerAcceleratorHour price of the memory provisioned for one accelerator
 * @param joulesPerByte energy of a byte between the tier and an accelerator
 * @param wattsPerAccelerator power of the memory provisioned for one accelerator
 */
public record KvTier(
    String id,
    double bytesPerAccelerator,
    double bytesPerSecond,
    double dollarsPerAcceleratorHour,
    double joulesPerByte,
    double wattsPerAccelerator)
    implements Serializable {

  public static final KvTier NONE = new KvTier("none", 0, Double.POSITIVE_INFINITY, 0, 0, 0);

  private static final double BYTES_PER_GIGABYTE = 1e9;

  public static KvTier of(MemoryTier tier) {
    double gigabytes = tier.bytesPerAccelerator() / BYTES_PER_GIGABYTE;
    return new KvTier(
        tier.id(),
        tier.bytesPerAccelerator(),
        tier.bytesPerSecond(),
        gigabytes * tier.dollarsPerGigabyteHour(),
        tier.joulesPerByte(),
        gigabytes * tier.wattsPerGigabyte());
  }

  /** Whether there is a tier. */
  boolean exists() {
    return bytesPerAccelerator > 0;
  }
}
