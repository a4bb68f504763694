package dev.ridgeline.frontier;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ridgeline.frontier.Clouds.Cloud;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The skyline of a stream is what comparing every pair of points leaves. */
class SkylineTest {

  static List<Cloud> clouds() {
    return Clouds.all().toList();
  }

  @ParameterizedTest
  @MethodSource("clouds")
  void keepsWhatNoPointDominates(Cloud cloud) {
    assertThat(ids(offered(cloud, order(cloud, 1), Ties.KEEP, 0)))
        .isEqualTo(sorted(cloud, ofRank(cloud, naiveRanks(cloud), 1)));
  }

  @ParameterizedTest
  @MethodSource("clouds")
  void keepsTheLowestIdOfEqualPoints(Cloud cloud) {
    List<Long> expected = new ArrayList<>();
    for (long id : ofRank(cloud, naiveRanks(cloud), 1)) {
      boolean first =
          expected.stream()
              .noneMatch(
                  kept -> Arrays.equals(cloud.points()[kept.intValue()], cloud.points()[(int) id]));
      if (first) {
        expected.add(id);
      }
    }
    assertThat(ids(offered(cloud, order(cloud, 2), Ties.COLLAPSE, 0)))
        .isEqualTo(sorted(cloud, expected));
  }

  @ParameterizedTest
  @MethodSource("clouds")
  void doesNotDependOnOrderNorOnHowPointsAreDivided(Cloud cloud) {
    for (double epsilon : new double[] {0, 0.05, 0.5}) {
      List<Long> whole = ids(offered(cloud, order(cloud, 3), Ties.COLLAPSE, epsilon));
      assertThat(ids(offered(cloud, order(cloud, 4), Ties.COLLAPSE, epsilon))).isEqualTo(whole);
      Skyline merged = new Skyline(cloud.objectives(), Ties.COLLAPSE, epsilon);
      List<Integer> order = order(cloud, 5);
      for (int part = 0; part < 5; part++) {
        List<Integer> ofPart = new ArrayList<>();
        for (int i = part; i < order.size(); i += 5) {
          ofPart.add(order.get(i));
        }
        merged.merge(offered(cloud, ofPart, Ties.COLLAPSE, epsilon));
      }
      assertThat(ids(merged)).isEqualTo(whole);
    }
  }

  @ParameterizedTest
  @MethodSource("clouds")
  void withEpsilonEveryPointHasAKeptOneNearlyAsGood(Cloud cloud) {
    double epsilon = 0.1;
    Skyline thinned = offered(cloud, order(cloud, 6), Ties.COLLAPSE, epsilon);
    assertThat(thinned.size())
        .isLessThanOrEqualTo(offered(cloud, order(cloud, 6), Ties.COLLAPSE, 0).size());
    for (double[] point : cloud.points()) {
      assertThat(
              IntStream.range(0, thinned.size())
                  .anyMatch(place -> within(thinned.point(place), point, 1 + epsilon)))
          .isTrue();
    }
  }

  @ParameterizedTest
  @MethodSource("clouds")
  void withEpsilonMaximizedObjectivesHaveTheSameGuarantee(Cloud cloud) {
    double epsilon = 0.1;
    Skyline thinned = new Skyline(cloud.objectives(), Ties.COLLAPSE, epsilon);
    for (int i = 0; i < cloud.points().length; i++) {
      thinned.offer(negated(cloud.points()[i]), i);
    }
    for (double[] point : cloud.points()) {
      assertThat(
              IntStream.range(0, thinned.size())
                  .anyMatch(
                      place -> within(point, negated(thinned.point(place)), 1 + epsilon + 1e-12)))
          .isTrue();
    }
  }

  @ParameterizedTest
  @MethodSource("clouds")
  void layersAreTheFrontiersOfWhatTheOnesBeforeLeave(Cloud cloud) {
    int[] ranks = naiveRanks(cloud);
    Skyline layers = Skyline.ofLayers(cloud.objectives(), Ties.KEEP, 3);
    for (int i : order(cloud, 7)) {
      layers.offer(cloud.points()[i], i);
    }
    Skyline merged = Skyline.ofLayers(cloud.objectives(), Ties.KEEP, 3);
    merged.merge(layers);
    merged.sort();
    Skyline layer = merged;
    for (int rank = 1; rank <= 3; rank++) {
      assertThat(ids(layer)).isEqualTo(sorted(cloud, ofRank(cloud, ranks, rank)));
      layer = layer.below();
    }
    assertThat(layer).isNull();
  }

