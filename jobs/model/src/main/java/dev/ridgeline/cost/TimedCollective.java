package dev.ridgeline.cost;

import dev.ridgeline.catalog.Accelerator;
import dev.ridgeline.catalog.EfficiencyProfile;
import dev.ridgeline.catalog.LinkEfficiency;
import dev.ridgeline.operator.Collective;
import dev.ridgeline.operator.StepShape;

/**
 * A collective on the network of an accelerator: the scale-up domain where all participants fit
 * into one, else the network beyond it, which is then the slowest part of the ring.
 *
 * @param collective the collective
 * @param bytesPerSecond reachable bandwidth of one accelerator in one direction
 * @param latencySeconds time of one that moves nothing
 */
public record TimedCollective(Collective collective, double bytesPerSecond, double latencySeconds) {

  static TimedCollective of(
      Collective collective, Accelerator accelerator, EfficiencyProfile profile) {
    boolean inside = collective.participants() <= accelerator.scaleUp().domainAccelerators();
    LinkEfficiency efficiency = inside ? profile.scaleUp() : profile.scaleOut();
    double peak =
        inside ? accelerator.scaleUp().bytesPerSecond() : accelerator.scaleOut().bytesPerSecond();
    return new TimedCollective(
        collective, peak * efficiency.bandwidth(), efficiency.latencySeconds());
  }

  /** Time of one layer. */
  public double seconds(StepShape shape) {
    return Roofline.transferSeconds(
        latencySeconds, collective.bytesSent().at(shape), bytesPerSecond);
  }
}
