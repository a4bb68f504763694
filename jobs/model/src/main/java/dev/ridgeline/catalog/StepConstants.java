package dev.ridgeline.catalog;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.ridgeline.config.Measured;
import dev.ridgeline.config.Require;
import dev.ridgeline.units.Dimension;
import dev.ridgeline.units.Plausible;
import java.io.Serializable;
import java.time.LocalDate;
import java.util.Collections;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What the steps of an engine take beyond the kernels of an efficiency profile. The constants are
 * fitted to measurements of whole servers, and hold on every accelerator.
 *
 * @param kernels factors on the kernels of the profile, by kind and format; 1 where there are none
 * @param collectives factor on the time of collectives inside the scale-up domain
 * @param floor time of the processor that is hidden behind the accelerator, and below which no step
 *     falls
 * @param queue wait of a prompt before its prefill begins
 * @param queueOfVersion the same for points of single versions, by the beginning of the version.
 *     How a version and the clients of its benchmarks let requests wait differs by more than its
 *     kernels do
 * @param eras factors on the time of steps at times when points were measured
 * @param fit what the constants were fitted to; absent where they were entered
 */
public record StepConstants(
    Map<KernelKind, Map<Precision, KernelFactors>> kernels,
    @Measured(Dimension.FACTOR) double collectives,
    Floor floor,
    Queue queue,
    Map<String, Queue> queueOfVersion,
    List<Era> eras,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable StepFit fit)
    implements Serializable {

  /** Steps that take what the profile says. */
  public static final StepConstants NONE =
      new StepConstants(Map.of(), 1, Floor.NONE, Queue.NONE, Map.of());

  public StepConstants {
    Map<KernelKind, Map<Precision, KernelFactors>> sorted = new TreeMap<>();
    kernels.forEach(
        (kind, byFormat) -> sorted.put(kind, Collections.unmodifiableMap(new TreeMap<>(byFormat))));
    kernels = Collections.unmodifiableMap(sorted);
    Require.inRange(StepConstants.class, "collectives", collectives);
    queueOfVersion = Collections.unmodifiableMap(new TreeMap<>(queueOfVersion));
    eras = List.copyOf(eras);
  }

  /** Constants that were fitted to nothing. */
  public StepConstants(
      Map<KernelKind, Map<Precision, KernelFactors>> kernels,
      double collectives,
      Floor floor,
      Queue queue,
      Map<String, Queue> queueOfVersion) {
    this(kernels, collectives, floor, queue, queueOfVersion, List.of(), null);
  }

  @JsonCreator
  static StepConstants of(
      @JsonProperty("kernels") Map<KernelKind, Map<Precision, KernelFactors>> kernels,
      @JsonProperty("collectives") double collectives,
      @JsonProperty("floor") Floor floor,
      @JsonProperty("queue") Queue queue,
      @JsonProperty("queueOfVersion") Optional<Map<String, Queue>> queueOfVersion,
      @JsonProperty("eras") Optional<List<Era>> eras,
      @JsonProperty("fit") Optional<StepFit> fit) {
    return new StepConstants(
        kernels,
        collectives,
        floor,
        queue,
        queueOfVersion.orElse(Map.of()),
        eras.orElse(List.of()),
        fit.orElse(null));
  }

  /** The same constants with one wait of prompts, that of all versions. */
  public StepConstants waiting(Queue other) {
    return new StepConstants(kernels, collectives, floor, other, Map.of(), eras, fit);
  }

  /** The same constants with what they were fitted to. */
  public StepConstants fittedTo(@Nullable StepFit points) {
    return new StepConstants(kernels, collectives, floor, queue, queueOfVersion, eras, points);
  }

  /** Factor on the time of steps at the time when a point was measured; 1 where no era has it. */
  public double factorAt(String engine, String accelerator, Optional<LocalDate> day) {
    if (day.isPresent()) {
      for (Era era : eras) {
        if (era.has(engine, accelerator, day.get())) {
          return era.factor();
        }
      }
    }
    return 1;
  }

  /** Constants of steps that take a factor as long. The wait of prompts stays. */
  StepConstants slowedBy(double factor) {
    Map<KernelKind, Map<Precision, KernelFactors>> slower = new EnumMap<>(KernelKind.class);
    for (KernelKind kind : KernelKind.values()) {
      Map<Precision, KernelFactors> byFormat = new EnumMap<>(Precision.class);
      for (Precision format : Precision.values()) {
        byFormat.put(format, factors(kind, format).times(factor));
      }
      slower.put(kind, byFormat);
    }
    return new StepConstants(
        slower,
        collectives * factor,
        new Floor(floor.stepSeconds() * factor, floor.sequenceSeconds() * factor),
        queue,
        queueOfVersion,
        eras,
        fit);
  }

  private KernelFactors factors(KernelKind kind, Precision format) {
    return kernels.getOrDefault(kind, Map.of()).getOrDefault(format, KernelFactors.NONE);
  }

  /** What the constants were fitted to; empty where they were entered. */
  public Optional<StepFit> fitted() {
    return Optional.ofNullable(fit);
  }

  /**
   * The wait of prompts at a version: that with the longest beginning of it.
   *
   * @param version version as published, such as {@code 1.0.0rc3}; may be empty
   */
  public Queue queueOf(String version) {
    String longest = "";
    Queue found = queue;
    for (Map.Entry<String, Queue> one : queueOfVersion.entrySet()) {
      if (isOf(version, one.getKey()) && one.getKey().length() > longest.length()) {
        longest = one.getKey();
        found = one.getValue();
      }
    }
    return found;
  }

  /** Whether a version begins with another one, as 0.5.1.post1 and not 0.5.12 does with 0.5.1. */
  private static boolean isOf(String version, String beginning) {
    int length = beginning.length();
    return version.startsWith(beginning)
        && (version.length() == length || !Character.isDigit(version.charAt(length)));
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
   * @param burstShare share of the requests that arrive in one burst of all clients. Those of the
   *     first round do, and where outputs are equally long, so do all later ones. They wait for the
   *     prefill of half of the others
   * @param schedulingSeconds time from the arrival of a prompt to its first step, tokenization and
   *     the way back included
   * @param lookSteps steps from one look of the scheduler for new prompts to the next; 0 where it
   *     looks before every step
   * @param groupSteps most steps that groups of attention data parallelism wait for each other's
   *     prompts; 0 where they do not wait
   */
  public record Queue(
      @Measured(value = Dimension.SHARE, orZero = true) double burstShare,
      @Measured(value = Dimension.SECONDS, orZero = true, of = Plausible.LATENCY)
          double schedulingSeconds,
      @Measured(value = Dimension.PARTS, orZero = true) int lookSteps,
      @Measured(value = Dimension.PARTS, orZero = true) int groupSteps)
      implements Serializable {

    /** Prompts that begin at once. */
    public static final Queue NONE = new Queue(0, 0, 0, 0);

    public Queue {
      Require.inRange(Queue.class, "burstShare", burstShare);
      Require.inRange(Queue.class, "schedulingSeconds", schedulingSeconds);
      Require.inRange(Queue.class, "lookSteps", lookSteps);
      Require.inRange(Queue.class, "groupSteps", groupSteps);
    }

    /** The same wait where the scheduler looks so rarely, and groups wait for so many steps. */
    public Queue looking(int steps, int stepsOfGroups) {
      return new Queue(burstShare, schedulingSeconds, steps, stepsOfGroups);
    }

    /**
     * Mean number of steps that a prompt waits until the scheduler takes it.
     *
     * <p>A scheduler that looks every n steps takes prompts after n / 2 on average. Groups wait for
     * g steps from the first prompt on. It brings {@code r g} others along, which wait for g / 2:
     * the mean is {@code g (1 + r g / 2) / (1 + r g)}.
     *
     * @param groups groups of attention data parallelism
     * @param arrivalsPerStep r, prompts that arrive in a step
     */
    public double waitedSteps(int groups, double arrivalsPerStep) {
      double others = arrivalsPerStep * groupSteps;
      double ofGroups = groups > 1 ? groupSteps * (1 + others / 2) / (1 + others) : 0;
      return lookSteps / 2.0 + ofGroups;
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