  @Test
  void saysWhetherAPointIsOnTheFrontierSoFar() {
    Skyline skyline = new Skyline(3, Ties.COLLAPSE, 0);
    assertThat(skyline.offer(new double[] {2, 2, 2}, 0)).isTrue();
    assertThat(skyline.offer(new double[] {2, 2, 3}, 1)).isFalse();
    assertThat(skyline.offer(new double[] {3, 1, 2}, 2)).isTrue();
    assertThat(skyline.offer(new double[] {1, 1, 1}, 3)).isTrue();
    assertThat(skyline.size()).isEqualTo(1);
    assertThat(skyline.id(0)).isEqualTo(3);
  }

  @Test
  void refusesWhatIsNoNumber() {
    for (int objectives : new int[] {2, 3}) {
      double[] point = new double[objectives];
      point[1] = Double.NaN;
      assertThatThrownBy(() -> new Skyline(objectives, Ties.KEEP, 0).offer(point, 7))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("objective 1 of 7");
    }
  }

  @Test
  void infinitiesAreOrdered() {
    Skyline skyline = new Skyline(2, Ties.KEEP, 0);
    skyline.offer(new double[] {Double.POSITIVE_INFINITY, 1}, 0);
    skyline.offer(new double[] {5, 1}, 1);
    skyline.offer(new double[] {5, Double.NEGATIVE_INFINITY}, 2);
    assertThat(ids(skyline)).containsExactly(2L);
  }

  @Test
  void zeroIsTheBestThatIsMinimizedAndTheWorstThatIsMaximized() {
    Skyline least = new Skyline(1, Ties.COLLAPSE, 0.1);
    least.offer(new double[] {1e-300}, 0);
    least.offer(new double[] {0.0}, 1);
    assertThat(ids(least)).containsExactly(1L);
    Skyline most = new Skyline(1, Ties.COLLAPSE, 0.1);
    most.offer(new double[] {-0.0}, 0);
    most.offer(new double[] {-1e-300}, 1);
    assertThat(ids(most)).containsExactly(1L);
  }

  @ParameterizedTest
  @MethodSource("clouds")
  void survivesBeingSentElsewhere(Cloud cloud) throws Exception {
    Skyline skyline = offered(cloud, order(cloud, 8), Ties.KEEP, 0);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(skyline);
    }
    try (ObjectInputStream in =
        new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
      Skyline read = (Skyline) in.readObject();
      read.offer(cloud.points()[0], -1);
      skyline.offer(cloud.points()[0], -1);
      assertThat(ids(read)).isEqualTo(ids(skyline));
    }
  }

  private static double[] negated(double[] point) {
    return Arrays.stream(point).map(value -> -value).toArray();
  }

  private static boolean within(double[] kept, double[] point, double factor) {
    return IntStream.range(0, point.length).allMatch(i -> kept[i] <= factor * point[i]);
  }

  private static Skyline offered(Cloud cloud, List<Integer> order, Ties ties, double epsilon) {
    Skyline skyline = new Skyline(cloud.objectives(), ties, epsilon);
    for (int i : order) {
      skyline.offer(cloud.points()[i], i);
    }
    return skyline;
  }

  private static List<Integer> order(Cloud cloud, long seed) {
    List<Integer> order =
        new ArrayList<>(IntStream.range(0, cloud.points().length).boxed().toList());
    Collections.shuffle(order, new Random(seed));
    return order;
  }

  private static List<Long> ids(Skyline skyline) {
    skyline.sort();
    return IntStream.range(0, skyline.size()).mapToObj(skyline::id).toList();
  }

  /** 1 for what nothing dominates, else one more than the highest rank of what does. */
  private static int[] naiveRanks(Cloud cloud) {
    double[][] points = cloud.points();
    int[] ranks = new int[points.length];
    for (int rank = 1; Arrays.stream(ranks).anyMatch(given -> given == 0); rank++) {
      int now = rank;
      boolean[] taken = new boolean[points.length];
      for (int i = 0; i < points.length; i++) {
        taken[i] = ranks[i] == 0;
        for (int j = 0; j < points.length && taken[i]; j++) {
          boolean left = ranks[j] == 0 || ranks[j] == now;
          taken[i] = !(left && Clouds.dominates(points[j], points[i]));
        }
      }
      for (int i = 0; i < points.length; i++) {
        ranks[i] = taken[i] ? now : ranks[i];
      }
    }
    return ranks;
  }

  private static List<Long> ofRank(Cloud cloud, int[] ranks, int rank) {
    return IntStream.range(0, cloud.points().length)
        .filter(i -> ranks[i] == rank)
        .mapToObj(i -> (long) i)
        .toList();
  }

  private static List<Long> sorted(Cloud cloud, List<Long> ids) {
    return ids.stream()
        .sorted(
            (a, b) -> {
              int order =
                  Arrays.compare(cloud.points()[a.intValue()], cloud.points()[b.intValue()]);
              return order != 0 ? order : Long.compare(a, b);
            })
        .toList();
  }
}
