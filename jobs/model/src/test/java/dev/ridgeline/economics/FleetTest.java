package dev.ridgeline.economics;

import static dev.ridgeline.testing.Plans.ROUNDING;
import static dev.ridgeline.testing.Plans.SETTINGS;
import static dev.ridgeline.testing.Plans.colocated;
import static dev.ridgeline.testing.Plans.disaggregated;
import static dev.ridgeline.testing.Plans.link;
import static dev.ridgeline.testing.Plans.split;
import static dev.ridgeline.testing.ReplicaBuilder.aReplica;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ridgeline.deployment.Fleet;
import dev.ridgeline.deployment.Replica;
import dev.ridgeline.deployment.ServingPlan;
import dev.ridgeline.workload.Request;
import org.junit.jupiter.api.Test;

/** Whole replicas for a demand or a budget, by hand. */
class FleetTest {

  private static final Request THIRD = new Request(1600, 1400, 100);

  /** KV of a token of Llama-3.1-8B in bf16. */
  private static final double KV = 131_072;

  /** Prefill on a B200 and decode on an H100. */
  private static ServingPlan twoPools() {
    Replica b200 = aReplica("llama-3.1-8b").on("b200").build();
    Replica h100 = aReplica("llama-3.1-8b").on("h100-sxm").build();
    return disaggregated(b200, h100, link("ib-ndr-400"), KV, THIRD, 64);
  }

  /** Cell 43. Whole replicas for a demand, and for a budget of dollars, by trying all of them. */
  @Test
  void fleetsComeInWholeReplicas() {
    ServingPlan plan = twoPools();
    UnitEconomics economics = new UnitEconomics(plan, THIRD, new PoolPrices(6, 3.2, 0, 0));
    double ofPrefill = plan.prefillRequestsPerSecond();
    double ofDecode = plan.requestsPerSecond();

    Fleet demand = new Fleet(Fleet.Bound.REQUESTS_PER_SECOND, 500);
    FleetPlan fleet = FleetPlan.of(demand, plan, economics, SETTINGS);
    assertThat(fleet.prefillReplicas())
        .as("cell 43: prefill replicas for 500 requests a second")
        .isEqualTo(Math.ceil(500 / ofPrefill));
    assertThat(fleet.decodeReplicas())
        .as("cell 43: decode replicas for 500 requests a second")
        .isEqualTo(Math.ceil(500 / ofDecode));
    assertThat(fleet.dollarsPerHour())
        .as("cell 43: 6 $ and 3.20 $ a replica")
        .isCloseTo(6 * fleet.prefillReplicas() + 3.2 * fleet.decodeReplicas(), ROUNDING);

    for (double budget = 9; budget < 400; budget += 7.3) {
      double most = 0;
      for (int x = 0; 6 * x <= budget; x++) {
        for (int y = 0; 6 * x + 3.2 * y <= budget; y++) {
          most = Math.max(most, Math.min(x * ofPrefill, y * ofDecode));
        }
      }
      FleetPlan bought = FleetPlan.of(dollars(budget), plan, economics, SETTINGS);
      assertThat(bought.requestsPerSecond())
          .as("cell 43: most of all pairs for %s $/h", budget)
          .isEqualTo(most);
      assertThat(bought.dollarsPerHour())
          .as("cell 43: within the budget")
          .isLessThanOrEqualTo(budget);
    }
    assertThat(FleetPlan.of(dollars(9), plan, economics, SETTINGS).serves())
        .as("cell 43: 9 $ buy no replica of each pool")
        .isFalse();
  }

  private static Fleet dollars(double perHour) {
    return new Fleet(Fleet.Bound.DOLLARS_PER_HOUR, perHour);
  }

  /**
   * Cell 64. Seven accelerators, or 20 kW of boards at their limit with their hosts, times 1.2: the
   * best of all pairs of prefill and decode replicas.
   */
  @Test
  void acceleratorsAndPowerAreBudgetsToo() {
    ServingPlan plan = twoPools();
    UnitEconomics economics = new UnitEconomics(plan, THIRD, new PoolPrices(6, 3.2, 0, 0));
    Fleet seven = new Fleet(Fleet.Bound.ACCELERATORS, 7);
    FleetPlan ofSeven = FleetPlan.of(seven, plan, economics, SETTINGS);
    assertThat(ofSeven.requestsPerSecond())
        .as("cell 64: most of all pairs of 7 accelerators")
        .isEqualTo(most(plan, 7, 1, 1));
    assertThat(ofSeven.accelerators()).as("cell 64: accelerators").isLessThanOrEqualTo(7);

    double ofPrefill = 1.2 * (1000 + 710);
    double ofDecode = 1.2 * (700 + 670);
    Fleet power = new Fleet(Fleet.Bound.WATTS, 20_000);
    FleetPlan ofPower = FleetPlan.of(power, plan, economics, SETTINGS);
    assertThat(ofPower.requestsPerSecond())
        .as("cell 64: most of all pairs within 20 kW")
        .isEqualTo(most(plan, 20_000, ofPrefill, ofDecode));
    assertThat(ofPower.watts())
        .as("cell 64: 2,052 W a B200 and 1,644 W an H100")
        .isCloseTo(
            ofPrefill * ofPower.prefillReplicas() + ofDecode * ofPower.decodeReplicas(), ROUNDING)
        .isLessThanOrEqualTo(20_000);
  }

