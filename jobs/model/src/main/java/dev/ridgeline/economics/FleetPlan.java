package dev.ridgeline.economics;

import dev.ridgeline.deployment.Fleet;
import dev.ridgeline.deployment.ServingPlan;
import dev.ridgeline.deployment.ServingSettings;

/**
 * The whole replicas of a fleet, with the requests that they serve and their price.
 *
 * @param prefillReplicas number of replicas that prefill; 0 where colocated
 * @param decodeReplicas number of replicas that decode
 * @param accelerators number of accelerators of all replicas
 * @param requestsPerSecond requests a second that they serve; 0 where a budget does not buy one
 *     replica of each pool
 * @param dollarsPerHour price of all replicas
 * @param watts provisioned power of the site, with boards at their limit and with their hosts
 */
public record FleetPlan(
    double prefillReplicas,
    double decodeReplicas,
    double accelerators,
    double requestsPerSecond,
    double dollarsPerHour,
    double watts) {

  private static final double SECONDS_PER_HOUR = 3600;

  /** Sizes the fleet of a plan that fits and is priced. */
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

  /** This fleet serving no more requests than a demand. */
  private FleetPlan serving(double demand) {
    return new FleetPlan(
        prefillReplicas, decodeReplicas, accelerators, demand, dollarsPerHour, watts);
  }

  /** Whether the fleet serves any requests. */
  public boolean serves() {
    return requestsPerSecond > 0;
  }

  /** Price of a request at the rate that the fleet serves, in dollars. */
  public double dollarsPerRequest() {
    return dollarsPerHour / (requestsPerSecond * SECONDS_PER_HOUR);
  }
}
