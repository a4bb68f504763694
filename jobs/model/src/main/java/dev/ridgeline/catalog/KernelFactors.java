package dev.ridgeline.catalog;

import dev.ridgeline.config.Measured;
import dev.ridgeline.config.Require;
import dev.ridgeline.units.Dimension;
import java.io.Serializable;

/**
 * How much longer the kernels of an engine take than those of an efficiency profile say. Factors
 * below 1 make them faster.
 *
 * @param launch factor on the time of a launch
 * @param compute factor on the time of the arithmetic
 * @param bandwidth factor on the time of the memory traffic
 */
public record KernelFactors(
    @Measured(Dimension.FACTOR) double launch,
    @Measured(Dimension.FACTOR) double compute,
    @Measured(Dimension.FACTOR) double bandwidth)
    implements Serializable {

  /** Kernels that take as long as the profile says. */
  public static final KernelFactors NONE = new KernelFactors(1, 1, 1);

  public KernelFactors {
    Require.inRange(KernelFactors.class, "launch", launch);
    Require.inRange(KernelFactors.class, "compute", compute);
    Require.inRange(KernelFactors.class, "bandwidth", bandwidth);
  }

  /** Kernels that take as much longer again. */
  KernelFactors times(double factor) {
    return new KernelFactors(launch * factor, compute * factor, bandwidth * factor);
  }

  /** An efficiency whose kernels take as much longer. No kernel exceeds a peak. */
  KernelEfficiency on(KernelEfficiency efficiency) {
    return new KernelEfficiency(
        Math.min(1, efficiency.compute() / compute),
        Math.min(1, efficiency.bandwidth() / bandwidth),
        efficiency.overheadSeconds() * launch,
        efficiency.halfSaturationTokens(),
        efficiency.basis());
  }
}