  private static double most(ServingPlan plan, double budget, double prefill, double decode) {
    double most = 0;
    for (int x = 0; prefill * x <= budget; x++) {
      for (int y = 0; prefill * x + decode * y <= budget; y++) {
        most =
            Math.max(
                most, Math.min(x * plan.prefillRequestsPerSecond(), y * plan.requestsPerSecond()));
      }
    }
    return most;
  }

  /** Cell 65. Without bound a decode replica has its fraction of a prefill replica. */
  @Test
  void withoutABoundReplicasComeInAnyRatio() {
    ServingPlan plan = twoPools();
    UnitEconomics economics = new UnitEconomics(plan, THIRD, new PoolPrices(6, 3.2, 0, 0));
    FleetPlan limit = FleetPlan.of(Fleet.LIMIT, plan, economics, SETTINGS);
    assertThat(limit.decodeReplicas()).as("cell 65: decode replicas").isEqualTo(1);
    assertThat(limit.prefillReplicas())
        .as("cell 65: prefill replicas")
        .isEqualTo(plan.prefillReplicas());
    assertThat(limit.dollarsPerRequest())
        .as("cell 65: price of a request")
        .isCloseTo(economics.dollarsPerRequest(), ROUNDING);
  }

  /** Cell 66. One pool of two H100: 100 $ buy 15 replicas of 6.40 $, which are 30 accelerators. */
  @Test
  void oneBudgetBuysReplicasOfOnePool() {
    ServingPlan plan = colocated(aReplica("llama-3.1-8b").tp(2).build(), THIRD, 64);
    UnitEconomics economics = new UnitEconomics(plan, THIRD, new PoolPrices(3.2, 3.2, 0, 0));
    FleetPlan bought = FleetPlan.of(dollars(100), plan, economics, SETTINGS);
    assertThat(bought.prefillReplicas()).as("cell 66: prefill replicas").isZero();
    assertThat(bought.decodeReplicas()).as("cell 66: 100 / 6.40").isEqualTo(15);
    assertThat(bought.accelerators()).as("cell 66: accelerators").isEqualTo(30);
    assertThat(bought.requestsPerSecond())
        .as("cell 66: rate")
        .isCloseTo(15 * plan.requestsPerSecond(), ROUNDING);
    assertThat(FleetPlan.of(dollars(6), plan, economics, SETTINGS).serves())
        .as("cell 66: 6 $ buy none")
        .isFalse();
  }

  /**
   * One prefill replica of 100 $ is all that 150 $ buy, so further decode replicas of a cent would
   * wait for it. The pair at the crossing of the rates is kept, not the one above it.
   */
  @Test
  void ofPairsThatServeAsMuchTheFirstIsBought() {
    ServingPlan plan = twoPools();
    UnitEconomics economics = new UnitEconomics(plan, THIRD, new PoolPrices(100, 0.01, 0, 0));
    double perDecode = plan.requestsPerSecond() / plan.prefillRequestsPerSecond();
    double crossing = Math.floor(150 / (0.01 + 100 * perDecode));
    assertThat(crossing * perDecode).as("decode serves more than one prefill").isGreaterThan(1);
    FleetPlan bought = FleetPlan.of(dollars(150), plan, economics, SETTINGS);
    assertThat(bought.requestsPerSecond()).isEqualTo(plan.prefillRequestsPerSecond());
    assertThat(bought.prefillReplicas()).isEqualTo(1);
    assertThat(bought.decodeReplicas()).isEqualTo(crossing);
  }

  /** Whatever the pools cost beside each other, the pair that serves most is among the three. */
  @Test
  void noPairServesMoreAtAnyRatioOfPrices() {
    ServingPlan plan = twoPools();
    for (double[] prices : new double[][] {{1, 1}, {1, 5}, {1, 20}, {5, 1}}) {
      PoolPrices each = new PoolPrices(prices[0], prices[1], 0, 0);
      UnitEconomics economics = new UnitEconomics(plan, THIRD, each);
      for (double budget = 1; budget < 150; budget += 0.37) {
        assertThat(FleetPlan.of(dollars(budget), plan, economics, SETTINGS).requestsPerSecond())
            .as("most of all pairs of %s $ and %s $ for %s $", prices[0], prices[1], budget)
            .isEqualTo(most(plan, budget, prices[0], prices[1]));
      }
    }
  }

  /** Power of a split deployment: nine H100 of decode and two of each prefill replica. */
  @Test
  void bothSidesOfDecodeDrawPower() {
    Request request = new Request(2048, 0, 128);
    ServingPlan plan = split(request);
    UnitEconomics economics = new UnitEconomics(plan, request, new PoolPrices(3, 2, 1, 0));
    FleetPlan fleet = FleetPlan.of(Fleet.LIMIT, plan, economics, SETTINGS);
    double ofOne = 1.2 * (700 + 670);
    assertThat(fleet.watts()).isCloseTo((9 + 2 * plan.prefillReplicas()) * ofOne, ROUNDING);
  }
}
