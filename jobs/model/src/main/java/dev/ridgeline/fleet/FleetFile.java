package dev.ridgeline.fleet;

import dev.ridgeline.config.Measured;
import dev.ridgeline.units.Dimension;
import dev.ridgeline.units.Plausible;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A demand as its file has it, with optional fields that have a default.
 *
 * @param name name of the demand
 * @param description purpose of the fleet
 * @param workloads what the fleet serves
 * @param available what the fleet may have; default: no limit
 * @param pools whether workloads of one model share replicas; default: shared
 * @param spareSystems systems of each kind that stand by for failures; default: 0
 * @param wholeSystems whether accelerators are bought in the nodes and racks in which they are
 *     sold; default: true
 */
record FleetFile(
    String name,
    Optional<String> description,
    List<Workload> workloads,
    Optional<Available> available,
    Optional<Pools> pools,
    @Measured(value = Dimension.PARTS, orZero = true) Optional<Integer> spareSystems,
    Optional<Boolean> wholeSystems) {

  /** Whether workloads share replicas. */
  enum Pools {
    SHARED,
    DEDICATED
  }

  /**
   * A part of the demand. It states one of users, sessions and requests a second.
   *
   * @param name name in tables; default: the workflow
   * @param model id of a model; default: any that the sources have
   * @param context prompt length, as on the axis of a sweep; default: mean
   * @param users people at once, each with a request in progress or in a pause
   * @param sessions tasks in progress at once, those that wait for a tool included
   * @param hours share of the demand in each hour of the day; default: 1 in all hours
   * @param targets latencies that its cells keep
   */
  record Workload(
      Optional<String> name,
      Optional<String> model,
      String workflow,
      Optional<String> context,
      @Measured(Dimension.PEOPLE) Optional<Double> users,
      @Measured(Dimension.PEOPLE) Optional<Double> sessions,
      @Measured(Dimension.REQUESTS_PER_SECOND) Optional<Double> requestsPerSecond,
      @Measured(value = Dimension.SHARE, orZero = true) Optional<List<Double>> hours,
      Optional<Targets> targets) {}

  /** Latency targets; default: none. */
  record Targets(
      @Measured(value = Dimension.SECONDS, of = Plausible.TTFT) Optional<Double> ttftSeconds,
      @Measured(value = Dimension.SECONDS, of = Plausible.TPOT) Optional<Double> tpotSeconds,
      @Measured(Dimension.PERCENT) Optional<Integer> percentile) {}

  /**
   * What a fleet may have.
   *
   * @param watts provisioned power at the site
   * @param accelerators most accelerators by their id; default: any number
   */
  record Available(
      @Measured(value = Dimension.DOLLARS_PER_HOUR, of = Plausible.FLEET_PRICE)
          Optional<Double> dollarsPerHour,
      @Measured(value = Dimension.WATTS, of = Plausible.FLEET_POWER) Optional<Double> watts,
      @Measured(Dimension.FACTOR) Optional<Double> racks,
      @Measured(value = Dimension.ACCELERATORS, orZero = true)
          Optional<Map<String, Integer>> accelerators) {}
}
