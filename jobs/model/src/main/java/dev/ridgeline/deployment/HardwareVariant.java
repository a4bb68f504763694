package dev.ridgeline.deployment;

import dev.ridgeline.cost.Speedup;

/**
 * Hardware as it is, or what it would be if it could do more.
 *
 * @param number stands for the speedup in what pools remember, from 0 on
 * @param speedup factors on what the hardware can do
 */
public record HardwareVariant(int number, Speedup speedup) {

  /** The hardware as it is. */
  public static final HardwareVariant AS_IS = new HardwareVariant(0, Speedup.NONE);
}
