package dev.ridgeline.deployment;

import dev.ridgeline.catalog.MemoryTier;
import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/**
 * The memory tier behind each accelerator of a pool, or none. It holds state that exceeds the
 * accelerator's own memory. Behind a tier there may be another, to which state is evicted from it.
 *
 * @param id catalog id, or "none"
 * @param bytesPerAccelerator provisioned bytes
 * @param bytesPerSecond rate at which an accelerator reads or writes the tier
 * @param dollarsPerAcceleratorHour price of the memory provisioned for one accelerator
 * @param joulesPerByte energy of a byte between the tier and an accelerator
 * @param wattsPerAccelerator power of the memory provisioned for one accelerator
 * @param shared whether the accelerators of other pools read the tier, too
 * @param behind the tier behind this one; null where it is the last
 */
public record KvTier(
    String id,
    double bytesPerAccelerator,
    double bytesPerSecond,
    double dollarsPerAcceleratorHour,
    double joulesPerByte,
    double wattsPerAccelerator,
    boolean shared,
    @Nullable KvTier behind)
    implements Serializable {

  public static final KvTier NONE =
      new KvTier("none", 0, Double.POSITIVE_INFINITY, 0, 0, 0, false, null);

  private static final double BYTES_PER_GIGABYTE = 1e9;

  public static KvTier of(MemoryTier tier) {
    double gigabytes = tier.bytesPerAccelerator() / BYTES_PER_GIGABYTE;
    return new KvTier(
        tier.id(),
        tier.bytesPerAccelerator(),
        tier.bytesPerSecond(),
        gigabytes * tier.dollarsPerGigabyteHour(),
        tier.joulesPerByte(),
        gigabytes * tier.wattsPerGigabyte(),
        tier.shared(),
        null);
  }

  /** Returns this tier with another behind it. */
  public KvTier before(KvTier farther) {
    return new KvTier(
        id,
        bytesPerAccelerator,
        bytesPerSecond,
        dollarsPerAcceleratorHour,
        joulesPerByte,
        wattsPerAccelerator,
        shared,
        farther);
  }

  /** The name of the tier, and of those behind it: {@code host-ddr5+nvme-gen5}. */
  public String label() {
    return behind == null ? id : id + "+" + behind.label();
  }

  /** Price of the tier and of those behind it for one accelerator, in dollars an hour. */
  public double dollarsOfAllPerAcceleratorHour() {
    return behind == null
        ? dollarsPerAcceleratorHour
        : dollarsPerAcceleratorHour + behind.dollarsOfAllPerAcceleratorHour();
  }

  /** Power of the tier and of those behind it for one accelerator, in watts. */
  double wattsOfAllPerAccelerator() {
    return behind == null
        ? wattsPerAccelerator
        : wattsPerAccelerator + behind.wattsOfAllPerAccelerator();
  }

  /** Whether there is a tier. */
  public boolean exists() {
    return bytesPerAccelerator > 0;
  }
}
