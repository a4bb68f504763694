package dev.ridgeline.choice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * A candidate priced again: prefill on a for 2 dollars, attention on b for 3, feed-forward on c for
 * 5; TTFT 1.2 s, TPOT 0.06 s.
 */
class TermsTest {

  private static final PlacedCandidate SPLIT =
      PlacedCandidate.of(
          new Candidate(1, new Mix("a", "b", "c", "net", "none"), 2, 3, 5, 1.2, 0.06),
          List.of("a > b + c, net"),
          List.of("a", "b", "c"));

  @Test
  void nothingChangesWhereNothingIsMoved() {
    Terms terms = Terms.asThingsAre(3);
    assertThat(terms.dollars(SPLIT)).isEqualTo(10);
    assertThat(terms.ttftSeconds(SPLIT)).isEqualTo(1.2);
    assertThat(terms.tpotSeconds(SPLIT)).isEqualTo(0.06);
  }

  @Test
  void aPriceChangesThePartOfItsPoolsAndNoLatency() {
    Terms terms = Terms.withPrice(3, 1, 1.5);
    assertThat(terms.dollars(SPLIT)).as("2 + 3 x 1.5 + 5").isEqualTo(11.5);
    assertThat(terms.ttftSeconds(SPLIT)).isEqualTo(1.2);
    assertThat(terms.tpotSeconds(SPLIT)).isEqualTo(0.06);
  }

  @Test
  void aFasterAcceleratorIsCheaperAndSooner() {
    Terms terms = Terms.of(new double[] {1, 1, 1}, new double[] {2, 1, 1});
    assertThat(terms.dollars(SPLIT)).as("2 / 2 + 3 + 5").isEqualTo(9);
    assertThat(terms.ttftSeconds(SPLIT)).as("1.2 / 2").isEqualTo(0.6);
    assertThat(terms.tpotSeconds(SPLIT)).isEqualTo(0.06);
  }

  @Test
  void theSlowerSideOfDecodeSetsItsPace() {
    Terms terms = Terms.of(new double[] {1, 1, 1}, new double[] {1, 4, 0.5});
    assertThat(terms.dollars(SPLIT)).as("2 + 3 / 4 + 5 / 0.5").isEqualTo(12.75);
    assertThat(terms.tpotSeconds(SPLIT)).as("0.06 / 0.5").isCloseTo(0.12, within(1e-15));
  }

  @Test
  void aPriceThatRisesWithTheSpeedLeavesDollarsAsTheyAre() {
    Terms terms = Terms.of(new double[] {2, 2, 2}, new double[] {2, 2, 2});
    assertThat(terms.dollars(SPLIT)).isEqualTo(10);
    assertThat(terms.ttftSeconds(SPLIT)).isEqualTo(0.6);
  }
}
