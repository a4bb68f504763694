package dev.ridgeline.frontier;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.ridgeline.frontier.Clouds.Cloud;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class HypervolumeTest {

  /** Few points, so that every subset of them can be added or taken away. */
  static List<Cloud> clouds() {
    Random random = new Random(7);
    return List.of("independent", "correlated", "anti-correlated", "grid-shaped").stream()
        .flatMap(
            kind ->
                List.of(1, 2, 3, 4, 5, 6).stream()
                    .map(objectives -> Clouds.cloud(kind, objectives, 10, random)))
        .toList();
  }

  @ParameterizedTest
  @MethodSource("clouds")
  void agreesWithInclusionAndExclusion(Cloud cloud) {
    double[] reference = new double[cloud.objectives()];
    Arrays.fill(reference, 3.5);
    double expected = 0;
    for (int subset = 1; subset < 1 << cloud.points().length; subset++) {
      double common = 1;
      for (int i = 0; i < cloud.objectives(); i++) {
        double worst = Double.NEGATIVE_INFINITY;
        for (int j = 0; j < cloud.points().length; j++) {
          if ((subset >> j & 1) == 1) {
            worst = Math.max(worst, cloud.points()[j][i]);
          }
        }
        common *= Math.max(0, reference[i] - worst);
      }
      expected += Integer.bitCount(subset) % 2 == 1 ? common : -common;
    }
    assertThat(Hypervolume.of(cloud.points(), reference)).isCloseTo(expected, within(1e-8));
  }

  /** Two boxes of 2 x 1 and 1 x 2 that share 1 x 1. */
  @Test
  void countsWhatIsSharedOnce() {
    double[][] points = {{1, 2}, {2, 1}};
    assertThat(Hypervolume.of(points, new double[] {3, 3})).isEqualTo(3);
  }

  /** Three boxes of 1 x 1 x 2 that share the corner of 1. */
  @Test
  void countsWhatThreeShareOnce() {
    double[][] points = {{0, 1, 1}, {1, 0, 1}, {1, 1, 0}};
    assertThat(Hypervolume.of(points, new double[] {2, 2, 2})).isEqualTo(4);
  }

  @Test
  void whatIsNotBelowTheReferenceAddsNothing() {
    double[][] points = {{1, 1, 1}, {0, 2, 0}, {5, 0, 0}};
    assertThat(Hypervolume.of(points, new double[] {2, 2, 2})).isEqualTo(1);
    assertThat(Hypervolume.of(new double[0][], new double[] {2, 2, 2})).isZero();
  }

  /** Normalized, the three are (0, 1), (0.1, 0.2) and (1, 0): the middle one has the least sum. */
  @Test
  void theKneeHasTheLeastSumOfNormalizedObjectives() {
    double[][] points = {{10, 200}, {20, 120}, {110, 100}};
    assertThat(Frontiers.knee(points)).isEqualTo(1);
    assertThat(Frontiers.knee(new double[][] {{1, 5}, {1, 5}})).isZero();
  }

  /** (4, 6) against (2, 3) and (1, 6): halved it equals the first. */
  @Test
  void theDistanceIsTheFactorToTheFrontier() {
    double[][] frontier = {{2, 3}, {1, 6}};
    assertThat(Frontiers.distance(frontier, new double[] {4, 6})).isEqualTo(2);
    assertThat(Frontiers.distance(frontier, new double[] {2, 3})).isEqualTo(1);
    assertThat(Frontiers.nearest(frontier, new double[] {4, 6})).isZero();
    assertThat(Frontiers.nearest(frontier, new double[] {2, 12})).isEqualTo(1);
  }

  /** (1.5, 4) beats neither, and neither beats it: it would be on the frontier. */
  @Test
  void whatWouldBeOnTheFrontierIsLessThanOneAway() {
    double[][] frontier = {{2, 3}, {1, 6}};
    assertThat(Frontiers.distance(frontier, new double[] {1.5, 4})).isEqualTo(0.75);
    assertThat(Frontiers.distance(frontier, new double[] {0, 7})).isZero();
    assertThat(Frontiers.distance(new double[][] {{0, 3}}, new double[] {0, 6})).isEqualTo(1);
  }

  /** 10 requests a second at 4 dollars, where 20 at 2 can be had. */
  @Test
  void theDistanceOfWhatIsMaximizedCountsTheOtherWay() {
    assertThat(Frontiers.distance(new double[][] {{2, -20}}, new double[] {4, -10})).isEqualTo(2);
  }
}
