package dev.ridgeline.evaluate;

import dev.ridgeline.space.Axis;
import java.util.List;

/** Columns of the fleet, which has whole replicas of each pool. */
final class FleetColumns {

  private static final CellSection SIZED =
      new CellSection(Availability.FLEET, Depth.PLAN, Axis.FLEET);

  private static final CellSection OF_TASKS =
      new CellSection(Availability.FLEET, Depth.TASK, Axis.FLEET);

  static final List<CellColumn> ALL =
      List.of(
          SIZED.real(
              "fleet_prefill_replicas",
              "",
              "Prefill replicas of the fleet, a whole number unless fleet is limit; 0 where"
                  + " colocated.",
              r -> r.fleetPlan().prefillReplicas()),
          SIZED.real(
              "fleet_decode_replicas",
              "",
              "Decode replicas of the fleet, a whole number.",
              r -> r.fleetPlan().decodeReplicas()),
          SIZED.real(
              "fleet_accelerators",
              "",
              "Accelerators of the fleet, all kinds together. Where the sweep buys whole systems,"
                  + " idle ones are among them.",
              r -> r.fleetPlan().accelerators()),
          SIZED.real(
              "fleet_requests_per_s",
              "1/s",
              "Requests that the fleet serves.",
              r -> r.fleetPlan().requestsPerSecond()),
          SIZED.real(
              "fleet_dollars_per_hour",
              "$/h",
              "Price of an hour of the fleet.",
              r -> r.fleetPlan().dollarsPerHour()),
          SIZED.real(
              "fleet_dollars_per_request",
              "$",
              "Price of one request on the fleet, idle replicas included.",
              r -> r.fleetPlan().dollarsPerRequest()),
          SIZED.real(
              "fleet_watts",
              "W",
              "Provisioned power of the fleet: accelerator boards at their limit with their"
                  + " hosts and chassis, times the overhead of the site and its headroom.",
              r -> r.fleetPlan().watts()),
          SIZED.real(
              "fleet_racks",
              "",
              "Racks that the fleet takes, as a fraction: accelerators over those of a rack.",
              r -> r.fleetPlan().racks()),
          OF_TASKS.real(
              "fleet_agents",
              "",
              "Most agents at once on the fleet: tasks in progress, those that wait for a tool"
                  + " included.",
              r -> r.fleetPlan().agents(r.task)));

  private FleetColumns() {}
}
