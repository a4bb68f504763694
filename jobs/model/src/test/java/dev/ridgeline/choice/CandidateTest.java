package dev.ridgeline.choice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.ridgeline.sweep.LatencyTargets;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class CandidateTest {

  /**
   * 4,000 new tokens at 1,250 dollars a million are 5 dollars of prefill, and 1,000 output tokens
   * at 15,000 dollars a million 15 dollars of decode. Two thirds of decode, 0.5 of 0.75, are its
   * feed-forward side's.
   */
  @Test
  void dollarsOfPoolsFollowFromThoseOfTheirTokens() {
    double[] point = new double[CandidatePoint.OBJECTIVES];
    CandidatePoint.OF_MEASURES.make(
        new double[] {1250, 4000, 15000, 1000, 0.75, 0.5, 1.5, 0.04}, point);
    assertThat(point).containsExactly(new double[] {5, 5, 10, 1.5, 0.04}, within(1e-12));
    Candidate candidate = Candidate.of(new Mix("a", "b", "c", "net", "none"), point, 42);
    assertThat(candidate.dollars()).isCloseTo(20, within(1e-12));
    assertThat(candidate.cell()).isEqualTo(42);
  }

  @Test
  void aPointFollowsFromColumnsOfCellsThatHaveAPrice() {
    assertThat(CandidatePoint.columns(LatencyTargets.NONE))
        .containsExactly(
            "dollars_per_million_input_tokens",
            "new_tokens",
            "dollars_per_million_output_tokens",
            "output_tokens",
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
