package dev.ridgeline.worked;

import static dev.ridgeline.worked.Plans.ROUNDING;
import static dev.ridgeline.worked.Plans.SETTINGS;
import static dev.ridgeline.worked.Plans.colocated;
import static dev.ridgeline.worked.Plans.ideal;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ridgeline.catalog.Accelerator;
import dev.ridgeline.catalog.Ownership;
import dev.ridgeline.catalog.PriceBook;
import dev.ridgeline.catalog.Workflow;
import dev.ridgeline.deployment.ColocatedPlanner;
import dev.ridgeline.deployment.Fleet;
import dev.ridgeline.deployment.KvPolicy;
import dev.ridgeline.deployment.KvTier;
import dev.ridgeline.deployment.Planner;
import dev.ridgeline.deployment.PowerDraw;
import dev.ridgeline.deployment.Replica;
import dev.ridgeline.deployment.ServingPlan;
import dev.ridgeline.deployment.TaskPlan;
import dev.ridgeline.economics.FleetPlan;
import dev.ridgeline.economics.PoolPrices;
import dev.ridgeline.economics.UnitEconomics;
import dev.ridgeline.operator.Sharding;
import dev.ridgeline.workload.Request;
import dev.ridgeline.workload.Session;
import java.time.LocalDate;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Whole tasks, fleets, energy and an owner's price: by hand. */
class TaskCellsTest {

  private static final Sharding ONE = new Sharding(1, 1);
  private static final int BATCH = 8;

  /** KV of a token of Llama-3.1-8B in bf16. */
  private static final double KV = 131_072;

  /** Three turns that append 200 and generate 100 tokens, ten seconds apart, all of it reused. */
  private static final Session SESSION = new Session(workflow(3, 1000, 200, 100, 10, 1));

  private static final Request FIRST = new Request(1000, 0, 100);
  private static final Request SECOND = new Request(1300, 1100, 100);
  private static final Request THIRD = new Request(1600, 1400, 100);

  /** 256 GB behind an accelerator, at 50 GB/s. */
  private static final KvTier TIER = new KvTier("tier", 256e9, 50e9, 0.1, 1e-10, 20);

  private static Replica replica() {
    return ideal("llama-3.1-8b", "bf16", "h100-sxm", ONE);
  }

  private static TaskPlan task(KvTier tier, KvPolicy policy) {
    return TaskPlan.of(new ColocatedPlanner(replica(), tier, SETTINGS), SESSION, policy, BATCH);
  }

  /** Cell 38. Held: the turns add up, and state is kept while the task waits. */
  @Test
  void aHeldTaskIsTheSumOfItsTurns() {
    ServingPlan first = colocated(replica(), FIRST, BATCH);
    ServingPlan second = colocated(replica(), SECOND, BATCH);
    ServingPlan third = colocated(replica(), THIRD, BATCH);
    TaskPlan task = task(KvTier.NONE, KvPolicy.HOLD);

    assertThat(task.usageSeconds())
        .isCloseTo(
            1 / first.requestsPerSecond()
                + 1 / second.requestsPerSecond()
                + 1 / third.requestsPerSecond(),
            ROUNDING);
    double prefill = first.ttftSeconds() + second.ttftSeconds() + third.ttftSeconds();
    double decode = 100 * (first.tpotSeconds() + second.tpotSeconds() + third.tpotSeconds());
    assertThat(task.ttftSeconds()).isCloseTo(prefill, ROUNDING);
    assertThat(task.waitSeconds()).isEqualTo(20);
    assertThat(task.latencySeconds()).isCloseTo(20 + prefill + decode, ROUNDING);
    assertThat(task.computedTokens()).isEqualTo(1000 + 200 + 200);
    assertThat(task.cachedTokens()).isEqualTo(1100 + 1400);
    assertThat(task.outputTokens()).isEqualTo(300);

    // Ten seconds with 1,100 tokens, ten with 1,400; and those of each turn while it runs.
    double waiting = 10 * KV * (1100 + 1400);
    double running =
        KV
            * (first.ttftSeconds() * 1000
                + second.ttftSeconds() * 1300
                + third.ttftSeconds() * 1600
                + 100 * first.tpotSeconds() * 1050
                + 100 * second.tpotSeconds() * 1350
                + 100 * third.tpotSeconds() * 1650);
    assertThat(task.waitingByteSeconds()).isCloseTo(waiting, ROUNDING);
    assertThat(task.byteSeconds()).isCloseTo(waiting + running, ROUNDING);
    double memory = third.usableBytes() - third.fixedBytes();
    assertThat(task.reservationSeconds()).isCloseTo((waiting + running) / memory, ROUNDING);
    assertThat(task.concurrencyLimit())
        .isCloseTo(memory / ((waiting + running) / task.latencySeconds()), ROUNDING);
    assertThat(task.decodeReplicaSeconds())
        .isEqualTo(Math.max(task.usageSeconds(), task.reservationSeconds()));
    assertThat(task.peakFootprintBytes())
        .isCloseTo(
            third.weightFootprintBytes() + 1700 * KV + third.activationFootprintBytes(), ROUNDING);
  }

