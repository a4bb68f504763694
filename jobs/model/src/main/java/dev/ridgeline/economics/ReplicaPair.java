package dev.ridgeline.economics;

import dev.ridgeline.catalog.Accelerator;
import dev.ridgeline.deployment.Replica;
import dev.ridgeline.deployment.ServingPlan;
import dev.ridgeline.deployment.ServingSettings;

/**
 * One replica of each pool, and how many of them a demand takes or a budget buys. With x prefill
 * and y decode replicas a fleet serves {@code min(x r_p, y r_d)}.
 *
 * @param prefill one that prefills; it costs nothing where one pool does both
 * @param decode one that decodes, both sides of it
 */
record ReplicaPair(One prefill, One decode) {

  /**
   * One replica.
   *
   * @param requestsPerSecond requests that it serves; infinite where one pool does both
   */
  record One(double requestsPerSecond, double accelerators, double dollarsPerHour, double watts) {

    private static final One NO_PREFILL = new One(Double.POSITIVE_INFINITY, 0, 0, 0);
  }

  /** Whole replicas of both pools. */
  record Counts(double prefill, double decode) {

    private static final Counts NONE = new Counts(0, 0);
  }

  static ReplicaPair of(ServingPlan plan, UnitEconomics economics, ServingSettings settings) {
    One decode =
        new One(
            plan.requestsPerSecond(),
            plan.decodeAccelerators(),
            economics.decodeReplicaDollarsPerHour(),
            watts(plan.decodeReplica(), settings)
                + plan.feedForwardReplica().map(replica -> watts(replica, settings)).orElse(0.0));
    if (plan.prefillReplicas() == 0) {
      return new ReplicaPair(One.NO_PREFILL, decode);
    }
    One prefill =
        new One(
            plan.prefillRequestsPerSecond(),
            plan.prefillReplica().accelerators(),
            economics.prefillReplicaDollarsPerHour(),
            watts(plan.prefillReplica(), settings));
    return new ReplicaPair(prefill, decode);
  }

  private static double watts(Replica replica, ServingSettings settings) {
    Accelerator accelerator = replica.accelerator();
    return replica.accelerators()
        * (accelerator.powerWatts() + accelerator.energy().hostWatts())
        * settings.powerUsageEffectiveness();
  }

  /** Whether one pool runs both phases. */
  private boolean isOnePool() {
    return Double.isInfinite(prefill.requestsPerSecond);
  }

  /** Requests that so many replicas serve a second. */
  double served(double prefills, double decodes) {
    double decoded = decodes * decode.requestsPerSecond;
    return isOnePool() ? decoded : Math.min(prefills * prefill.requestsPerSecond, decoded);
  }

  /** The least of each that serve a demand. */
  Counts serving(double requestsPerSecond) {
    return new Counts(
        Math.ceil(requestsPerSecond / prefill.requestsPerSecond),
        Math.ceil(requestsPerSecond / decode.requestsPerSecond));
  }

  /**
   * Those that serve most within a budget. Only three pairs can be best: around the crossing of the
   * two rates, y rounded either way with the x that is left, and the least x above it with the y
   * that is left.
   */
  Counts within(double budget, double prefillPrice, double decodePrice) {
    if (isOnePool()) {
      return new Counts(0, Math.floor(budget / decodePrice));
    }
    double matched =
        decodePrice + prefillPrice * decode.requestsPerSecond / prefill.requestsPerSecond;
    double crossing = Math.floor(budget / matched);
    double left = affordable(budget - crossing * decodePrice, prefillPrice);
    double leftAbove = affordable(budget - (crossing + 1) * decodePrice, prefillPrice);
    double decodesLeft = affordable(budget - (left + 1) * prefillPrice, decodePrice);
    Counts best = better(Counts.NONE, new Counts(left, crossing));
    best = better(best, new Counts(leftAbove, crossing + 1));
    return better(best, new Counts(left + 1, decodesLeft));
  }

  private static double affordable(double budget, double price) {
    return Math.max(0, Math.floor(budget / price));
  }

  /** The other if it serves more, which takes some of both. */
  private Counts better(Counts one, Counts other) {
    return served(other.prefill, other.decode) > served(one.prefill, one.decode) ? other : one;
  }
}
