package dev.ridgeline.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.ridgeline.evaluate.CellColumns;
import dev.ridgeline.evaluate.CellEvaluator;
import dev.ridgeline.space.Axis;
import dev.ridgeline.space.DesignSpace;
import dev.ridgeline.sweep.Sweep;
import dev.ridgeline.testing.Plans;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What 1 % more memory saves of a task, judged by the cells of devices that have more. */
class MemoryGainTest {

  private static final double MORE = 0.01;
  private static final double MUCH_MORE = 0.1;

  private static final int H100 = 0;
  private static final int MORE_MEMORY = 1;
  private static final int MUCH_MORE_MEMORY = 2;
  private static final int LRU = 0;
  private static final FleetDemand SESSIONS = demand("sessions: 500, targets: {ttftSeconds: 5 s}");
  private static final FleetDemand REQUESTS = demand("requestsPerSecond: 5");

  private static final Sweep SWEEP =
      Sweep.parse(
          "s.yaml",
          """
          name: s
          variants:
            - {id: more, of: accelerators/h100-sxm, scale: {memoryBytes: %s}, basis: keep}
            - {id: much-more, of: accelerators/h100-sxm, scale: {memoryBytes: %s}, basis: keep}
          axes:
            models: [llama-3.1-70b]
            quantizations: [fp8]
            hardware:
              - {colocated: [h100-sxm, more, much-more]}
              - {colocated: [h100-sxm, more, much-more], tier: [host-ddr5]}
              - {prefill: [h100-sxm], decode: [h100-sxm, more, much-more], link: [ib-ndr-400]}
            parallelism: [{tp: 8}]
            workflows: [coding-sessions]
            contextTokens: [mean]
            batch: [8, 16, 32, 50]
            kvPolicies: [lru, hold]
            sessions: [batch, 100, 200]
          settings: {turnTtftSeconds: 5 s}
          """
              .formatted(1 + MORE, 1 + MUCH_MORE),
          Plans.CATALOGS);

  private static FleetDemand demand(String amount) {
    return FleetDemand.parse(
        "d.yaml", "name: d\nworkloads: [{workflow: coding-sessions, " + amount + "}]\n");
  }

  private static FleetOption option(int mix, int memory, int batch, int policy, int sessions) {
    DesignSpace space = SWEEP.space();
    int[] positions = space.grid().positions(0);
    positions[Axis.HARDWARE.order()] = 3 * mix + memory;
    positions[Axis.BATCH.order()] = batch;
    positions[Axis.KV_POLICY.order()] = policy;
    positions[Axis.SESSIONS.order()] = sessions;
    long[] cell = {space.grid().cell(positions)};
    return new OptionReader("s", SWEEP, SESSIONS).read(0, cell).get(0);
  }

  private static double gain(FleetDemand demand, FleetOption option) {
    return new OptionReader("s", SWEEP, demand).memoryGain(option);
  }

  private static double column(String name, FleetOption option) {
    return CellColumns.named(name).number(new CellEvaluator(SWEEP.space()).evaluate(option.cell()));
  }

  /**
   * One pool, a tier behind it, and two pools. With 50 sequences the batch of one pool fills its
   * memory, so that a larger one is no better. With 8 a larger one helps more than the cache does.
   */
  @ParameterizedTest
  @CsvSource({
    "0, 3, 0, true",
    "0, 3, 1, true",
    "0, 0, 0, false",
    "0, 1, 1, true",
    "1, 3, 0, true",
    "1, 3, 1, true",
    "2, 1, 0, true",
    "2, 3, 1, true",
    "2, 0, 0, false",
  })
  void aBatchWithMoreMemoryIsWorthWhatTheLargerDeviceSaves(
      int mix, int batch, int policy, boolean isBest) {
    FleetOption now = option(mix, H100, batch, policy, 0);
    FleetOption more = option(mix, MORE_MEMORY, batch, policy, 0);
    double ofTask = column("dollars_per_task", more) / column("dollars_per_task", now);
    double recomputed = (1 - ofTask) / MORE;
    double gain = gain(SESSIONS, now);
    if (isBest) {
      assertThat(gain).isCloseTo(recomputed, within(1e-9));
      assertThat(gain).as("not that of a request").isNotCloseTo(gain(REQUESTS, now), within(0.05));
    } else {
      assertThat(gain).isGreaterThan(recomputed).isLessThan(1);
    }
  }

  /** A stated number grows as the most sessions do, which a device with 10 % more shows. */
  @ParameterizedTest
  @CsvSource({
    "0, 1, 0, false", "0, 2, 0, true", "0, 1, 1, true",
    "2, 1, 0, false", "2, 2, 0, false", "2, 2, 1, true",
  })
  void aNumberOfSessionsGrowsAsTheMostDo(int mix, int batch, int policy, boolean isBest) {
    FleetOption now = option(mix, H100, batch, policy, 1);
    double most = column("max_sessions", now);
    double grown = column("max_sessions", option(mix, MUCH_MORE_MEMORY, batch, policy, 1));
    double slope = (grown / most - 1) / MUCH_MORE;
    // Numbers of sessions are whole, and the slope of a larger step is another one.
    double rounding = 1 / (most * MUCH_MORE) + 0.15 * slope;
    if (isBest) {
      assertThat(gain(SESSIONS, now)).isCloseTo(slope, within(rounding));
    } else {
      assertThat(gain(SESSIONS, now)).isBetween(slope - rounding, 1.0);
    }
  }

  @Test
  void aDemandOfRequestsHasTheElasticityOfARequest() {
    FleetOption now = option(0, H100, 0, LRU, 0);
    assertThat(gain(REQUESTS, now)).isEqualTo(-column("capacity_elasticity", now)).isPositive();
  }
}
