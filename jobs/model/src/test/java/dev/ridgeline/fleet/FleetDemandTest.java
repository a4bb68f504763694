package dev.ridgeline.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ridgeline.config.ConfigException;
import org.junit.jupiter.api.Test;

/** Files of demands. */
class FleetDemandTest {

  private static final String GOOD =
      """
      name: small
      workloads:
        - {workflow: chat, users: 100, hours: [0.5, 1], targets: {ttftSeconds: 2 s, percentile: 90}}
        - {name: night, workflow: rag, requestsPerSecond: 3}
      available: {watts: 200 kW, accelerators: {b200: 16}}
      """;

  @Test
  void defaultsAreFilledIn() {
    FleetDemand demand = FleetDemand.parse("d.yaml", GOOD);
    assertThat(demand.workloads())
        .extracting(FleetDemand.Workload::name)
        .containsExactly("chat", "night");
    assertThat(demand.workloads().get(0).amounts()).containsExactly(50.0, 100.0);
    assertThat(demand.workloads().get(1).amounts()).as("all hours").containsExactly(3.0, 3.0);
    assertThat(demand.limits().watts()).isEqualTo(200e3);
    assertThat(demand.sharesPools()).isTrue();
    assertThat(demand.wholeSystems()).isTrue();
  }

  @Test
  void everyProblemIsReportedWithItsPlace() {
    assertThatThrownBy(
            () ->
                FleetDemand.parse(
                    "d.yaml",
                    """
                    name: bad
                    workloads:
                      - {workflow: chat, users: 10, sessions: 5}
                      - {workflow: chat, users: 10, hours: [1, 1, 1]}
                      - {name: c, workflow: chat, users: 10, hours: [1, 1]}
                      - {name: d, workflow: chat, users: 10, targets: {percentile: 95}}
                    """))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("/workloads/0: states no demand, or several (line 3)")
        .hasMessageContaining("/workloads/1: is the second workload 'chat' (line 4)")
        .hasMessageContaining("/workloads/2/hours: has 2 shares (line 5)")
        .hasMessageContaining("/workloads/3/targets/percentile");
  }

  @Test
  void aDayHasAnHour() {
    assertThatThrownBy(
            () ->
                FleetDemand.parse(
                    "d.yaml", "name: bad\nworkloads: [{workflow: chat, users: 10, hours: []}]\n"))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("/workloads/0/hours: is empty (line 2). Allowed: one share at least");
  }

  @Test
  void anUnknownFieldIsNamed() {
    assertThatThrownBy(() -> FleetDemand.parse("d.yaml", GOOD.replace("users", "user")))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("users");
  }
}
