package dev.ridgeline.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.ridgeline.sweep.LatencyTargets;
import dev.ridgeline.sweep.Sweep;
import dev.ridgeline.testing.Plans;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The cells that may serve a workload. */
class FleetQueryTest {

  private static FleetDemand.Workload coding(FleetDemand.Unit unit, double ttftSeconds) {
    return new FleetDemand.Workload(
        "code",
        Optional.empty(),
        "coding",
        "mean",
        unit,
        List.of(100.0),
        new LatencyTargets(ttftSeconds, 0.05));
  }

  private static String options(FleetDemand.Unit unit, double ttftSeconds) {
    return new FleetQuery(coding(unit, ttftSeconds), 0, "true").options();
  }

  /** Sessions wait for each other in their turns, which a request alone does not show. */
  @Test
  void theTargetOfSessionsIsThatOfTheirTurnsToo() {
    assertThat(options(FleetDemand.Unit.SESSIONS, 2))
        .as("with 100 ms more, whose worth is looked at")
        .contains("ttft_s <= 2.1E0", "turn_ttft_s <= 2.1D", "tpot_s <= 0.05E0");
    assertThat(options(FleetDemand.Unit.USERS, 2)).doesNotContain("turn_ttft_s");
    assertThat(options(FleetDemand.Unit.SESSIONS, Double.POSITIVE_INFINITY))
        .doesNotContain("ttft_s <=");
  }

  /** A replica with far more sessions than it serves has turns that wait for minutes. */
  @Test
  void anOptionSaysHowLongTurnsOfSessionsWait() {
    Sweep sweep =
        Sweep.parse(
            "s.yaml",
            """
            name: s
            axes:
              models: [llama-3.1-70b]
              quantizations: [fp8]
              hardware: [{colocated: [h100-sxm]}]
              parallelism: [{tp: 8}]
              workflows: [coding]
              contextTokens: [mean]
              batch: [16]
              kvPolicies: [lru]
              sessions: [16, 512]
            """,
            Plans.CATALOGS);
    for (FleetDemand.Unit unit : List.of(FleetDemand.Unit.SESSIONS, FleetDemand.Unit.USERS)) {
      FleetDemand demand =
          new FleetDemand("d", List.of(coding(unit, 10)), FleetLimits.NONE, true, 0, true);
      List<FleetOption> read = new OptionReader("s", sweep, demand).read(0, new long[] {0, 1});
      if (unit == FleetDemand.Unit.SESSIONS) {
        assertThat(read.get(0).ttftSeconds()).as("16 sessions").isLessThan(10);
        assertThat(read.get(1).ttftSeconds()).as("512 sessions").isGreaterThan(30);
        assertThat(read.get(1).decodeUnits()).as("all of them").isCloseTo(512, within(1e-6));
      } else {
        assertThat(read.get(1).ttftSeconds())
            .as("a request alone")
            .isEqualTo(read.get(0).ttftSeconds());
      }
    }
  }
}
