package dev.ridgeline.choice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class DrawsTest {

  private static final Draws DRAWS = new Draws(1, 0.2, 0.15);

  @Test
  void aFactorIsLogNormalAndCutAtFiveDeviations() {
    assertThat(Draws.factor(0, 0.2)).isEqualTo(1);
    assertThat(Draws.factor(1, 0.2)).isEqualTo(Math.exp(0.2));
    assertThat(Draws.factor(-1, 0.2)).isEqualTo(Math.exp(-0.2));
    assertThat(Draws.factor(7, 0.2)).isEqualTo(Math.exp(1)).isEqualTo(Draws.most(0.2));
    assertThat(Draws.factor(-7, 0.2)).isEqualTo(Math.exp(-1));
    assertThat(Draws.factor(3, 0)).isEqualTo(1);
  }

  @Test
  void aDrawFollowsFromSeedAndAcceleratorAlone() {
    assertThat(DRAWS.price("b200", 3)).isEqualTo(new Draws(1, 0.2, 0.15).price("b200", 3));
    assertThat(
            List.of(
                DRAWS.price("b200", 3),
                DRAWS.speed("b200", 3),
                DRAWS.price("h100-sxm", 3),
                DRAWS.price("b200", 4),
                new Draws(2, 0.2, 0.15).price("b200", 3)))
        .doesNotHaveDuplicates();
  }

  /** Mean 0 and deviation 0.2 of 10,000 logarithms, within four deviations of each estimate. */
  @Test
  void logarithmsHaveTheSpreadThatWasAskedFor() {
    double[] logarithms =
        IntStream.range(0, 10_000).mapToDouble(i -> Math.log(DRAWS.price("b200", i))).toArray();
    double mean = IntStream.range(0, 10_000).mapToDouble(i -> logarithms[i]).average().orElse(1);
    double square =
        IntStream.range(0, 10_000)
            .mapToDouble(i -> logarithms[i] * logarithms[i])
            .average()
            .orElse(1);
    assertThat(mean).isCloseTo(0, within(4 * 0.2 / 100));
    assertThat(Math.sqrt(square)).isCloseTo(0.2, within(4 * 0.2 / Math.sqrt(20_000)));
  }
}
