package dev.ridgeline.choice;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ridgeline.sweep.LatencyTargets;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class CandidateTest {

  /**
   * 20 dollars: a quarter is prefill's, three quarters decode's, half of all its feed-forward's.
   */
  @Test
  void dollarsOfPoolsAreSharesByTheElasticitiesToTheirPrices() {
    double[] point = new double[CandidatePoint.OBJECTIVES];
    CandidatePoint.of(new double[] {20, 0.25, 0.75, 0.5, 1.5, 0.04}, point);
    assertThat(point).containsExactly(5, 5, 10, 1.5, 0.04);
    Candidate candidate = Candidate.of(new Mix("a", "b", "c", "net", "none"), point, 42);
    assertThat(candidate.dollars()).isEqualTo(20);
    assertThat(candidate.cell()).isEqualTo(42);
  }

  @Test
  void aPointFollowsFromColumnsOfCellsThatHaveAPrice() {
    assertThat(CandidatePoint.columns(LatencyTargets.NONE))
        .containsExactly(
            "dollars_per_request",
            "prefill_price_elasticity",
            "decode_price_elasticity",
            "ffn_price_elasticity",
            "ttft_s",
            "tpot_s");
    assertThat(CandidatePoint.statuses()).containsExactly("OK", "FLEET_TOO_SMALL");
  }

  @Test
  void aMixIsNamedAfterItsPoolsItsTierAndItsLink() {
    assertThat(Mix.columns()).containsExactly("prefill", "decode", "ffn", "link", "tier");
    assertThat(name("a", "a", null, null, "none")).isEqualTo("a");
    assertThat(name("a", "a", null, null, "host")).isEqualTo("a, host");
    assertThat(name("a", "b", null, "net", "none")).isEqualTo("a > b, net");
    assertThat(name("a", "b", "c", "net", "host")).isEqualTo("a > b + c, host, net");
  }

  private static String name(String... values) {
    return Mix.of(Arrays.asList(values)).name();
  }
}
