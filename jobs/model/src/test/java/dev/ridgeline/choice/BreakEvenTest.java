package dev.ridgeline.choice;

import static dev.ridgeline.choice.Cases.pool;
import static dev.ridgeline.choice.Cases.pools;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Comparator;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The prices at which another mix becomes the cheapest. */
class BreakEvenTest {

  /**
   * All of a costs 4 + 6 = 10 dollars, all of b 6 + 5 = 11, and prefill on a with decode on b 4 + 5
   * = 9.
   *
   * <pre>
   * a at f:  all a 10 f   all b 11    a then b 4 f + 5
   *          10 f = 4 f + 5 at f = 5/6, and 11 = 4 f + 5 at f = 1.5
   * b at f:  all a 10     all b 11 f  a then b 4 + 5 f
   *          11 f = 4 + 5 f at f = 2/3, and 10 = 4 + 5 f at f = 1.2
   * </pre>
   */
  @Test
  void aPriceBreaksEvenWhereBothMixesCostTheSame() {
    Candidate allA = pool(1, "a", 4, 6);
    Candidate allB = pool(2, "b", 6, 5);
    List<BreakEven> found = BreakEven.of(List.of(allA, allB, pools(3, "a", "b", 4, 5)), 3);
    assertThat(found).extracting(BreakEven::accelerator).containsExactly("a", "a", "b", "b");
    assertThat(found).extracting(BreakEven::then).containsExactly(allA, allB, allB, allA);
    double[] factors = {5.0 / 6, 1.5, 2.0 / 3, 1.2};
    for (int i = 0; i < factors.length; i++) {
      assertThat(found.get(i).factor()).isCloseTo(factors[i], within(1e-12));
    }
  }

  /** A cell of the cheapest mix that decodes less on the dearer accelerator keeps it cheapest. */
  @Test
  void otherCellsOfTheCheapestMixDelayTheBreakEven() {
    Candidate best = pools(1, "a", "b", 4, 5);
    Candidate spare = pools(2, "a", "b", 7, 3);
    Candidate allA = pool(3, "a", 4, 8);
    assertThat(BreakEven.of(List.of(best, allA), 3))
        .filteredOn(one -> one.accelerator().equals("b"))
        .singleElement()
        .satisfies(
            one -> assertThat(one.factor()).as("12 = 4 + 5 f").isCloseTo(1.6, within(1e-12)));
    assertThat(BreakEven.of(List.of(best, spare, allA), 3))
        .filteredOn(one -> one.accelerator().equals("b"))
        .singleElement()
        .satisfies(
            one -> assertThat(one.factor()).as("12 = 7 + 3 f").isCloseTo(5.0 / 3, within(1e-12)));
  }

  @Test
  void nothingChangesWhereThereIsNothingElse() {
    assertThat(BreakEven.of(List.of(), 3)).isEmpty();
    assertThat(BreakEven.of(List.of(pool(1, "a", 1, 1), pool(2, "a", 2, 0.5)), 3)).isEmpty();
  }

  static Stream<List<Candidate>> workloads() {
    return Cases.workloads().limit(60);
  }

  /** Just before a break-even price the mix stays, and just beyond it another mix is cheaper. */
  @ParameterizedTest
  @MethodSource("workloads")
  void theMixChangesAtThePriceAndNotBefore(List<Candidate> candidates) {
    Mix now = cheapest(candidates, "", 1);
    for (BreakEven one : BreakEven.of(candidates, 3)) {
      double slightly = 1e-6 * (one.factor() - 1);
      assertThat(cheapest(candidates, one.accelerator(), one.factor() - slightly)).isEqualTo(now);
      assertThat(cheapest(candidates, one.accelerator(), one.factor() + slightly))
          .isNotEqualTo(now);
    }
  }

  private static Mix cheapest(List<Candidate> candidates, String accelerator, double factor) {
    List<String> names =
        List.copyOf(
            new TreeSet<>(
                candidates.stream().flatMap(one -> one.mix().accelerators().stream()).toList()));
    List<String> mixes = candidates.stream().map(one -> one.mix().name()).sorted().toList();
    int moving = names.indexOf(accelerator);
    Terms terms =
        moving < 0
            ? Terms.asThingsAre(names.size())
            : Terms.withPrice(names.size(), moving, factor);
    return candidates.stream()
        .min(
            Comparator.comparingDouble(one -> terms.dollars(PlacedCandidate.of(one, mixes, names))))
        .orElseThrow()
        .mix();
  }
}
