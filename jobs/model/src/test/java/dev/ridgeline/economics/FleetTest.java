package dev.ridgeline.economics;

import static dev.ridgeline.testing.Plans.ROUNDING;
import static dev.ridgeline.testing.Plans.SETTINGS;
import static dev.ridgeline.testing.Plans.colocated;
import static dev.ridgeline.testing.Plans.disaggregated;
import static dev.ridgeline.testing.Plans.link;
import static dev.ridgeline.testing.Plans.split;
import static dev.ridgeline.testing.ReplicaBuilder.aReplica;
import static dev.ridgeline.testing.WorkflowBuilder.aWorkflow;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ridgeline.deployment.DecodePool;
import dev.ridgeline.deployment.DisaggregatedPlanner;
import dev.ridgeline.deployment.Fleet;
import dev.ridgeline.deployment.KvPolicy;
import dev.ridgeline.deployment.KvTier;
import dev.ridgeline.deployment.Replica;
import dev.ridgeline.deployment.ServingPlan;
import dev.ridgeline.deployment.TaskPlan;
import dev.ridgeline.operator.StateSize;
import dev.ridgeline.workload.Request;
import dev.ridgeline.workload.Session;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Whole replicas for a demand or a budget, by hand. */
class FleetTest {

  private static final Request THIRD = new Request(1600, 1400, 100);

  /** KV of a token of Llama-3.1-8B in bf16. */
  private static final double KV = 131_072;

