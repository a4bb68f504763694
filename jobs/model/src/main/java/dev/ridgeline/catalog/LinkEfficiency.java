package dev.ridgeline.catalog;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.ridgeline.config.Measured;
import dev.ridgeline.config.Require;
import dev.ridgeline.units.Dimension;
import java.io.Serializable;
import java.util.Optional;

/**
 * Efficiency of collectives, relative to the peak of the network they cross.
 *
 * @param bandwidth share of the peak that large messages reach
 * @param latencySeconds time of a collective that moves nothing
 * @param basis origin of these numbers; empty where it is that of the profile
 */
public record LinkEfficiency(
    @Measured(Dimension.SHARE) double bandwidth,
    @Measured(value = Dimension.SECONDS, orZero = true) double latencySeconds,
    @JsonInclude(JsonInclude.Include.NON_ABSENT) Optional<EfficiencyProfile.Basis> basis)
    implements Serializable {

  static final LinkEfficiency IDEAL = new LinkEfficiency(1, 0, Optional.empty());

  public LinkEfficiency {
    Require.inRange(LinkEfficiency.class, "bandwidth", bandwidth);
    Require.inRange(LinkEfficiency.class, "latencySeconds", latencySeconds);
  }
}
