package dev.ridgeline.catalog;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.ridgeline.catalog.EfficiencyProfile.Basis;
import dev.ridgeline.config.InvalidValueException;
import dev.ridgeline.config.Measured;
import dev.ridgeline.config.Require;
import dev.ridgeline.units.Dimension;
import dev.ridgeline.units.Plausible;
import java.io.Serializable;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Efficiency of collectives, relative to the peak of the network they cross.
 *
 * @param bandwidth share of the peak that large messages reach
 * @param latencySeconds time of a collective that moves nothing
 * @param byGroup efficiency of smaller groups of accelerators, by their size; empty where all
 *     groups have one
 * @param lowLatencyAllToAllSeconds time of a low-latency all-to-all that moves nothing
 * @param basis origin of these numbers; null where it is that of the profile
 */
public record LinkEfficiency(
    @Measured(Dimension.SHARE) double bandwidth,
    @Measured(value = Dimension.SECONDS, orZero = true, of = Plausible.LATENCY)
        double latencySeconds,
    Map<Integer, OfGroup> byGroup,
    @Measured(value = Dimension.SECONDS, orZero = true, of = Plausible.LATENCY)
        double lowLatencyAllToAllSeconds,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Basis basis)
    implements Serializable {

  static final LinkEfficiency IDEAL = new LinkEfficiency(1, 0, Map.of(), 0);

  /** Efficiency whose basis is that of its profile. */
  public LinkEfficiency(
      double bandwidth,
      double latencySeconds,
      Map<Integer, OfGroup> byGroup,
      double lowLatencyAllToAllSeconds) {
    this(bandwidth, latencySeconds, byGroup, lowLatencyAllToAllSeconds, null);
  }

  public LinkEfficiency {
    Require.inRange(LinkEfficiency.class, "bandwidth", bandwidth);
    Require.inRange(LinkEfficiency.class, "latencySeconds", latencySeconds);
    Require.inRange(LinkEfficiency.class, "lowLatencyAllToAllSeconds", lowLatencyAllToAllSeconds);
    for (int size : byGroup.keySet()) {
      if (size < 2) {
        throw new InvalidValueException("byGroup/" + size, size, "groups of at least 2");
      }
    }
    byGroup = Map.copyOf(byGroup);
  }

  @JsonCreator
  static LinkEfficiency of(
      @JsonProperty("bandwidth") double bandwidth,
      @JsonProperty("latencySeconds") double latencySeconds,
      @JsonProperty("byGroup") Optional<Map<Integer, OfGroup>> byGroup,
      @JsonProperty("lowLatencyAllToAllSeconds") Optional<Double> lowLatencyAllToAllSeconds,
      @JsonProperty("basis") Optional<Basis> basis) {
    return new LinkEfficiency(
        bandwidth,
        latencySeconds,
        byGroup.orElse(Map.of()),
        lowLatencyAllToAllSeconds.orElse(latencySeconds),
        basis.orElse(null));
  }

  /** These numbers as those of an entry that states no basis: a fit of its own engine. */
  LinkEfficiency measured() {
    return basis != null
        ? this
        : new LinkEfficiency(
            bandwidth, latencySeconds, byGroup, lowLatencyAllToAllSeconds, Basis.MEASURED);
  }

  /** These numbers where a profile's basis, or their own, is replaced by another one. */
  LinkEfficiency without(Basis own, Basis instead) {
    return new LinkEfficiency(
        bandwidth,
        latencySeconds,
        byGroup,
        lowLatencyAllToAllSeconds,
        basis == null || basis == own ? instead : basis);
  }

  /** Collectives that take a factor as long. No collective exceeds a peak. */
  LinkEfficiency slowerBy(double factor) {
    Map<Integer, OfGroup> slower = new HashMap<>();
    byGroup.forEach((size, group) -> slower.put(size, group.slowerBy(factor)));
    return new LinkEfficiency(
        Math.min(1, bandwidth / factor),
        latencySeconds * factor,
        slower,
        lowLatencyAllToAllSeconds,
        basis);
  }

  /**
   * Efficiency of collectives in groups of one size. All-reduce kernels for small arrays send each
   * array to all others at once, which saves latency and takes more traffic. So an all-reduce takes
   * the shorter of two times.
   *
   * @param bandwidth share of the peak that large messages reach
   * @param latencySeconds time of a collective that moves nothing
   * @param smallBandwidth share of the peak that the kernel for small arrays reaches, as if it
   *     moved as many bytes as the other
   * @param smallLatencySeconds time of that kernel when it moves nothing
   */
  public record OfGroup(
      @Measured(Dimension.SHARE) double bandwidth,
      @Measured(value = Dimension.SECONDS, orZero = true, of = Plausible.LATENCY)
          double latencySeconds,
      @Measured(Dimension.SHARE) double smallBandwidth,
      @Measured(value = Dimension.SECONDS, orZero = true, of = Plausible.LATENCY)
          double smallLatencySeconds)
      implements Serializable {

    public OfGroup {
      Require.inRange(OfGroup.class, "bandwidth", bandwidth);
      Require.inRange(OfGroup.class, "latencySeconds", latencySeconds);
      Require.inRange(OfGroup.class, "smallBandwidth", smallBandwidth);
      Require.inRange(OfGroup.class, "smallLatencySeconds", smallLatencySeconds);
    }

    /** Efficiency of one kernel for arrays of all sizes. */
    public OfGroup(double bandwidth, double latencySeconds) {
      this(bandwidth, latencySeconds, bandwidth, latencySeconds);
    }

    @JsonCreator
    static OfGroup of(
        @JsonProperty("bandwidth") double bandwidth,
        @JsonProperty("latencySeconds") double latencySeconds,
        @JsonProperty("smallBandwidth") Optional<Double> smallBandwidth,
        @JsonProperty("smallLatencySeconds") Optional<Double> smallLatencySeconds) {
      return new OfGroup(
          bandwidth,
          latencySeconds,
          smallBandwidth.orElse(bandwidth),
          smallLatencySeconds.orElse(latencySeconds));
    }

    private OfGroup slowerBy(double factor) {
      return new OfGroup(
          Math.min(1, bandwidth / factor),
          latencySeconds * factor,
          Math.min(1, smallBandwidth / factor),
          smallLatencySeconds * factor);
    }
  }

  /**
   * The efficiency of a collective among this many accelerators: that of the smallest listed group
   * that has as many. Groups larger than all listed ones have the values of the record itself.
   */
  public OfGroup among(int accelerators) {
    int nearest = Integer.MAX_VALUE;
    OfGroup efficiency = new OfGroup(bandwidth, latencySeconds);
    for (Map.Entry<Integer, OfGroup> group : byGroup.entrySet()) {
      if (group.getKey() >= accelerators && group.getKey() < nearest) {
        nearest = group.getKey();
        efficiency = group.getValue();
      }
    }
    return efficiency;
  }
}
