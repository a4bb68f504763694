package dev.ridgeline.cost;

import dev.ridgeline.catalog.Accelerator;
import dev.ridgeline.catalog.EfficiencyProfile;
import dev.ridgeline.catalog.Evidence;
import dev.ridgeline.operator.Collective;
import dev.ridgeline.operator.StepShape;

/**
 * A collective on the networks of an accelerator: the scale-up domains that its participants fill,
 * and the network between those domains.
 *
 * @param collective the collective
 * @param localShare part of the payload that a participant sends within its domain
 * @param localBytesPerSecond reachable scale-up bandwidth
 * @param localLatencySeconds time of an empty transfer within the domain; 0 where there is none
 * @param remoteShare part of the payload that a participant sends beyond its domain
 * @param remoteBytesPerSecond reachable scale-out bandwidth
 * @param remoteLatencySeconds time of an empty transfer between domains; 0 where there is none
 * @param evidence what stands behind the rates of the networks that it crosses
 */
record TimedCollective(
    Collective collective,
    double localShare,
    double localBytesPerSecond,
    double localLatencySeconds,
    double remoteShare,
    double remoteBytesPerSecond,
    double remoteLatencySeconds,
    Evidence evidence) {

  static TimedCollective of(
      Collective collective, Accelerator accelerator, EfficiencyProfile profile) {
    int all = collective.participants();
    int local = largestDivisor(all, accelerator.scaleUp().domainAccelerators());
    double localShare = collective.kind().localShare(all, local, collective.copies());
    double remoteShare = collective.kind().remoteShare(all, local, collective.copies());
    return new TimedCollective(
        collective,
        localShare,
        accelerator.scaleUp().bytesPerSecond() * profile.scaleUp().bandwidth(),
        localShare > 0 ? profile.scaleUp().latencySeconds() : 0,
        remoteShare,
        accelerator.scaleOut().bytesPerSecond() * profile.scaleOut().bandwidth(),
        remoteShare > 0 ? profile.scaleOut().latencySeconds() : 0,
        evidence(profile, localShare > 0, remoteShare > 0));
  }

  private static Evidence evidence(EfficiencyProfile profile, boolean within, boolean beyond) {
    if (!beyond) {
      return profile.scaleUpEvidence();
    }
    return within
        ? profile.scaleOutEvidence().weaker(profile.scaleUpEvidence())
        : profile.scaleOutEvidence();
  }

  /** Whether the rates were fitted to timings of this accelerator. */
  boolean isMeasured() {
    return evidence == Evidence.MEASURED;
  }

  /**
   * Number of participants that share a domain: as many as fit, with the same number in each
   * domain.
   */
  private static int largestDivisor(int participants, int domain) {
    int local = Math.min(participants, domain);
    while (participants % local != 0) {
      local--;
    }
    return local;
  }

  /** Bytes that one participant sends in one layer, within its domain and beyond. */
  double bytesSent(StepShape shape) {
    return (localShare + remoteShare) * collective.payloadBytes().at(shape);
  }

  /**
   * Time of one layer in all passes, in seconds, on networks that are {@code speedup} times as
   * fast.
   */
  double seconds(StepShape shape, double speedup) {
    double payload = collective.payloadBytes().at(shape) / speedup;
    double passes = shape.passes();
    return collective
        .kind()
        .seconds(
            Roofline.transferSeconds(
                passes * localLatencySeconds, localShare * payload, localBytesPerSecond),
            Roofline.transferSeconds(
                passes * remoteLatencySeconds, remoteShare * payload, remoteBytesPerSecond));
  }

  /**
   * The cost of the collective in all its layers, for a step of this shape, on hardware changed by
   * a speedup.
   */
  OperatorCost cost(StepShape shape, Speedup speedup, double joulesPerByte) {
    int layers = collective.layers();
    double sent = layers * bytesSent(shape);
    double seconds = layers * seconds(shape, speedup.link());
    return OperatorCost.collective(
        collective.name(), evidence, layers, sent, seconds, sent * joulesPerByte);
  }
}
