package dev.ridgeline.evaluate;

import dev.ridgeline.space.Axis;
import java.util.List;

/** The pools in whole replicas. */
final class FleetColumns {

  private static final CellSection SIZED =
      new CellSection(Availability.FLEET, Depth.PLAN, Axis.FLEET);

  static final List<CellColumn> ALL =
      List.of(
          SIZED.real(
              "fleet_prefill_replicas",
              "",
              "Prefill replicas of the fleet, whole unless fleet is limit; 0 where colocated.",
              r -> r.fleetPlan.prefillReplicas()),
          SIZED.real(
              "fleet_decode_replicas",
              "",
              "Decode replicas of the fleet.",
              r -> r.fleetPlan.decodeReplicas()),
          SIZED.real(
              "fleet_accelerators",
              "",
              "Accelerators of the fleet, of whatever kind.",
              r -> r.fleetPlan.accelerators()),
          SIZED.real(
              "fleet_requests_per_s",
              "1/s",
              "Requests that the fleet serves.",
              r -> r.fleetPlan.requestsPerSecond()),
          SIZED.real(
              "fleet_dollars_per_hour",
              "$/h",
              "Price of the fleet.",
              r -> r.fleetPlan.dollarsPerHour()),
          SIZED.real(
              "fleet_dollars_per_request",
              "$",
              "Price of one model call on the fleet, idle replicas included.",
              r -> r.fleetPlan.dollarsPerRequest()),
          SIZED.real(
              "fleet_watts",
              "W",
              "Provisioned power of the fleet: boards at their limit with their hosts, site included.",
              r -> r.fleetPlan.watts()));

  private FleetColumns() {}
}
