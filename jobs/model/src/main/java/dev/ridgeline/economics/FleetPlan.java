package dev.ridgeline.economics;

import dev.ridgeline.deployment.Fleet;
import dev.ridgeline.deployment.ServingPlan;
import dev.ridgeline.deployment.ServingSettings;

/**
 * How many replicas a fleet has, whole ones, and what they serve and cost together.
 *
 * @param prefillReplicas replicas that prefill; 0 where one pool does both
 * @param decodeReplicas replicas that decode
 * @param accelerators accelerators of all replicas
 * @param requestsPerSecond requests that they serve; 0 where a budget has no room for one of each
 * @param dollarsPerHour price of all replicas
 * @param watts provisioned power: boards at their limit with their hosts, site included
 */
public record FleetPlan(
    double prefillReplicas,
    double decodeReplicas,
    double accelerators,
    double requestsPerSecond,
    double dollarsPerHour,
    double watts) {

  private static final double SECONDS_PER_HOUR = 3600;

  /** Sizes a plan that fits and is priced. */
  public static FleetPlan of(
      Fleet fleet, ServingPlan plan, UnitEconomics economics, ServingSettings settings) {
    ReplicaPair pair = ReplicaPair.of(plan, economics, settings);
    ReplicaPair.One prefill = pair.prefill();
    ReplicaPair.One decode = pair.decode();
    double amount = fleet.amount();
    return switch (fleet.bound()) {
      case NONE -> of(pair, new ReplicaPair.Counts(plan.prefillReplicas(), 1));
      case REQUESTS_PER_SECOND -> of(pair, pair.serving(amount)).serving(amount);
      case ACCELERATORS ->
          of(pair, pair.within(amount, prefill.accelerators(), decode.accelerators()));
      case DOLLARS_PER_HOUR ->
          of(pair, pair.within(amount, prefill.dollarsPerHour(), decode.dollarsPerHour()));
      case WATTS -> of(pair, pair.within(amount, prefill.watts(), decode.watts()));
    };
  }

  private static FleetPlan of(ReplicaPair pair, ReplicaPair.Counts counts) {
    ReplicaPair.One prefill = pair.prefill();
    ReplicaPair.One decode = pair.decode();
    double x = counts.prefill();
    double y = counts.decode();
    return new FleetPlan(
        x,
        y,
        x * prefill.accelerators() + y * decode.accelerators(),
        pair.served(x, y),
        x * prefill.dollarsPerHour() + y * decode.dollarsPerHour(),
        x * prefill.watts() + y * decode.watts());
  }

  /** The same replicas, of which no more is asked than a demand. */
  private FleetPlan serving(double demand) {
    return new FleetPlan(
        prefillReplicas, decodeReplicas, accelerators, demand, dollarsPerHour, watts);
  }

  /** Whether it serves anything. */
  public boolean serves() {
    return requestsPerSecond > 0;
  }

  /** Price of a request where the fleet is busy with as many as it serves. */
  public double dollarsPerRequest() {
    return dollarsPerHour / (requestsPerSecond * SECONDS_PER_HOUR);
  }
}
