package dev.ridgeline.catalog;

import dev.ridgeline.config.Require;
import java.io.Serializable;

/**
 * Efficiency of collectives, relative to the peak of the network they cross.
 *
 * @param bandwidth share of the peak that large messages reach
 * @param latencySeconds time of a collective that moves nothing
 */
public record LinkEfficiency(double bandwidth, double latencySeconds) implements Serializable {

  static final LinkEfficiency IDEAL = new LinkEfficiency(1, 0);

  public LinkEfficiency {
    Require.fraction("bandwidth", bandwidth);
    Require.notNegative("latencySeconds", latencySeconds);
  }
}
