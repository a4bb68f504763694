package dev.ridgeline.economics;

import dev.ridgeline.deployment.Fleet;
import dev.ridgeline.deployment.ServingPlan;
import dev.ridgeline.deployment.ServingSettings;

/** How many replicas a fleet has, whole ones, and what they serve and cost together. */
public final class FleetPlan {

  private static final double SECONDS_PER_HOUR = 3600;

  private final ReplicaPair pair;
  private final double prefillReplicas;
  private final double decodeReplicas;
  private final double requestsPerSecond;

  private FleetPlan(
      ReplicaPair pair, double prefillReplicas, double decodeReplicas, double requestsPerSecond) {
    this.pair = pair;
    this.prefillReplicas = prefillReplicas;
    this.decodeReplicas = decodeReplicas;
    this.requestsPerSecond = requestsPerSecond;
  }

  /** Sizes a plan that fits and is priced. */
  public static FleetPlan of(
      Fleet fleet, ServingPlan plan, UnitEconomics economics, ServingSettings settings) {
    ReplicaPair pair = new ReplicaPair(plan, economics, settings);
    double amount = fleet.amount();
    return switch (fleet.bound()) {
      case NONE -> matched(pair, plan.prefillReplicas());
      case REQUESTS_PER_SECOND -> serving(pair, amount);
      case ACCELERATORS -> busy(pair, pair.withinAccelerators(amount));
      case DOLLARS_PER_HOUR -> busy(pair, pair.withinDollarsPerHour(amount));
      case WATTS -> busy(pair, pair.withinWatts(amount));
    };
  }

  /** One decode replica with the fraction of a prefill replica that it keeps busy. */
  private static FleetPlan matched(ReplicaPair pair, double prefills) {
    return new FleetPlan(pair, prefills, 1, pair.served(prefills, 1));
  }

  /** Replicas that serve no more than a demand. */
  private static FleetPlan serving(ReplicaPair pair, double demand) {
    ReplicaPair.Counts counts = pair.serving(demand);
    return new FleetPlan(pair, counts.prefill(), counts.decode(), demand);
  }

  /** Replicas that serve all they can. */
  private static FleetPlan busy(ReplicaPair pair, ReplicaPair.Counts counts) {
    double served = pair.served(counts.prefill(), counts.decode());
    return new FleetPlan(pair, counts.prefill(), counts.decode(), served);
  }

  /** Whether it serves anything: a budget may have no room for one replica of each pool. */
  public boolean serves() {
    return requestsPerSecond > 0;
  }

  /** Replicas that prefill; 0 where one pool does both. */
  public double prefillReplicas() {
    return prefillReplicas;
  }

  /** Replicas that decode. */
  public double decodeReplicas() {
    return decodeReplicas;
  }

  /** Accelerators of all replicas. */
  public double accelerators() {
    return pair.accelerators(prefillReplicas, decodeReplicas);
  }

  /** Requests that the replicas serve. */
  public double requestsPerSecond() {
    return requestsPerSecond;
  }

  /** Price of all replicas. */
  public double dollarsPerHour() {
    return pair.dollarsPerHour(prefillReplicas, decodeReplicas);
  }

  /** Price of a request where the fleet is as busy as it can be. */
  public double dollarsPerRequest() {
    return dollarsPerHour() / (requestsPerSecond * SECONDS_PER_HOUR);
  }

  /** Provisioned power: boards at their limit with their hosts, site included. */
  public double watts() {
    return pair.watts(prefillReplicas, decodeReplicas);
  }
}
