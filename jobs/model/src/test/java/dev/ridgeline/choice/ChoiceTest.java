package dev.ridgeline.choice;

import static dev.ridgeline.choice.Cases.ANY;
import static dev.ridgeline.choice.Cases.pool;
import static dev.ridgeline.choice.Cases.pools;
import static dev.ridgeline.choice.Cases.withLatency;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.assertj.core.api.Assertions.within;

import dev.ridgeline.sweep.LatencyTargets;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * The choice among three candidates, worked by hand. All of a costs 4 + 6 = 10 dollars, all of b 6
 * + 5 = 11, and prefill on a with decode on b 4 + 5 = 9.
 */
class ChoiceTest {

  private static final Candidate ALL_A = pool(1, "a", 4, 6);
  private static final Candidate ALL_B = pool(2, "b", 6, 5);
  private static final Candidate A_THEN_B = pools(3, "a", "b", 4, 5);

  @Test
  void theCheapestIsChosenAndRegretIsWhatSimplerMixesCostOverIt() {
    ChosenMix chosen = Cases.chosen(ANY, ALL_A, ALL_B, A_THEN_B);
    assertThat(chosen.best()).as("4 + 5 is the least").isEqualTo(A_THEN_B);
    assertThat(chosen.homogeneous()).isEqualTo(ALL_A);
    assertThat(chosen.homogeneousRegret()).as("10 / 9").isCloseTo(10.0 / 9, within(1e-15));
    assertThat(chosen.colocated()).isEqualTo(ALL_A);
    assertThat(chosen.colocatedRegret()).as("10 / 9").isCloseTo(10.0 / 9, within(1e-15));
  }

  @Test
  void twoPoolsOfOneKindAreHomogeneousAndNotPooled() {
    Candidate twoPools = pools(4, "a", "a", 4, 5.5);
    ChosenMix chosen = Cases.chosen(ANY, ALL_A, A_THEN_B, twoPools);
    assertThat(chosen.homogeneous()).as("9.5 against 10").isEqualTo(twoPools);
    assertThat(chosen.colocated()).isEqualTo(ALL_A);
  }

  @Test
  void aHomogeneousWinnerHasNoRegret() {
    ChosenMix chosen = Cases.chosen(ANY, ALL_A, ALL_B);
    assertThat(chosen.best()).isEqualTo(ALL_A);
    assertThat(chosen.homogeneousRegret()).isEqualTo(1);
    assertThat(chosen.colocatedRegret()).isEqualTo(1);
  }

  @Test
  void whereNoOneKindMeetsTheTargetsThereIsNoRegret() {
    LatencyTargets fast = new LatencyTargets(0.5, 1);
    ChosenMix chosen = Cases.chosen(fast, ALL_A, ALL_B, withLatency(A_THEN_B, 0.4, 0.05));
    assertThat(chosen.homogeneous()).isNull();
    assertThat(chosen.colocated()).isNull();
  }

  @Test
  void ofEquallyCheapOnesTheFasterIsChosen() {
    Candidate slow = pool(1, "a", 4, 5);
    Candidate sooner = withLatency(pool(2, "b", 5, 4), 0.9, 0.05);
    Candidate soonerAndFaster = withLatency(pool(3, "c", 3, 6), 0.9, 0.04);
    assertThat(Cases.chosen(ANY, slow, sooner).best()).isEqualTo(sooner);
    assertThat(Cases.chosen(ANY, slow, soonerAndFaster, sooner).best()).isEqualTo(soonerAndFaster);
  }

  @Test
  void aTargetThatNothingMeetsHasNoChoice() {
    LatencyTargets tooFast = new LatencyTargets(1e-6, 1e-6);
    Choice choice = Cases.choice(tooFast, ALL_A, ALL_B, A_THEN_B);
    assertThat(choice.shares()).containsExactly(new MixShare(null, 1, 0));
    assertThat(choice.chosen(choice.shares())).isEmpty();
    assertThat(choice.moves()).isEmpty();
  }

  @Test
  void aTargetIsMetByWhatTakesExactlyThatLong() {
    LatencyTargets exact = new LatencyTargets(1, 0.05);
    assertThat(Cases.chosen(exact, ALL_A, ALL_B, A_THEN_B).best()).isEqualTo(A_THEN_B);
  }

  /**
   * Prices of a and of b at 0.7 and 1.3 times.
   *
   * <pre>
   *            all a   all b   a then b
   * a x 0.7      7.0    11.0        7.8    another mix
   * a x 1.3     13.0    11.0       10.2
   * b x 0.7     10.0     7.7        7.5
   * b x 1.3     10.0    14.3       10.5    another mix
   * </pre>
   */
  @Test
  void aMovedPriceIsThatOfEveryPoolOfTheAccelerator() {
    List<PriceMove> moves = Cases.choice(ANY, ALL_A, ALL_B, A_THEN_B).moves();
    assertThat(moves)
        .extracting(PriceMove::accelerator, PriceMove::factor, PriceMove::then)
        .containsExactly(
            tuple("a", 0.7, ALL_A),
            tuple("a", 1.3, A_THEN_B),
            tuple("b", 0.7, A_THEN_B),
            tuple("b", 1.3, ALL_A));
    double[] dollars = {7, 10.2, 7.5, 10};
    for (int i = 0; i < dollars.length; i++) {
      assertThat(moves.get(i).dollars()).isCloseTo(dollars[i], within(1e-12));
      assertThat(moves.get(i).dollarsFactor()).isCloseTo(dollars[i] / 9, within(1e-12));
      assertThat(moves.get(i).isOtherMix()).isEqualTo(i == 0 || i == 3);
    }
  }

  /** All are equally fast, so the frontier of dollars and latencies is the cheapest alone. */
  @Test
  void aMovedPriceBringsOneMixOntoTheFrontierAndTakesAnotherOff() {
    List<PriceMove> moves = Cases.choice(ANY, ALL_A, ALL_B, A_THEN_B).moves();
    assertThat(moves.get(0).entering()).containsExactly("a");
    assertThat(moves.get(0).leaving()).containsExactly("a > b, net");
    assertThat(moves.get(1).entering()).isEmpty();
    assertThat(moves.get(1).leaving()).isEmpty();
  }

  @Test
  void aDrawWithoutSpreadIsTheChoice() {
    Choice sure = new Choice(List.of(ALL_A, ALL_B, A_THEN_B), ANY, Cases.settings(0, 0));
    assertThat(sure.shares()).containsExactly(new MixShare("a > b, net", 1, 1));
    assertThat(sure.chosen(sure.shares()).orElseThrow().shareOfDraws()).isEqualTo(1);
  }

  @Test
  void mixesWithinReachOfEachOtherShareTheDraws() {
    List<MixShare> shares = Cases.choice(ANY, ALL_A, ALL_B, A_THEN_B).shares();
    assertThat(shares).extracting(MixShare::mix).containsExactly("a", "a > b, net", "b");
    assertThat(shares).allSatisfy(share -> assertThat(share.ofDraws()).isBetween(0.01, 0.99));
  }
}
