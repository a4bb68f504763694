package dev.ridgeline.economics;

import static dev.ridgeline.testing.Plans.ROUNDING;
import static dev.ridgeline.testing.Plans.SETTINGS;
import static dev.ridgeline.testing.Plans.colocated;
import static dev.ridgeline.testing.Plans.disaggregated;
import static dev.ridgeline.testing.Plans.link;
import static dev.ridgeline.testing.ReplicaBuilder.aReplica;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ridgeline.deployment.Fleet;
import dev.ridgeline.deployment.Replica;
import dev.ridgeline.deployment.ServingPlan;
import dev.ridgeline.deployment.ServingSettings;
import dev.ridgeline.workload.Request;
import org.junit.jupiter.api.Test;

/** Fleets of whole nodes and racks, and the power of their site. */
class WholeSystemsTest {

  private static final Request THIRD = new Request(1600, 1400, 100);
  private static final People ANYONE = new People(1, 0, 1, null);
  private static final ServingSettings WHOLE = SETTINGS.ofSite(0, true);

  /**
   * Cell 119. Eleven replicas of one H100 work in two servers of eight: 16 x 3.20 $, half of a rack
   * of 32, and 16 x (700 + 670) W x 1.2 for the site x 1.1 for headroom.
   */
  @Test
  void acceleratorsAreBoughtInWholeServers() {
    ServingPlan plan = colocated(aReplica("llama-3.1-8b").build(), THIRD, 64);
    UnitEconomics economics = new UnitEconomics(plan, THIRD, new PoolPrices(3.2, 3.2, 0, 0));
    Fleet demand = new Fleet(Fleet.Bound.REQUESTS_PER_SECOND, 10.5 * plan.requestsPerSecond());
    FleetPlan fleet = FleetPlan.of(demand, plan, economics, ANYONE, SETTINGS.ofSite(0.1, true));
    assertThat(fleet.decodeReplicas()).as("cell 119: replicas").isEqualTo(11);
    assertThat(fleet.accelerators()).as("cell 119: two servers of eight").isEqualTo(16);
    assertThat(fleet.dollarsPerHour()).as("cell 119: dollars").isCloseTo(16 * 3.2, ROUNDING);
    assertThat(fleet.racks()).as("cell 119: racks").isCloseTo(0.5, ROUNDING);
    assertThat(fleet.watts())
        .as("cell 119: 16 x 1,370 x 1.2 x 1.1")
        .isCloseTo(16 * 1370 * 1.2 * 1.1, ROUNDING);
    FleetPlan single = FleetPlan.of(demand, plan, economics, ANYONE, SETTINGS);
    assertThat(single.accelerators()).as("cell 119: one by one").isEqualTo(11);
    assertThat(single.watts()).as("cell 119: one by one").isCloseTo(11 * 1370 * 1.2, ROUNDING);
  }

  /** Cell 120. Two pools for budgets of dollars: the most of all pairs, in servers of eight. */
  @Test
  void aBudgetBuysThePairThatServesMost() {
    Replica b200 = aReplica("llama-3.1-8b").on("b200").build();
    Replica h100 = aReplica("llama-3.1-8b").on("h100-sxm").build();
    ServingPlan plan = disaggregated(b200, h100, link("ib-ndr-400"), 131_072, THIRD, 64);
    UnitEconomics economics = new UnitEconomics(plan, THIRD, new PoolPrices(6, 3.2, 0, 0));
    for (double budget = 70; budget < 500; budget += 17.3) {
      double most = 0;
      for (int x = 0; x <= 80; x++) {
        for (int y = 0; y <= 160; y++) {
          double dollars = Math.ceil(x / 8.0) * 8 * 6 + Math.ceil(y / 8.0) * 8 * 3.2;
          if (dollars <= budget) {
            most =
                Math.max(
                    most,
                    Math.min(x * plan.prefillRequestsPerSecond(), y * plan.requestsPerSecond()));
          }
        }
      }
      Fleet bound = new Fleet(Fleet.Bound.DOLLARS_PER_HOUR, budget);
      FleetPlan bought = FleetPlan.of(bound, plan, economics, ANYONE, WHOLE);
      assertThat(bought.requestsPerSecond())
          .as("cell 120: most of all pairs for %s $/h", budget)
          .isCloseTo(most, ROUNDING);
      assertThat(bought.dollarsPerHour())
          .as("cell 120: within the budget")
          .isLessThanOrEqualTo(budget);
    }
  }

  /** Cell 121. Pools of one kind share servers: 3 x 2 and 5 x 1 are 11 accelerators in 16. */
  @Test
  void poolsOfOneKindShareServers() {
    Replica two = aReplica("llama-3.1-8b").on("h100-sxm").tp(2).build();
    Replica one = aReplica("llama-3.1-8b").on("h100-sxm").build();
    ServingPlan plan = disaggregated(two, one, link("ib-ndr-400"), 131_072, THIRD, 64);
    ReplicaHardware hardware = new ReplicaHardware(plan, WHOLE, true);
    assertThat(hardware.accelerators(3, 5)).as("cell 121: 3 x 2 + 5 x 1").isEqualTo(16);
    assertThat(hardware.idleDollarsPerHour(3, 5, new PoolPrices(3.2, 3.2, 0, 0)))
        .as("cell 121: five idle ones")
        .isCloseTo(5 * 3.2, ROUNDING);
  }

  /** The limit has the fraction of a prefill replica, and no whole systems. */
  @Test
  void theLimitBuysNoSystems() {
    ServingPlan plan = colocated(aReplica("llama-3.1-8b").build(), THIRD, 64);
    UnitEconomics economics = new UnitEconomics(plan, THIRD, new PoolPrices(3.2, 3.2, 0, 0));
    assertThat(FleetPlan.of(Fleet.LIMIT, plan, economics, ANYONE, WHOLE).accelerators())
        .isEqualTo(1);
  }
}
