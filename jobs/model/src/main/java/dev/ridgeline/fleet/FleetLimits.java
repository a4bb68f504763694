package dev.ridgeline.fleet;

import java.util.Map;
import java.util.TreeMap;

/**
 * What a fleet may have. A limit that is not stated is infinite.
 *
 * @param dollarsPerHour price of an hour
 * @param watts provisioned power at the site
 * @param racks number of racks
 * @param accelerators accelerators by their id; one that is not in it is not limited
 */
public record FleetLimits(
    double dollarsPerHour, double watts, double racks, Map<String, Integer> accelerators) {

  /** No limits. */
  public static final FleetLimits NONE =
      new FleetLimits(
          Double.POSITIVE_INFINITY, Double.POSITIVE_INFINITY, Double.POSITIVE_INFINITY, Map.of());

  public FleetLimits {
    accelerators = Map.copyOf(accelerators);
  }

  static FleetLimits of(FleetFile.Available written) {
    return new FleetLimits(
        written.dollarsPerHour().orElse(Double.POSITIVE_INFINITY),
        written.watts().orElse(Double.POSITIVE_INFINITY),
        written.racks().orElse(Double.POSITIVE_INFINITY),
        new TreeMap<>(written.accelerators().orElse(Map.of())));
  }

  /** Whether there is any limit. */
  public boolean exist() {
    return !equals(NONE);
  }
}
