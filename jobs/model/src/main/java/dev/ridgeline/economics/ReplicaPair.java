package dev.ridgeline.economics;

import dev.ridgeline.catalog.Accelerator;
import dev.ridgeline.deployment.Replica;
import dev.ridgeline.deployment.ServingPlan;
import dev.ridgeline.deployment.ServingSettings;
import java.util.Optional;

/**
 * One replica of each pool, from which fleets for a demand or a budget are made. A fleet of x
 * prefill and y decode replicas serves {@code min(x r_p, y r_d)}, where r_p and r_d are the rates
 * of one replica.
 *
 * @param plan plan of both pools
 * @param economics prices of the plan
 * @param settings assumptions about the site
 */
record ReplicaPair(ServingPlan plan, UnitEconomics economics, ServingSettings settings) {

  /** Numbers of whole replicas of both pools. */
  record Counts(double prefill, double decode) {

    private static final Counts NONE = new Counts(0, 0);
  }

  /** Whether the deployment is colocated. */
  boolean isOnePool() {
    return !(plan.prefillReplicas() > 0);
  }

  /** Number of accelerators of these numbers of replicas. */
  double accelerators(double prefills, double decodes) {
    return prefills * prefillAccelerators() + decodes * plan.decodeAccelerators();
  }

  private int prefillAccelerators() {
    return isOnePool() ? 0 : plan.prefillReplica().accelerators();
  }

  /** Price of these numbers of replicas for an hour, in dollars. */
  double dollarsPerHour(double prefills, double decodes) {
    return prefills * economics.prefillReplicaDollarsPerHour()
        + decodes * economics.decodeReplicaDollarsPerHour();
  }

  /**
   * Provisioned power of these numbers of replicas at the site, with boards at their limit and with
   * their hosts, in watts.
   */
  double watts(double prefills, double decodes) {
    return prefills * prefillWatts() + decodes * decodeWatts();
  }

  private double prefillWatts() {
    return isOnePool() ? 0 : watts(plan.prefillReplica());
  }

  private double decodeWatts() {
    Optional<Replica> feedForward = plan.feedForwardReplica();
    double ofState = watts(plan.decodeReplica());
    return feedForward.isPresent() ? ofState + watts(feedForward.get()) : ofState;
  }

  private double watts(Replica replica) {
    Accelerator accelerator = replica.accelerator();
    return replica.accelerators()
        * (accelerator.powerWatts() + accelerator.energy().hostWatts())
        * settings.powerUsageEffectiveness();
  }

  /** Requests a second that these numbers of replicas serve. */
  double served(double prefills, double decodes) {
    double decoded = decodes * plan.requestsPerSecond();
    return isOnePool() ? decoded : Math.min(prefills * plan.prefillRequestsPerSecond(), decoded);
  }

  /** Returns the smallest numbers of replicas that serve a demand. */
  Counts serving(double requestsPerSecond) {
    return new Counts(
        isOnePool() ? 0 : Math.ceil(requestsPerSecond / plan.prefillRequestsPerSecond()),
        Math.ceil(requestsPerSecond / plan.requestsPerSecond()));
  }

  /** Returns the numbers of replicas that serve most with a budget of accelerators. */
  Counts withinAccelerators(double budget) {
    return within(budget, prefillAccelerators(), plan.decodeAccelerators());
  }

  /** Returns the numbers of replicas that serve most for a budget of dollars an hour. */
  Counts withinDollarsPerHour(double budget) {
    return within(
        budget, economics.prefillReplicaDollarsPerHour(), economics.decodeReplicaDollarsPerHour());
  }

  /** Returns the numbers of replicas that serve most within a budget of provisioned watts. */
  Counts withinWatts(double budget) {
    return within(budget, prefillWatts(), decodeWatts());
  }

  /**
   * Returns the numbers of replicas that serve most within a budget. Only three pairs can be best.
   * Two lie at the crossing of the rates: y rounded down and up, with the x that remains. The third
   * has the smallest x above the crossing, with the y that remains.
   */
  private Counts within(double budget, double prefillPrice, double decodePrice) {
    if (isOnePool()) {
      return new Counts(0, Math.floor(budget / decodePrice));
    }
    double matched =
        decodePrice + prefillPrice * plan.requestsPerSecond() / plan.prefillRequestsPerSecond();
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
