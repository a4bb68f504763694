package dev.ridgeline.economics;

import dev.ridgeline.deployment.ServingPlan;
import dev.ridgeline.deployment.ServingSettings;
import java.util.function.DoubleBinaryOperator;
import java.util.function.DoubleFunction;

/**
 * One replica of each pool, from which fleets for a demand or a budget are made. A fleet of x
 * prefill and y decode replicas serves {@code min(x r_p, y r_d)}, where r_p and r_d are the rates
 * of one replica.
 *
 * @param hardware hardware of both pools
 * @param economics prices of the plan
 */
record ReplicaPair(ReplicaHardware hardware, UnitEconomics economics) {

  /**
   * @param plan plan of both pools
   * @param settings assumptions about the site
   * @param isWhole whether accelerators come in whole systems
   */
  ReplicaPair(
      ServingPlan plan, UnitEconomics economics, ServingSettings settings, boolean isWhole) {
    this(new ReplicaHardware(plan, settings, isWhole), economics);
  }

  /** Numbers of whole replicas of both pools. */
  record Counts(double prefill, double decode) {

    private static final Counts NONE = new Counts(0, 0);
  }

  ServingPlan plan() {
    return hardware.plan();
  }

  /** Whether the deployment is colocated. */
  boolean isOnePool() {
    return hardware.isOnePool();
  }

  /** Number of accelerators of these numbers of replicas. */
  double accelerators(double prefills, double decodes) {
    return hardware.accelerators(prefills, decodes);
  }

  /** Price of these numbers of replicas for an hour, in dollars. */
  double dollarsPerHour(double prefills, double decodes) {
    return prefills * economics.prefillReplicaDollarsPerHour()
        + decodes * economics.decodeReplicaDollarsPerHour()
        + hardware.idleDollarsPerHour(prefills, decodes, economics.prices());
  }

  /** Provisioned power of these numbers of replicas at the site, in watts. */
  double watts(double prefills, double decodes) {
    return hardware.watts(prefills, decodes);
  }

  /** Racks of these numbers of replicas, as a fraction. */
  double racks(double prefills, double decodes) {
    return hardware.racks(prefills, decodes);
  }

  /** Requests a second that these numbers of replicas serve. */
  double served(double prefills, double decodes) {
    double decoded = decodes * plan().requestsPerSecond();
    return isOnePool() ? decoded : Math.min(prefills * plan().prefillRequestsPerSecond(), decoded);
  }

  /** Returns the smallest numbers of replicas that serve a demand. */
  Counts serving(double requestsPerSecond) {
    return new Counts(
        isOnePool() ? 0 : Math.ceil(requestsPerSecond / plan().prefillRequestsPerSecond()),
        Math.ceil(requestsPerSecond / plan().requestsPerSecond()));
  }

  /** Returns the numbers of replicas that serve most with a budget of accelerators. */
  Counts withinAccelerators(double budget) {
    return within(
        budget, hardware.prefillAccelerators(), plan().decodeAccelerators(), this::accelerators);
  }

  /** Returns the numbers of replicas that serve most for a budget of dollars an hour. */
  Counts withinDollarsPerHour(double budget) {
    return within(
        budget,
        economics.prefillReplicaDollarsPerHour(),
        economics.decodeReplicaDollarsPerHour(),
        this::dollarsPerHour);
  }

  /** Returns the numbers of replicas that serve most within a budget of provisioned watts. */
  Counts withinWatts(double budget) {
    return within(budget, hardware.prefillWatts(), hardware.decodeWatts(), this::watts);
  }

  private Counts within(
      double budget, double prefillPrice, double decodePrice, DoubleBinaryOperator cost) {
    return hardware.isWhole()
        ? withinSystems(budget, prefillPrice, decodePrice, cost)
        : within(budget, prefillPrice, decodePrice);
  }

  /**
   * Returns the numbers of replicas that serve most within a budget, where whole systems are
   * bought. What is served is the rate of all replicas of one of the pools. So it is the rate of
   * the most replicas of a pool that the budget buys with as many of the other as keep up.
   */
  private Counts withinSystems(
      double budget, double prefillPrice, double decodePrice, DoubleBinaryOperator cost) {
    Counts byDecode =
        most(
            Math.floor(budget / decodePrice),
            decodes ->
                new Counts(
                    isOnePool()
                        ? 0
                        : Math.ceil(
                            decodes
                                * plan().requestsPerSecond()
                                / plan().prefillRequestsPerSecond()),
                    decodes),
            budget,
            cost);
    Counts best = better(Counts.NONE, byDecode);
    if (isOnePool()) {
      return best;
    }
    Counts byPrefill =
        most(
            Math.floor(budget / prefillPrice),
            prefills ->
                new Counts(
                    prefills,
                    Math.ceil(
                        prefills * plan().prefillRequestsPerSecond() / plan().requestsPerSecond())),
            budget,
            cost);
    return better(best, byPrefill);
  }

  /** The counts of the largest number of replicas up to a bound that a budget buys. */
  private static Counts most(
      double bound, DoubleFunction<Counts> counts, double budget, DoubleBinaryOperator cost) {
    double low = 0;
    double high = bound + 1;
    while (high - low > 1 && Math.floor((low + high) / 2) > low) {
      double middle = Math.floor((low + high) / 2);
      Counts tried = counts.apply(middle);
      if (cost.applyAsDouble(tried.prefill, tried.decode) <= budget) {
        low = middle;
      } else {
        high = middle;
      }
    }
    return counts.apply(low);
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
        decodePrice + prefillPrice * plan().requestsPerSecond() / plan().prefillRequestsPerSecond();
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
