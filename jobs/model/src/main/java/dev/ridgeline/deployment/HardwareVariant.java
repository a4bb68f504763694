package dev.ridgeline.deployment;

import dev.ridgeline.cost.Speedup;

/**
 * Hardware with a speedup, under a number by which pools remember plans for it.
 *
 * @param number number of the variant, from 0 on
 * @param speedup factors on the capabilities of the hardware
 */
public record HardwareVariant(int number, Speedup speedup) {

  /** The hardware as the catalog states it. */
  public static final HardwareVariant AS_IS = new HardwareVariant(0, Speedup.NONE);
}
