package dev.ridgeline.catalog;

import dev.ridgeline.config.Measured;
import dev.ridgeline.config.Require;
import dev.ridgeline.units.Dimension;
import dev.ridgeline.units.Plausible;
import java.io.Serializable;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * What the steps of an engine take beyond the kernels of an efficiency profile. The constants are
 * fitted to measurements of whole servers, and hold on every accelerator.
 *
 * @param kernels factors on the kernels of the profile, by kind and format; 1 where there are none
 * @param collectives factor on the time of collectives inside the scale-up domain
 * @param floor time of the processor that is hidden behind the accelerator, and below which no step
 *     falls
 * @param queue wait of a prompt before its prefill begins
 */
public record StepConstants(
    Map<KernelKind, Map<Precision, KernelFactors>> kernels,
    @Measured(Dimension.FACTOR) double collectives,
    Floor floor,
    Queue queue)
    implements Serializable {

  /** Steps that take what the profile says. */
  public static final StepConstants NONE = new StepConstants(Map.of(), 1, Floor.NONE, Queue.NONE);

  public StepConstants {
    Map<KernelKind, Map<Precision, KernelFactors>> sorted = new TreeMap<>();
    kernels.forEach(
        (kind, byFormat) -> sorted.put(kind, Collections.unmodifiableMap(new TreeMap<>(byFormat))));
    kernels = Collections.unmodifiableMap(sorted);
    Require.inRange(StepConstants.class, "collectives", collectives);
  }

  /**
   * Time of the processor, which works on the next step while the accelerator works on this one. A
   * step takes at least as long.
   *
   * @param stepSeconds time of every step
   * @param sequenceSeconds time of each sequence in a step
   */
  public record Floor(
      @Measured(value = Dimension.SECONDS, orZero = true, of = Plausible.LATENCY)
          double stepSeconds,
      @Measured(value = Dimension.SECONDS, orZero = true, of = Plausible.LATENCY)
          double sequenceSeconds)
      implements Serializable {

    /** A processor that never holds a step up. */
    public static final Floor NONE = new Floor(0, 0);

    public Floor {
      Require.inRange(Floor.class, "stepSeconds", stepSeconds);
      Require.inRange(Floor.class, "sequenceSeconds", sequenceSeconds);
    }
  }

  /**
   * Wait of a prompt in a closed loop.
   *
   * @param burstShare share of the other requests that arrive in a burst with a prompt. The prompt
   *     waits for half of their prefills: requests of equal length finish together, and so their
   *     successors begin together
   * @param schedulingSeconds time from the arrival of a prompt to its first step, tokenization and
   *     the way back included
   */
  public record Queue(
      @Measured(value = Dimension.SHARE, orZero = true) double burstShare,
      @Measured(value = Dimension.SECONDS, orZero = true, of = Plausible.LATENCY)
          double schedulingSeconds)
      implements Serializable {

    /** Prompts that begin at once. */
    public static final Queue NONE = new Queue(0, 0);

    public Queue {
      Require.inRange(Queue.class, "burstShare", burstShare);
      Require.inRange(Queue.class, "schedulingSeconds", schedulingSeconds);
    }
  }

  /** The kernels of a kind in a profile, with their factors. */
  Map<Precision, KernelEfficiency> on(KernelKind kind, Map<Precision, KernelEfficiency> rows) {
    Map<Precision, KernelFactors> factors = kernels.getOrDefault(kind, Map.of());
    Map<Precision, KernelEfficiency> scaled = new HashMap<>();
    rows.forEach(
        (format, row) ->
            scaled.put(format, factors.getOrDefault(format, KernelFactors.NONE).on(row)));
    return scaled;
  }

  /** Collectives with their factor. */
  LinkEfficiency on(LinkEfficiency link) {
    return collectives == 1 ? link : link.slowerBy(collectives);
  }
}
