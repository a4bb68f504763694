package dev.ridgeline.catalog;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.ridgeline.catalog.EfficiencyProfile.Basis;
import dev.ridgeline.config.Measured;
import dev.ridgeline.config.Require;
import dev.ridgeline.units.Dimension;
import dev.ridgeline.units.Plausible;
import java.io.Serializable;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Efficiency of one kind of kernel, relative to the roofline.
 *
 * @param compute share of the dense peak that long runs reach
 * @param bandwidth share of the peak memory bandwidth that long runs reach
 * @param overheadSeconds time of a launch that does no work
 * @param halfSaturationTokens context at which half of {@code compute} is reached: the share at
 *     context s is {@code compute / (1 + half / s)}. For experts, s is the rows of an expert that
 *     has any. 0 where it does not depend on s
 * @param basis origin of this row; null where it is that of the profile
 */
public record KernelEfficiency(
    @Measured(Dimension.SHARE) double compute,
    @Measured(Dimension.SHARE) double bandwidth,
    @Measured(value = Dimension.SECONDS, orZero = true, of = Plausible.LATENCY)
        double overheadSeconds,
    @Measured(value = Dimension.TOKENS, orZero = true) double halfSaturationTokens,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Basis basis)
    implements Serializable {

  /** Full efficiency: the roofline itself. */
  static final KernelEfficiency IDEAL = new KernelEfficiency(1, 1, 0, 0, null);

  public KernelEfficiency {
    Require.inRange(KernelEfficiency.class, "compute", compute);
    Require.inRange(KernelEfficiency.class, "bandwidth", bandwidth);
    Require.inRange(KernelEfficiency.class, "overheadSeconds", overheadSeconds);
    Require.inRange(KernelEfficiency.class, "halfSaturationTokens", halfSaturationTokens);
  }

  @JsonCreator
  static KernelEfficiency of(
      @JsonProperty("compute") double compute,
      @JsonProperty("bandwidth") double bandwidth,
      @JsonProperty("overheadSeconds") double overheadSeconds,
      @JsonProperty("halfSaturationTokens") Optional<Double> halfSaturationTokens,
      @JsonProperty("basis") Optional<Basis> basis) {
    return new KernelEfficiency(
        compute, bandwidth, overheadSeconds, halfSaturationTokens.orElse(0.0), basis.orElse(null));
  }
}
