package dev.ridgeline.cost;

import dev.ridgeline.catalog.Accelerator;
import dev.ridgeline.catalog.EfficiencyProfile;
import dev.ridgeline.catalog.Evidence;
import dev.ridgeline.catalog.LinkEfficiency;
import dev.ridgeline.operator.Collective;
import dev.ridgeline.operator.StepShape;

/**
 * A collective on the networks of an accelerator: the scale-up domains that its participants fill,
 * and the network between those domains. Within a domain, bandwidth and latency are those of groups
 * of as many accelerators.
 *
 * @param collective the collective
 * @param kind its kind on these networks
 * @param localShare part of the payload that a participant sends within its domain
 * @param localBytesPerSecond reachable scale-up bandwidth
 * @param localLatencySeconds time of an empty transfer within the domain; 0 where there is none
 * @param smallBytesPerSecond reachable scale-up bandwidth of the all-reduce for small arrays
 * @param smallLatencySeconds time of that all-reduce when it moves nothing
 * @param remoteShare part of the payload that a participant sends beyond its domain
 * @param remoteBytesPerSecond reachable scale-out bandwidth
 * @param remoteLatencySeconds time of an empty transfer between domains; 0 where there is none
 * @param evidence what stands behind the rates of the networks that it crosses
 */
record TimedCollective(
    Collective collective,
    Collective.Kind kind,
    double localShare,
    double localBytesPerSecond,
    double localLatencySeconds,
    double smallBytesPerSecond,
    double smallLatencySeconds,
    double remoteShare,
    double remoteBytesPerSecond,
    double remoteLatencySeconds,
    Evidence evidence) {

  static TimedCollective of(
      Collective collective, Accelerator accelerator, EfficiencyProfile profile) {
    int all = collective.participants();
    int local =
        largestDivisor(
            all, Math.max(1, accelerator.scaleUp().domainAccelerators() / collective.stride()));
    Collective.Kind kind = collective.kind(local);
    double localShare = kind.localShare(all, local, collective.copies());
    double remoteShare = kind.remoteShare(all, local, collective.copies());
    LinkEfficiency.OfGroup within = profile.scaleUp().among(kind.partners(local));
    LinkEfficiency beyond = profile.scaleOut();
    boolean straight = kind == Collective.Kind.LOW_LATENCY_ALL_TO_ALL;
    double localLatency = straight ? beyond.lowLatencyAllToAllSeconds() : within.latencySeconds();
    double remoteLatency = straight ? beyond.lowLatencyAllToAllSeconds() : beyond.latencySeconds();
    return new TimedCollective(
        collective,
        kind,
        localShare,
        accelerator.scaleUp().bytesPerSecond() * within.bandwidth(),
        localShare > 0 ? localLatency : 0,
        accelerator.scaleUp().bytesPerSecond() * within.smallBandwidth(),
        localShare > 0 ? within.smallLatencySeconds() : 0,
        remoteShare,
        accelerator.scaleOut().bytesPerSecond() * beyond.bandwidth(),
        remoteShare > 0 ? remoteLatency : 0,
        evidence(profile, localShare > 0, straight || remoteShare > 0));
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

  /**
   * Whether this collective of prefill also carries the rows of one of decode, where a step has
   * both. The kernel is then that of prefill.
   */
  boolean isSharedWith(TimedCollective decode) {
    return !seesContext() && collective.movesLike(decode.collective);
  }

  /** Whether its payload depends on the context, and not only on the rows of new tokens. */
  boolean seesContext() {
    return collective.payloadBytes().growsWithContext();
  }

  /** Bytes of one copy of the array in one layer, in all passes. */
  double payloadBytes(StepShape shape) {
    return collective.payloadBytes().at(shape.within(collective.span()));
  }

  /**
   * Bytes that one participant sends in one layer, within its domain and beyond.
   *
   * @param payloadBytes bytes of one copy of the array
   */
  double bytesSent(double payloadBytes) {
    return (localShare + remoteShare) * payloadBytes;
  }

  /**
   * Time of one layer in all passes, in seconds, on networks that are {@code speedup} times as
   * fast.
   *
   * @param payloadBytes bytes of one copy of the array
   */
  double seconds(double payloadBytes, double passes, double speedup) {
    double payload = payloadBytes / speedup;
    double local =
        Roofline.transferSeconds(
            passes * localLatencySeconds, localShare * payload, localBytesPerSecond);
    if (kind == Collective.Kind.ALL_REDUCE) {
      double small =
          Roofline.transferSeconds(
              passes * smallLatencySeconds, localShare * payload, smallBytesPerSecond);
      local = Math.min(local, small);
    }
    return kind.seconds(
        local,
        Roofline.transferSeconds(
            passes * remoteLatencySeconds, remoteShare * payload, remoteBytesPerSecond));
  }

  /**
   * The cost of the collective in all its layers, for a step of this shape, on hardware changed by
   * a speedup.
   *
   * @param exposedShare part of its time that is not hidden behind computation
   */
  OperatorCost cost(StepShape shape, Speedup speedup, double joulesPerByte, double exposedShare) {
    int layers = collective.layers();
    double payload = payloadBytes(shape);
    double sent = layers * bytesSent(payload);
    double seconds = layers * seconds(payload, shape.passes(), speedup.link()) * exposedShare;
    return OperatorCost.collective(
        collective.name(), evidence, layers, sent, seconds, sent * joulesPerByte);
  }
}
