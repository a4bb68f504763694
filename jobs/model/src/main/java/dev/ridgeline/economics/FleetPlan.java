package dev.ridgeline.economics;

import dev.ridgeline.catalog.Accelerator;
import dev.ridgeline.deployment.Fleet;
import dev.ridgeline.deployment.Replica;
import dev.ridgeline.deployment.ServingPlan;
import dev.ridgeline.deployment.ServingSettings;

/**
 * How many replicas a fleet has, whole ones, and what they serve and cost together.
 *
 * <p>For a demand: the least of each that serve it. For a budget: those that serve most within it.
 * With x prefill and y decode replicas the fleet serves {@code min(x r_p, y r_d)}; of the pairs
 * within a budget only three can be best: around the crossing of the two rates, y rounded either
 * way with the x that is left, and the least x above it with the y that is left.
 *
 * <p>Filled anew for every cell by one thread; read it before the next.
 */
public final class FleetPlan {

  private static final double SECONDS_PER_HOUR = 3600;

  private double prefillReplicas;
  private double decodeReplicas;
  private double accelerators;
  private double requestsPerSecond;
  private double dollarsPerHour;
  private double watts;

  private double prefillRate;
  private double decodeRate;

  /** Sizes a plan that fits and is priced. */
  public void size(
      Fleet fleet, ServingPlan plan, UnitEconomics economics, ServingSettings settings) {
    prefillRate =
        plan.prefillReplicas() > 0 ? plan.prefillRequestsPerSecond() : Double.POSITIVE_INFINITY;
    decodeRate = plan.requestsPerSecond();
    double prefillWatts = 0;
    int prefillAccelerators = 0;
    if (plan.prefillReplicas() > 0) {
      prefillAccelerators = plan.prefillReplica().accelerators();
      prefillWatts = watts(plan.prefillReplica(), settings);
    }
    double decodeWatts =
        watts(plan.decodeReplica(), settings)
            + plan.feedForwardReplica().map(replica -> watts(replica, settings)).orElse(0.0);
    double prefillDollars = economics.prefillReplicaDollarsPerHour();
    double decodeDollars = economics.decodeReplicaDollarsPerHour();
    switch (fleet.bound()) {
      case NONE -> {
        prefillReplicas = plan.prefillReplicas();
        decodeReplicas = 1;
      }
      case REQUESTS_PER_SECOND -> {
        prefillReplicas = Math.ceil(fleet.amount() / prefillRate);
        decodeReplicas = Math.ceil(fleet.amount() / decodeRate);
      }
      case ACCELERATORS -> spend(fleet.amount(), prefillAccelerators, plan.decodeAccelerators());
      case DOLLARS_PER_HOUR -> spend(fleet.amount(), prefillDollars, decodeDollars);
      case WATTS -> spend(fleet.amount(), prefillWatts, decodeWatts);
    }
    requestsPerSecond = served(prefillReplicas, decodeReplicas);
    if (fleet.bound() == Fleet.Bound.REQUESTS_PER_SECOND) {
      requestsPerSecond = fleet.amount();
    }
    accelerators =
        prefillReplicas * prefillAccelerators + decodeReplicas * plan.decodeAccelerators();
    dollarsPerHour = prefillReplicas * prefillDollars + decodeReplicas * decodeDollars;
    watts = prefillReplicas * prefillWatts + decodeReplicas * decodeWatts;
  }

  private static double watts(Replica replica, ServingSettings settings) {
    Accelerator accelerator = replica.accelerator();
    return replica.accelerators()
        * (accelerator.powerWatts() + accelerator.energy().hostWatts())
        * settings.powerUsageEffectiveness();
  }

  private double served(double prefill, double decode) {
    return Double.isInfinite(prefillRate)
        ? decode * decodeRate
        : Math.min(prefill * prefillRate, decode * decodeRate);
  }

  private void spend(double budget, double prefillPrice, double decodePrice) {
    prefillReplicas = 0;
    decodeReplicas = 0;
    if (Double.isInfinite(prefillRate)) {
      decodeReplicas = Math.floor(budget / decodePrice);
      return;
    }
    double crossing = Math.floor(budget / (decodePrice + prefillPrice * decodeRate / prefillRate));
    double left = affordable(budget - crossing * decodePrice, prefillPrice);
    consider(left, crossing);
    consider(affordable(budget - (crossing + 1) * decodePrice, prefillPrice), crossing + 1);
    consider(left + 1, affordable(budget - (left + 1) * prefillPrice, decodePrice));
  }

  private static double affordable(double budget, double price) {
    return Math.max(0, Math.floor(budget / price));
  }

  /** Takes these replicas if they serve more, which takes some of both. */
  private void consider(double prefill, double decode) {
    if (served(prefill, decode) > served(prefillReplicas, decodeReplicas)) {
      prefillReplicas = prefill;
      decodeReplicas = decode;
    }
  }

  /** Whether it serves anything. */
  public boolean serves() {
    return requestsPerSecond > 0;
  }

  public double prefillReplicas() {
    return prefillReplicas;
  }

  public double decodeReplicas() {
    return decodeReplicas;
  }

  public double accelerators() {
    return accelerators;
  }

  public double requestsPerSecond() {
    return requestsPerSecond;
  }

  public double dollarsPerHour() {
    return dollarsPerHour;
  }

  public double dollarsPerRequest() {
    return dollarsPerHour / (requestsPerSecond * SECONDS_PER_HOUR);
  }

  /** Provisioned power: boards at their limit with their hosts, site included. */
  public double watts() {
    return watts;
  }
}
