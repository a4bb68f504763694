package dev.ridgeline.economics;

import dev.ridgeline.catalog.Accelerator;
import dev.ridgeline.deployment.Replica;
import dev.ridgeline.deployment.ServingPlan;
import dev.ridgeline.deployment.ServingSettings;

/**
 * One replica of each pool, from which fleets for a demand or a budget are made. A fleet of x
 * prefill and y decode replicas serves {@code min(x r_p, y r_d)}, where r_p and r_d are the rates
 * of one replica.
 *
 * @param prefill replica that prefills; it costs nothing where colocated
 * @param decode replica that decodes, on both sides where decode is split
 */
record ReplicaPair(One prefill, One decode) {

  /**
   * One replica, with its rate, price and power.
   *
   * @param requestsPerSecond requests a second that it serves; infinite where colocated
   * @param accelerators number of its accelerators
   * @param dollarsPerHour price of the replica
   * @param watts provisioned power of the replica
   */
  record One(double requestsPerSecond, double accelerators, double dollarsPerHour, double watts) {

    private static final One NO_PREFILL = new One(Double.POSITIVE_INFINITY, 0, 0, 0);
  }

  /** Numbers of whole replicas of both pools. */
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

  /** Whether the deployment is colocated. */
  private boolean isOnePool() {
    return Double.isInfinite(prefill.requestsPerSecond);
  }

  /** Requests a second that these numbers of replicas serve. */
  double served(double prefills, double decodes) {
    double decoded = decodes * decode.requestsPerSecond;
    return isOnePool() ? decoded : Math.min(prefills * prefill.requestsPerSecond, decoded);
  }

  /** Returns the smallest numbers of replicas that serve a demand. */
  Counts serving(double requestsPerSecond) {
    return new Counts(
        Math.ceil(requestsPerSecond / prefill.requestsPerSecond),
        Math.ceil(requestsPerSecond / decode.requestsPerSecond));
  }

  /**
   * Returns the numbers of replicas that serve most within a budget. Only three pairs can be best.
   * Two lie at the crossing of the rates: y rounded down and up, with the x that remains. The third
   * has the smallest x above the crossing, with the y that remains.
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

  /** Returns {@code other} if it serves more and has replicas of both pools; else {@code one}. */
  private Counts better(Counts one, Counts other) {
    return served(other.prefill, other.decode) > served(one.prefill, one.decode) ? other : one;
  }
}
