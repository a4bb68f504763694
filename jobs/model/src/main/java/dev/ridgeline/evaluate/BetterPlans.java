package dev.ridgeline.evaluate;

import dev.ridgeline.cost.Speedup;
import dev.ridgeline.deployment.HardwareVariant;
import dev.ridgeline.deployment.Load;
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
  private static final HardwareVariant COMPUTE =
      new HardwareVariant(1, new Speedup(1 + STEP, 1, 1, 1));
  private static final HardwareVariant BANDWIDTH =
      new HardwareVariant(2, new Speedup(1, 1 + STEP, 1, 1));
  private static final HardwareVariant LINK =
      new HardwareVariant(3, new Speedup(1, 1, 1 + STEP, 1));
  private static final HardwareVariant CAPACITY =
      new HardwareVariant(4, new Speedup(1, 1, 1, 1 + STEP));

  /**
   * Plans again.
   *
   * @param plan that of the load on the hardware as it is
   */
  static BetterPlans of(Planner planner, Load load, ServingPlan plan) {
    return new BetterPlans(
        planner.plan(load, COMPUTE),
        planner.plan(load, BANDWIDTH),
        planner.plan(load, LINK),
        planner.planFuller(load, CAPACITY, plan));
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
