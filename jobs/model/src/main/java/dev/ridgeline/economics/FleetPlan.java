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
  private final double prefillLoad;
  private final double decodeLoad;

  /**
   * @param prefillSeconds time of prefill replicas that a second of the fleet takes; 0 where
   *     colocated
   * @param decodeSeconds time of decode replicas that a second of the fleet takes
   */
  private FleetPlan(
      ReplicaPair pair,
      ReplicaPair.Counts counts,
      double requestsPerSecond,
      double prefillSeconds,
      double decodeSeconds) {
    this.pair = pair;
    this.prefillReplicas = counts.prefill();
    this.decodeReplicas = counts.decode();
    this.requestsPerSecond = requestsPerSecond;
    this.decodeLoad = decodeSeconds / decodeReplicas;
    this.prefillLoad = pair.isOnePool() ? decodeLoad : prefillSeconds / prefillReplicas;
  }

  /** Replicas that serve requests at a rate. */
  private static FleetPlan of(ReplicaPair pair, ReplicaPair.Counts counts, double rate) {
    double prefillSeconds = pair.isOnePool() ? 0 : rate / pair.plan().prefillRequestsPerSecond();
    return new FleetPlan(
        pair, counts, rate, prefillSeconds, rate / pair.plan().requestsPerSecond());
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
    boolean isWhole = settings.wholeSystems() && fleet.bound() != Fleet.Bound.NONE;
    ReplicaPair pair = new ReplicaPair(plan, economics, settings, isWhole);
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
    return of(pair, new ReplicaPair.Counts(prefills, 1), pair.served(prefills, 1));
  }

  /** The fewest replicas that serve a demand; they serve no more than that. */
  private static FleetPlan serving(ReplicaPair pair, double demand) {
    return of(pair, pair.serving(demand), demand);
  }

  /**
   * The fewest replicas that have so many tasks in progress. A task of latency T takes a decode
   * replica for t seconds. So a replica has T/t of them in progress, by Little's law.
   */
  private static FleetPlan inProgress(ReplicaPair pair, double tasks, People people) {
    TaskPlan task = people.plannedTask();
    double tasksPerSecond = tasks / task.latencySeconds();
    double prefillSeconds = tasksPerSecond * task.prefillReplicaSeconds();
    double decodeSeconds = tasks / task.tasksInFlight();
    return new FleetPlan(
        pair,
        new ReplicaPair.Counts(Math.ceil(prefillSeconds), Math.ceil(decodeSeconds)),
        tasksPerSecond * task.calls(),
        prefillSeconds,
        decodeSeconds);
  }

  /** Replicas at the highest rate that they serve. */
  private static FleetPlan busy(ReplicaPair pair, ReplicaPair.Counts counts) {
    return of(pair, counts, pair.served(counts.prefill(), counts.decode()));
  }

  /** The plan of each replica. */
  ServingPlan plan() {
    return pair.plan();
  }

  /**
   * Share of their time for which the servers of prefill are busy: as planned, less what whole
   * replicas have too much.
   */
  public double prefillUtilization() {
    return plan().prefillUtilization() * prefillLoad;
  }

  /** Share of the sequences that fit into the decode replicas which decode at once. */
  public double decodeUtilization() {
    return plan().decodeUtilization() * decodeLoad;
  }

  /**
   * Whether another fleet has as many replicas of the same plan, and they are as busy. Fleets that
   * differ in prices alone often do.
   */
  @SuppressWarnings("ReferenceEquality") // Another plan may be equal, and is looked at anew.
  public boolean isAsBusyAs(FleetPlan other) {
    return plan() == other.plan()
        && prefillReplicas == other.prefillReplicas
        && decodeReplicas == other.decodeReplicas
        && prefillLoad == other.prefillLoad
        && decodeLoad == other.decodeLoad;
  }

  /** Rate of decode replicas over that of the plan. */
  double decodeLoad() {
    return decodeLoad;
  }

  /** Servers of prefill in all replicas, those of one replica at least. */
  double prefillServers() {
    double replicas = pair.isOnePool() ? decodeReplicas : prefillReplicas;
    return plan().prefillServers() * Math.max(1, replicas);
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

  /**
   * Provisioned power of the site, in watts: boards at their limit, hosts, chassis, the overhead of
   * the site and its headroom.
   */
  public double watts() {
    return pair.watts(prefillReplicas, decodeReplicas);
  }

  /** Racks that the fleet takes, as a fraction. */
  public double racks() {
    return pair.racks(prefillReplicas, decodeReplicas);
  }

  /**
   * Most agents at once, which are tasks in progress: those of the decode replicas, or as many as
   * whole prefill replicas keep up with.
   *
   * @param task plan of a task
   */
  public double agents(TaskPlan task) {
    double ofDecode = decodeReplicas * task.tasksInFlight();
    boolean isWhole = prefillReplicas == Math.rint(prefillReplicas);
    return pair.isOnePool() || !isWhole
        ? ofDecode
        : Math.min(
            ofDecode, prefillReplicas * task.latencySeconds() / task.prefillReplicaSeconds());
  }
}