  /** Those who send requests to fleets whose size does not depend on them. */
  private static final People ANYONE = new People(1, 0, 1, null);

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
    FleetPlan fleet = FleetPlan.of(demand, plan, economics, ANYONE, SETTINGS);
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
      FleetPlan bought = FleetPlan.of(dollars(budget), plan, economics, ANYONE, SETTINGS);
      assertThat(bought.requestsPerSecond())
          .as("cell 43: most of all pairs for %s $/h", budget)
          .isEqualTo(most);
      assertThat(bought.dollarsPerHour())
          .as("cell 43: within the budget")
          .isLessThanOrEqualTo(budget);
    }
    assertThat(FleetPlan.of(dollars(9), plan, economics, ANYONE, SETTINGS).serves())
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
    FleetPlan ofSeven = FleetPlan.of(seven, plan, economics, ANYONE, SETTINGS);
    assertThat(ofSeven.requestsPerSecond())
        .as("cell 64: most of all pairs of 7 accelerators")
        .isEqualTo(most(plan, 7, 1, 1));
    assertThat(ofSeven.accelerators()).as("cell 64: accelerators").isLessThanOrEqualTo(7);

    double ofPrefill = 1.2 * (1000 + 710);
    double ofDecode = 1.2 * (700 + 670);
    Fleet power = new Fleet(Fleet.Bound.WATTS, 20_000);
    FleetPlan ofPower = FleetPlan.of(power, plan, economics, ANYONE, SETTINGS);
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
    FleetPlan limit = FleetPlan.of(Fleet.LIMIT, plan, economics, ANYONE, SETTINGS);
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
    FleetPlan bought = FleetPlan.of(dollars(100), plan, economics, ANYONE, SETTINGS);
    assertThat(bought.prefillReplicas()).as("cell 66: prefill replicas").isZero();
    assertThat(bought.decodeReplicas()).as("cell 66: 100 / 6.40").isEqualTo(15);
    assertThat(bought.accelerators()).as("cell 66: accelerators").isEqualTo(30);
    assertThat(bought.requestsPerSecond())
        .as("cell 66: rate")
        .isCloseTo(15 * plan.requestsPerSecond(), ROUNDING);
    assertThat(FleetPlan.of(dollars(6), plan, economics, ANYONE, SETTINGS).serves())
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
    FleetPlan bought = FleetPlan.of(dollars(150), plan, economics, ANYONE, SETTINGS);
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
        assertThat(
                FleetPlan.of(dollars(budget), plan, economics, ANYONE, SETTINGS)
                    .requestsPerSecond())
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
    FleetPlan fleet = FleetPlan.of(Fleet.LIMIT, plan, economics, ANYONE, SETTINGS);
    double ofOne = 1.2 * (700 + 670);
    assertThat(fleet.watts()).isCloseTo((9 + 2 * plan.prefillReplicas()) * ofOne, ROUNDING);
  }

  /**
   * Cell 92. A thousand people whose requests take 4 s, with pauses of 16 s between them: each asks
   * every 20 s, which is 50 requests a second.
   */
  @Test
  void peopleAtOnceAreServedByLittlesLaw() {
    ServingPlan plan = twoPools();
    UnitEconomics economics = new UnitEconomics(plan, THIRD, new PoolPrices(6, 3.2, 0, 0));
    People people = new People(4, 16, 1, null);
    Fleet thousand = new Fleet(Fleet.Bound.USERS, 1000);
    FleetPlan fleet = FleetPlan.of(thousand, plan, economics, people, SETTINGS);
    assertThat(fleet.requestsPerSecond()).as("cell 92: 1,000 / (4 + 16)").isEqualTo(50);
    assertThat(fleet.prefillReplicas())
        .as("cell 92: prefill replicas for 50 requests a second")
        .isEqualTo(Math.ceil(50 / plan.prefillRequestsPerSecond()));
    assertThat(fleet.decodeReplicas())
        .as("cell 92: decode replicas for 50 requests a second")
        .isEqualTo(Math.ceil(50 / plan.requestsPerSecond()));
  }

  /** Cell 90. A thousand tasks of three turns in progress on two pools. */
  @Test
  void sessionsAreTasksInProgress() {
    Replica b200 = aReplica("llama-3.1-8b").on("b200").build();
    Replica h100 = aReplica("llama-3.1-8b").on("h100-sxm").build();
    DisaggregatedPlanner planner =
        new DisaggregatedPlanner(
            b200,
            new DecodePool(h100, KvTier.NONE),
            link("ib-ndr-400"),
            new StateSize(0, KV, List.of()),
            SETTINGS);
    Session session = new Session(aWorkflow().turns(3).toolWaitSeconds(10).build());
    TaskPlan task = TaskPlan.of(planner, session, KvPolicy.HOLD, 64);
    ServingPlan plan = planner.plan(THIRD, 64);
    UnitEconomics economics = new UnitEconomics(plan, THIRD, new PoolPrices(6, 3.2, 0, 0));
    FleetPlan fleet =
        FleetPlan.of(
            new Fleet(Fleet.Bound.SESSIONS, 1000),
            plan,
            economics,
            new People(1, 0, 3, task),
            SETTINGS);
    double tasksPerSecond = 1000 / task.latencySeconds();
    assertThat(task.latencySeconds()).as("cell 90: two waits of 10 s").isGreaterThan(20);
    assertThat(fleet.requestsPerSecond())
        .as("cell 90: three requests a task")
        .isCloseTo(3 * tasksPerSecond, ROUNDING);
    assertThat(fleet.decodeReplicas())
        .as("cell 90: time of decode replicas for so many tasks a second")
        .isEqualTo(Math.ceil(tasksPerSecond * task.decodeReplicaSeconds()));
    assertThat(fleet.prefillReplicas())
        .as("cell 90: time of prefill replicas for so many tasks a second")
        .isEqualTo(Math.ceil(tasksPerSecond * task.prefillReplicaSeconds()));
  }

  @Test
  void sessionsNeedThePlanOfATask() {
    ServingPlan plan = twoPools();
    UnitEconomics economics = new UnitEconomics(plan, THIRD, new PoolPrices(6, 3.2, 0, 0));
    Fleet sessions = new Fleet(Fleet.Bound.SESSIONS, 10);
    assertThatThrownBy(() -> FleetPlan.of(sessions, plan, economics, ANYONE, SETTINGS))
        .isInstanceOf(IllegalStateException.class);
  }

  /** Law: people times one over their cycle is the rate, and replicas carry it. */
  @Test
  void aReplicaServesThePeopleOfItsRateTimesTheirCycle() {
    ServingPlan plan = twoPools();
    UnitEconomics economics = new UnitEconomics(plan, THIRD, new PoolPrices(6, 3.2, 0, 0));
    for (double pause = 0; pause < 100; pause += 7) {
      People people = new People(2, pause, 1, null);
      double ofReplica = plan.requestsPerSecond() * (2 + pause);
      for (double replicas = 1; replicas < 9; replicas++) {
        Fleet full = new Fleet(Fleet.Bound.USERS, ofReplica * replicas * (1 - 1e-9));
        Fleet more = new Fleet(Fleet.Bound.USERS, ofReplica * replicas * (1 + 1e-9));
        assertThat(FleetPlan.of(full, plan, economics, people, SETTINGS).decodeReplicas())
            .isEqualTo(replicas);
        assertThat(FleetPlan.of(more, plan, economics, people, SETTINGS).decodeReplicas())
            .isEqualTo(replicas + 1);
      }
    }
  }
}
