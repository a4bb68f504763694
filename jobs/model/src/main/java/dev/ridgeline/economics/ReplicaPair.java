package dev.ridgeline.economics;

import dev.ridgeline.catalog.Accelerator;
import dev.ridgeline.deployment.Replica;
import dev.ridgeline.deployment.ServingPlan;
import dev.ridgeline.deployment.ServingSettings;
import java.util.Optional;

/**
 * One replica of each pool of a plan: what both cost, and how many of them a demand takes or a
 * budget buys. With x prefill and y decode replicas a fleet serves {@code min(x r_p, y r_d)}.
 *
 * @param plan the plan
 * @param economics what it costs
 * @param settings assumptions about the site
 */
record ReplicaPair(ServingPlan plan, UnitEconomics economics, ServingSettings settings) {

  /** Whole replicas of both pools. */
  record Counts(double prefill, double decode) {

    private static final Counts NONE = new Counts(0, 0);
  }

  /** Whether one pool runs both phases. */
  private boolean isOnePool() {
    return !(plan.prefillReplicas() > 0);
  }

  /** Accelerators of so many replicas. */
  double accelerators(double prefills, double decodes) {
    return prefills * prefillAccelerators() + decodes * plan.decodeAccelerators();
  }

  private int prefillAccelerators() {
    return isOnePool() ? 0 : plan.prefillReplica().accelerators();
  }

  /** Price of so many replicas. */
  double dollarsPerHour(double prefills, double decodes) {
    return prefills * economics.prefillReplicaDollarsPerHour()
        + decodes * economics.decodeReplicaDollarsPerHour();
  }

  /**
   * Provisioned power of so many replicas: boards at their limit with their hosts, site included.
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

  /** Requests that so many replicas serve a second. */
  double served(double prefills, double decodes) {
    double decoded = decodes * plan.requestsPerSecond();
    return isOnePool() ? decoded : Math.min(prefills * plan.prefillRequestsPerSecond(), decoded);
  }

  /** The least of each that serve a demand. */
  Counts serving(double requestsPerSecond) {
    return new Counts(
        isOnePool() ? 0 : Math.ceil(requestsPerSecond / plan.prefillRequestsPerSecond()),
        Math.ceil(requestsPerSecond / plan.requestsPerSecond()));
  }

  /** Those that serve most with so many accelerators. */
  Counts withinAccelerators(double budget) {
    return within(budget, prefillAccelerators(), plan.decodeAccelerators());
  }

  /** Those that serve most at such a price. */
  Counts withinDollarsPerHour(double budget) {
    return within(
        budget, economics.prefillReplicaDollarsPerHour(), economics.decodeReplicaDollarsPerHour());
  }

  /** Those that serve most with so much provisioned power. */
  Counts withinWatts(double budget) {
    return within(budget, prefillWatts(), decodeWatts());
  }

  /**
   * Those that serve most within a budget. Only three pairs can be best: around the crossing of the
   * two rates, y rounded either way with the x that is left, and the least x above it with the y
   * that is left.
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

  /** The other if it serves more, which takes some of both. */
  private Counts better(Counts one, Counts other) {
    return served(other.prefill, other.decode) > served(one.prefill, one.decode) ? other : one;
  }
}
