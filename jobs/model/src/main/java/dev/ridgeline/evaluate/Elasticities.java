package dev.ridgeline.evaluate;

import dev.ridgeline.cost.Speedup;
import dev.ridgeline.deployment.Planner;
import dev.ridgeline.deployment.ServingPlan;
import dev.ridgeline.economics.PoolPrices;
import dev.ridgeline.economics.UnitEconomics;
import dev.ridgeline.workload.Request;

/**
 * How the price of a request answers to better hardware at the same price of an hour: the relative
 * change of dollars over that of a property of all accelerators of the mix, from planning again
 * with 1 % more of it. Negative where more makes requests cheaper.
 *
 * <p>More capacity is put to use: the batch grows so that it fills the same share of the memory.
 *
 * <p>Filled anew for every cell by one thread; read it before the next.
 */
final class Elasticities {

  private static final double STEP = 0.01;
  private static final Speedup[] SPEEDUPS = {
    new Speedup(1 + STEP, 1, 1, 1),
    new Speedup(1, 1 + STEP, 1, 1),
    new Speedup(1, 1, 1 + STEP, 1),
    new Speedup(1, 1, 1, 1 + STEP)
  };
  private static final int COMPUTE = 0;
  private static final int BANDWIDTH = 1;
  private static final int LINK = 2;
  private static final int CAPACITY = 3;

  private final ServingPlan[] plans = new ServingPlan[SPEEDUPS.length];
  private final double[] values = new double[SPEEDUPS.length];

  Elasticities() {
    for (int i = 0; i < plans.length; i++) {
      plans[i] = new ServingPlan();
    }
  }

  /** Plans again on better hardware. */
  void plan(Planner planner, int slot, Request request, ServingPlan plan) {
    for (int i = 0; i < CAPACITY; i++) {
      planner.plan(i + 1, slot, request, plan.batch(), SPEEDUPS[i], plans[i]);
    }
    planner.planFuller(CAPACITY + 1, slot, request, SPEEDUPS[CAPACITY], plan, plans[CAPACITY]);
  }

  /** Prices the plans; {@code dollars} is what a request costs on the hardware as it is. */
  void price(Request request, PoolPrices prices, double dollars) {
    for (int i = 0; i < plans.length; i++) {
      UnitEconomics economics = new UnitEconomics(plans[i], request, prices);
      values[i] = (economics.dollarsPerRequest() / dollars - 1) / STEP;
    }
  }

  double compute() {
    return values[COMPUTE];
  }

  double bandwidth() {
    return values[BANDWIDTH];
  }

  double link() {
    return values[LINK];
  }

  double capacity() {
    return values[CAPACITY];
  }
}
