package dev.ridgeline.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.ridgeline.check.ErrorSummary.Pair;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Errors of small tables, worked by hand. */
class ErrorSummaryTest {

  /** Errors are +10 %, -20 %, 0 and +50 %: their absolute values are 0, .1, .2 and .5. */
  @Test
  void fourErrors() {
    ErrorSummary errors =
        ErrorSummary.of(List.of(new Pair(10, 11), new Pair(10, 8), new Pair(4, 4), new Pair(2, 3)));
    assertThat(errors.points()).isEqualTo(4);
    assertThat(errors.mape()).isCloseTo(0.8 / 4, within(1e-12));
    assertThat(errors.bias()).isCloseTo(0.4 / 4, within(1e-12));
    assertThat(errors.median()).isCloseTo(0.15, within(1e-12));
    // The 90 % quantile stands at 2.7: 0.2 + 0.7 (0.5 - 0.2).
    assertThat(errors.p90()).isCloseTo(0.41, within(1e-12));
  }

  @Test
  void ranksDecideNotValues() {
    assertThat(ErrorSummary.spearman(new double[] {1, 2, 3}, new double[] {1, 10, 1e9}))
        .isCloseTo(1, within(1e-12));
    assertThat(ErrorSummary.spearman(new double[] {1, 2, 3}, new double[] {3, 2, 1}))
        .isCloseTo(-1, within(1e-12));
  }

  /**
   * Ranks of 1, 2, 2, 4 are 1, 2.5, 2.5, 4, and those of 1, 3, 2, 4 are 1, 3, 2, 4. Around 2.5 the
   * products sum to 2.25 + 0 + 0 + 2.25 = 4.5, the squares to 4.5 and 5: 4.5 / sqrt(22.5).
   */
  @Test
  void tiesShareTheirRanks() {
    assertThat(ErrorSummary.spearman(new double[] {1, 2, 2, 4}, new double[] {1, 3, 2, 4}))
        .isCloseTo(4.5 / Math.sqrt(22.5), within(1e-12));
  }

  @Test
  void equalValuesHaveNoOrder() {
    assertThat(ErrorSummary.spearman(new double[] {1, 1}, new double[] {1, 2})).isNaN();
  }

  /** 2 r + 3 n fits both samples exactly: 2 x 10 + 3 x 4 = 32 and 2 x 5 + 3 x 8 = 34. */
  @Test
  void twoConstantsAreFoundWhereTheyAreExact() {
    TwoConstants constants =
        TwoConstants.fit(
            List.of(new TwoConstants.Sample(32, 10, 4), new TwoConstants.Sample(34, 5, 8)));
    assertThat(constants.stretch()).isCloseTo(2, within(1e-9));
    assertThat(constants.layerSeconds()).isCloseTo(3, within(1e-9));
    assertThat(constants.seconds(1, 2)).isCloseTo(8, within(1e-9));
  }

  /** Samples of one shape cannot tell the constants apart: 30 / 10 is all stretch. */
  @Test
  void oneSampleIsAllStretch() {
    TwoConstants constants = TwoConstants.fit(List.of(new TwoConstants.Sample(30, 10, 4)));
    assertThat(constants).isEqualTo(new TwoConstants(3, 0));
  }
}
