package dev.ridgeline.deployment;

import static dev.ridgeline.testing.AcceleratorBuilder.anAccelerator;
import static dev.ridgeline.testing.KvTierBuilder.aTier;
import static dev.ridgeline.testing.LinkBuilder.aLink;
import static dev.ridgeline.testing.Plans.ROUNDING;
import static dev.ridgeline.testing.Plans.SETTINGS;
import static dev.ridgeline.testing.Plans.accelerator;
import static dev.ridgeline.testing.Plans.colocated;
import static dev.ridgeline.testing.Plans.disaggregated;
import static dev.ridgeline.testing.ReplicaBuilder.aReplica;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ridgeline.catalog.Accelerator;
import dev.ridgeline.workload.Request;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;

/** Energy of a request: work, idling and the site, by hand. */
class EnergyTest {

  private static final Request SECOND = new Request(1300, 1100, 100);

  private static final int BATCH = 8;
  private static final double KV = 131_072;

  /**
   * Cell 42. Energy of a request on one H100 by its parts: the energy of what its steps compute and
   * move, and idle power for the time that it takes of the accelerator, all times 1.2.
   */
  @Test
  void energyIsWorkAndIdlingAndTheSite() {
    ServingPlan plan = colocated(aReplica("llama-3.1-8b").on("h100-sxm").build(), SECOND, BATCH);
    Accelerator.Energy energy = accelerator("h100-sxm").energy();
    double prefill = work(plan.prefillCost().flops(), plan.prefillCost().bytes(), energy);
    double decode = work(plan.decodeCost().flops(), plan.decodeCost().bytes(), energy);
    assertThat(plan.prefillCost().joules())
        .as("cell 42: FLOPs and bytes of prefill")
        .isCloseTo(prefill, ROUNDING);
    assertThat(plan.decodeCost().joules())
        .as("cell 42: FLOPs and bytes of decode")
        .isCloseTo(decode, ROUNDING);
    double limit = 700 - energy.idleWatts();
    double drawn =
        Math.min(prefill, limit * plan.prefillCost().seconds()) / plan.prefillBatch()
            + 100 * Math.min(decode, limit * plan.decodeCost().seconds()) / BATCH;
    double idle = (energy.idleWatts() + energy.hostWatts()) / plan.requestsPerSecond();
    assertThat(PowerDraw.joulesPerRequest(plan, SECOND, KvTier.NONE, SETTINGS))
        .as("cell 42: work within the limit of the board and idling, times 1.2")
        .isCloseTo(1.2 * (drawn + idle), ROUNDING);
  }

  private static double work(double flops, double bytes, Accelerator.Energy energy) {
    return flops * energy.joulesPerFlop() + bytes * energy.joulesPerMemoryByte();
  }

  /** Cell 59. A board limited to 200 W, of which idling takes 120, works at 80 W in both phases. */
  @Test
  void noBoardDrawsMoreThanItsLimit() {
    Accelerator limited = anAccelerator("h100-sxm").powerWatts(200).build();
    Replica replica = aReplica("llama-3.1-8b").on(limited).build();
    ServingPlan plan = colocated(replica, SECOND, BATCH);

    double drawn =
        80 * plan.prefillCost().seconds() / plan.prefillBatch()
            + 100 * 80 * plan.decodeCost().seconds() / BATCH;
    double idle = (120 + 670) / plan.requestsPerSecond();
    assertThat(PowerDraw.joulesPerRequest(plan, SECOND, KvTier.NONE, SETTINGS))
        .as("cell 59: 80 W while it works, 790 W all the time, times 1.2")
        .isCloseTo(1.2 * (drawn + idle), ROUNDING);
  }

  /** Cell 60. State of 200 new tokens over a link of 100 pJ a byte; 25 W of a tier all the time. */
  @Test
  void linksTakeEnergyAndTiersPower() {
    Replica replica = aReplica("llama-3.1-8b").build();
    ServingPlan free = disaggregated(replica, replica, aLink().build(), KV, SECOND, BATCH);
    ServingPlan paid =
        disaggregated(replica, replica, aLink().joulesPerByte(1e-10).build(), KV, SECOND, BATCH);
    double withoutLink = PowerDraw.joulesPerRequest(free, SECOND, KvTier.NONE, SETTINGS);
    assertThat(PowerDraw.joulesPerRequest(paid, SECOND, KvTier.NONE, SETTINGS) - withoutLink)
        .as("cell 60: 200 tokens of 131,072 bytes at 100 pJ, times 1.2")
        .isCloseTo(1.2 * 200 * KV * 1e-10, Percentage.withPercentage(1e-6));

    KvTier tier = aTier().watts(25).build();
    assertThat(PowerDraw.joulesPerRequest(free, SECOND, tier, SETTINGS) - withoutLink)
        .as("cell 60: 25 W for the time of a decode replica, times 1.2")
        .isCloseTo(1.2 * 25 / free.requestsPerSecond(), Percentage.withPercentage(1e-6));
  }
}
