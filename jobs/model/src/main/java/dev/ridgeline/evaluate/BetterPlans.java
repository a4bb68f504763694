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
 * Plans for the load of a cell on better hardware: all accelerators of the mix have 1 % more of one
 * property.
 *
 * @param compute plan with more peak compute
 * @param bandwidth plan with more memory bandwidth
 * @param link plan with more bandwidth of networks
 * @param capacity plan with more memory and a larger batch, which fills the same share of it
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
   * Plans the load on better hardware.
   *
   * @param plan plan of the load on the hardware of the cell
   */
  static BetterPlans of(Planner planner, Load load, ServingPlan plan) {
    return new BetterPlans(
        planner.plan(load, COMPUTE),
        planner.plan(load, BANDWIDTH),
        planner.plan(load, LINK),
        planner.planFuller(load, CAPACITY, plan));
  }

  /**
   * Returns the elasticities of the price of a request, at unchanged hourly prices.
   *
   * @param dollars price of a request on the hardware of the cell
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
