package dev.ridgeline.evaluate;

import dev.ridgeline.cost.Speedup;
import dev.ridgeline.deployment.Planner;
import dev.ridgeline.deployment.ServingPlan;
import dev.ridgeline.economics.PoolPrices;
import dev.ridgeline.economics.UnitEconomics;
import dev.ridgeline.workload.Request;

/**
 * A plan made again on hardware that has 1 % more of one property, everywhere in the mix.
 *
 * @param compute with more peak compute
 * @param bandwidth with more bandwidth of memory
 * @param link with more bandwidth of networks
 * @param capacity with more memory, which is put to use: the batch grows so that it fills the same
 *     share of it
 */
record BetterPlans(
    ServingPlan compute, ServingPlan bandwidth, ServingPlan link, ServingPlan capacity) {

  private static final double STEP = 0.01;
  private static final Speedup COMPUTE = new Speedup(1 + STEP, 1, 1, 1);
  private static final Speedup BANDWIDTH = new Speedup(1, 1 + STEP, 1, 1);
  private static final Speedup LINK = new Speedup(1, 1, 1 + STEP, 1);
  private static final Speedup CAPACITY = new Speedup(1, 1, 1, 1 + STEP);

  /** Plans again. */
  static BetterPlans of(Planner planner, int slot, Request request, ServingPlan plan) {
    ServingPlan compute = new ServingPlan();
    planner.plan(1, slot, request, plan.batch(), COMPUTE, compute);
    ServingPlan bandwidth = new ServingPlan();
    planner.plan(2, slot, request, plan.batch(), BANDWIDTH, bandwidth);
    ServingPlan link = new ServingPlan();
    planner.plan(3, slot, request, plan.batch(), LINK, link);
    ServingPlan capacity = new ServingPlan();
    planner.planFuller(4, slot, request, CAPACITY, plan, capacity);
    return new BetterPlans(compute, bandwidth, link, capacity);
  }

  /**
   * What that does to the price of a request at the same price of an hour.
   *
   * @param dollars what a request costs on the hardware as it is
   */
  Elasticities elasticities(Request request, PoolPrices prices, double dollars) {
    return new Elasticities(
        elasticity(compute, request, prices, dollars),
        elasticity(bandwidth, request, prices, dollars),
        elasticity(link, request, prices, dollars),
        elasticity(capacity, request, prices, dollars));
  }

  private static double elasticity(
      ServingPlan better, Request request, PoolPrices prices, double dollars) {
    double after = new UnitEconomics(better, request, prices).dollarsPerRequest();
    return (after / dollars - 1) / STEP;
  }
}
