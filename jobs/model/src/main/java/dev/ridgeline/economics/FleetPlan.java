package dev.ridgeline.economics;

import dev.ridgeline.deployment.Fleet;
import dev.ridgeline.deployment.ServingPlan;
import dev.ridgeline.deployment.ServingSettings;
import dev.ridgeline.deployment.TaskPlan;

/** The whole replicas of a fleet, with the requests that they serve and their price. */
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

  /**
   * Sizes the fleet of a plan that fits and is priced.
   *
   * @param people those who send the requests, who matter where the fleet is for so many of them
   */
  public static FleetPlan of(
      Fleet fleet,
      ServingPlan plan,
      UnitEconomics economics,
      People people,
      ServingSettings settings) {
    ReplicaPair pair = new ReplicaPair(plan, economics, settings);
    double amount = fleet.amount();
    return switch (fleet.bound()) {
      case NONE -> matched(pair, plan.prefillReplicas());
      case REQUESTS_PER_SECOND -> serving(pair, amount);
      case USERS -> serving(pair, people.requestsPerSecond(amount));
      case SESSIONS -> inProgress(pair, amount, people);
      case ACCELERATORS -> busy(pair, pair.withinAccelerators(amount));
      case DOLLARS_PER_HOUR -> busy(pair, pair.withinDollarsPerHour(amount));
      case WATTS -> busy(pair, pair.withinWatts(amount));
    };
  }

  /** One decode replica with the fraction of a prefill replica that it keeps busy. */
  private static FleetPlan matched(ReplicaPair pair, double prefills) {
    return new FleetPlan(pair, prefills, 1, pair.served(prefills, 1));
  }

  /** The fewest replicas that serve a demand; they serve no more than that. */
  private static FleetPlan serving(ReplicaPair pair, double demand) {
    ReplicaPair.Counts counts = pair.serving(demand);
    return new FleetPlan(pair, counts.prefill(), counts.decode(), demand);
  }

  /**
   * The fewest replicas that have so many tasks in progress, by Little's law: a task of latency T
   * takes a decode replica for t seconds, so a replica has T/t of them.
   */
  private static FleetPlan inProgress(ReplicaPair pair, double tasks, People people) {
    TaskPlan task = people.plannedTask();
    double tasksPerSecond = tasks / task.latencySeconds();
    return new FleetPlan(
        pair,
        Math.ceil(tasksPerSecond * task.prefillReplicaSeconds()),
        Math.ceil(tasks / task.tasksInFlight()),
        tasksPerSecond * people.turns());
  }

  /** Replicas at the highest rate that they serve. */
  private static FleetPlan busy(ReplicaPair pair, ReplicaPair.Counts counts) {
    double served = pair.served(counts.prefill(), counts.decode());
    return new FleetPlan(pair, counts.prefill(), counts.decode(), served);
  }

  /** Whether the fleet serves any requests: a budget may not buy one replica of each pool. */
  public boolean serves() {
    return requestsPerSecond > 0;
  }

  /** Number of replicas that prefill; 0 where colocated. */
  public double prefillReplicas() {
    return prefillReplicas;
  }

  /** Number of replicas that decode. */
  public double decodeReplicas() {
    return decodeReplicas;
  }

  /** Number of accelerators of all replicas. */
  public double accelerators() {
    return pair.accelerators(prefillReplicas, decodeReplicas);
  }

  /** Requests a second that the fleet serves. */
  public double requestsPerSecond() {
    return requestsPerSecond;
  }

  /** Price of all replicas for an hour, in dollars. */
  public double dollarsPerHour() {
    return pair.dollarsPerHour(prefillReplicas, decodeReplicas);
  }

  /** Price of a request at the rate that the fleet serves, in dollars. */
  public double dollarsPerRequest() {
    return dollarsPerHour() / (requestsPerSecond * SECONDS_PER_HOUR);
  }

  /** Provisioned power of the site, with boards at their limit and with their hosts, in watts. */
  public double watts() {
    return pair.watts(prefillReplicas, decodeReplicas);
  }
}
