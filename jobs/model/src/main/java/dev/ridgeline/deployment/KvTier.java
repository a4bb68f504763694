package dev.ridgeline.deployment;

import dev.ridgeline.catalog.MemoryTier;
import java.io.Serializable;

/**
 * The memory behind each accelerator of a pool that holds state beyond its own memory, or none.
 *
 * @param id catalog id, or "none"
 * @param bytesPerAccelerator provisioned bytes
 * @param bytesPerSecond rate at which an accelerator reads or writes it
 * @param dollarsPerAcceleratorHour price of what is provisioned for one accelerator
 * @param joulesPerByte energy of a byte between it and an accelerator
 * @param wattsPerAccelerator power of what is provisioned for one accelerator
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
  public boolean exists() {
    return bytesPerAccelerator > 0;
  }
}