  /**
   * Cell 39. Offloaded: a task writes what is new, 1,100 and then 300 tokens, and reads 1,100 and
   * then 1,400 back, before the first token of its turn.
   */
  @Test
  void anOffloadedTaskMovesItsStateAndBack() {
    TaskPlan held = task(TIER, KvPolicy.HOLD);
    TaskPlan task = task(TIER, KvPolicy.OFFLOAD);
    double restoring = KV * (1100 + 1400) / 50e9;
    assertThat(task.ttftSeconds()).isCloseTo(held.ttftSeconds() + restoring, ROUNDING);
    assertThat(task.usageSeconds()).isEqualTo(held.usageSeconds());
    assertThat(task.waitingByteSeconds()).isEqualTo(held.waitingByteSeconds());
    assertThat(task.computedTokens()).isEqualTo(held.computedTokens());
  }

  /** Cell 40. Dropped: every turn computes its whole prompt, and nothing is kept in between. */
  @Test
  void aRecomputedTaskPrefillsEverythingAgain() {
    ServingPlan first = colocated(replica(), FIRST, BATCH);
    ServingPlan second = colocated(replica(), new Request(1300, 0, 100), BATCH);
    ServingPlan third = colocated(replica(), new Request(1600, 0, 100), BATCH);
    TaskPlan task = task(KvTier.NONE, KvPolicy.RECOMPUTE);
    assertThat(task.usageSeconds())
        .isCloseTo(
            1 / first.requestsPerSecond()
                + 1 / second.requestsPerSecond()
                + 1 / third.requestsPerSecond(),
            ROUNDING);
    assertThat(task.computedTokens()).isEqualTo(1000 + 1300 + 1600);
    assertThat(task.cachedTokens()).isZero();
    assertThat(task.waitingByteSeconds()).isZero();
  }

  /**
   * Cell 41. An hour of waiting between the turns: the memory of an H100 holds so few such tasks
   * that it, not time, sets what a held task costs.
   */
  @Test
  void longWaitsMakeAHeldTaskCostMemory() {
    Session patient = new Session(workflow(3, 1000, 200, 100, 3600, 1));
    Planner planner = new ColocatedPlanner(replica(), KvTier.NONE, SETTINGS);
    TaskPlan task = TaskPlan.of(planner, patient, KvPolicy.HOLD, 8);
    assertThat(task.bound()).isEqualTo(TaskPlan.Bound.MEMORY);
    assertThat(task.tasksInFlight()).isCloseTo(task.concurrencyLimit(), ROUNDING);

    ServingPlan plan = colocated(replica(), SECOND, 8);
    UnitEconomics economics = new UnitEconomics(plan, SECOND, new PoolPrices(3.20, 3.20, 0, 0));
    assertThat(economics.dollarsPerTask(task))
        .isCloseTo(task.reservationSeconds() * 3.20 / 3600, ROUNDING);
    assertThat(economics.usageDollarsPerTask(task))
        .isCloseTo(task.usageSeconds() * 3.20 / 3600, ROUNDING);
  }

  /**
   * Cell 42. Energy of a request on one H100 by its parts: the energy of what its steps compute and
   * move, and idle power for the time that it takes of the accelerator, all times 1.2.
   */
  @Test
  void energyIsWorkAndIdlingAndTheSite() {
    ServingPlan plan = colocated(replica(), SECOND, BATCH);
    Accelerator.Energy energy = Plans.accelerator("h100-sxm").energy();
    double prefill = work(plan.prefillCost().flops(), plan.prefillCost().bytes(), energy);
    double decode = work(plan.decodeCost().flops(), plan.decodeCost().bytes(), energy);
    assertThat(plan.prefillCost().joules()).isCloseTo(prefill, ROUNDING);
    assertThat(plan.decodeCost().joules()).isCloseTo(decode, ROUNDING);
    double limit = 700 - energy.idleWatts();
    double drawn =
        Math.min(prefill, limit * plan.prefillCost().seconds()) / plan.prefillBatch()
            + 100 * Math.min(decode, limit * plan.decodeCost().seconds()) / BATCH;
    double idle = (energy.idleWatts() + energy.hostWatts()) / plan.requestsPerSecond();
    assertThat(PowerDraw.joulesPerRequest(plan, SECOND, KvTier.NONE, SETTINGS))
        .isCloseTo(1.2 * (drawn + idle), ROUNDING);
  }

  private static double work(double flops, double bytes, Accelerator.Energy energy) {
    return flops * energy.joulesPerFlop() + bytes * energy.joulesPerMemoryByte();
  }

  /** Cell 43. Whole replicas for a demand, and for a budget of dollars, by trying all of them. */
  @Test
  void fleetsComeInWholeReplicas() {
    Replica b200 = ideal("llama-3.1-8b", "bf16", "b200", ONE);
    ServingPlan plan = Plans.disaggregated(b200, replica(), "ib-ndr-400", KV, THIRD, 64);
    UnitEconomics economics = new UnitEconomics(plan, THIRD, new PoolPrices(6, 3.2, 0, 0));
    double ofPrefill = plan.prefillRequestsPerSecond();
    double ofDecode = plan.requestsPerSecond();

    Fleet demand = new Fleet(Fleet.Bound.REQUESTS_PER_SECOND, 500);
    FleetPlan fleet = FleetPlan.of(demand, plan, economics, SETTINGS);
    assertThat(fleet.prefillReplicas()).isEqualTo(Math.ceil(500 / ofPrefill));
    assertThat(fleet.decodeReplicas()).isEqualTo(Math.ceil(500 / ofDecode));
    assertThat(fleet.dollarsPerHour())
        .isCloseTo(6 * fleet.prefillReplicas() + 3.2 * fleet.decodeReplicas(), ROUNDING);

    for (double budget = 9; budget < 400; budget += 7.3) {
      double most = 0;
      for (int x = 0; 6 * x <= budget; x++) {
        for (int y = 0; 6 * x + 3.2 * y <= budget; y++) {
          most = Math.max(most, Math.min(x * ofPrefill, y * ofDecode));
        }
      }
      FleetPlan bought = FleetPlan.of(dollars(budget), plan, economics, SETTINGS);
      assertThat(bought.requestsPerSecond()).as("for %s $/h", budget).isEqualTo(most);
      assertThat(bought.dollarsPerHour()).isLessThanOrEqualTo(budget);
    }
    assertThat(FleetPlan.of(dollars(9), plan, economics, SETTINGS).serves()).isFalse();
  }

  private static Fleet dollars(double perHour) {
    return new Fleet(Fleet.Bound.DOLLARS_PER_HOUR, perHour);
  }

  /**
   * Cell 44. An owner who pays 40,000 $ for an accelerator of 700 W with 500 W of host, and 25 %
   * for what surrounds it, over 4 years; electricity at 0.10 $ and PUE 1.25; in use 80 % of the
   * time.
   */
  @Test
  void whatAnOwnerPaysForAnHour() {
    Accelerator h100 = Plans.accelerator("h100-sxm");
    LocalDate day = LocalDate.of(2026, 5, 1);
    PriceBook book =
        new PriceBook(
            "h100-sxm",
            Map.of(PriceBook.Tariff.OWNER, new PriceBook.Price(1.17, day, "made up for this test")),
            new PriceBook.Capital(40_000, day, "made up for this test"));
    Ownership owner = new Ownership("owner-4y", 4, 0.10, 1.25, 0.8, 0.25);

    double capital = 40_000 * 1.25 / (4 * 8760);
    double kilowatts = (700 + h100.energy().hostWatts()) / 1000;
    assertThat(owner.dollarsPerHour(book, h100).getAsDouble())
        .isCloseTo((capital + kilowatts * 1.25 * 0.10) / 0.8, ROUNDING);
    assertThat(PriceBook.Tariff.OWNER.dollarsPerHour(book, h100)).hasValue(1.17);
    assertThat(PriceBook.Tariff.ON_DEMAND.dollarsPerHour(book, h100)).isEmpty();
  }

  static Workflow workflow(
      int turns, int first, int appended, int output, double wait, double reuse) {
    String source = "made up for this test";
    return new Workflow(
        "by-hand",
        "By hand",
        turns,
        first,
        appended,
        output,
        wait,
        reuse,
        Map.of(),
        Map.of(
            "turns", source,
            "firstPromptTokens", source,
            "appendedTokens", source,
            "outputTokens", source,
            "toolWaitSeconds", source,
            "prefixReuse", source));
  }
}
