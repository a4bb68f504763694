package dev.ridgeline.frontier;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

/** Random points of different kinds, from a fixed seed. */
final class Clouds {

  static final class Cloud {
    private final String kind;
    private final int objectives;
    private final double[][] points;

    private Cloud(String kind, int objectives, double[][] points) {
      this.kind = kind;
      this.objectives = objectives;
      this.points = points;
    }

    int objectives() {
      return objectives;
    }

    double[][] points() {
      return points;
    }

    @Override
    public String toString() {
      return points.length + " " + kind + " points of " + objectives + " objectives";
    }
  }

  private Clouds() {}

  static Stream<Cloud> all() {
    Random random = new Random(20260131);
    List<Cloud> clouds = new ArrayList<>();
    for (int objectives = 1; objectives <= 6; objectives++) {
      for (String kind : List.of("independent", "correlated", "anti-correlated", "grid-shaped")) {
        for (int size : new int[] {1, 7, 60, 400}) {
          clouds.add(cloud(kind, objectives, size, random));
        }
      }
    }
    return clouds.stream();
  }

  static Cloud cloud(String kind, int objectives, int size, Random random) {
    double[][] points = new double[size][objectives];
    for (double[] point : points) {
      double common = random.nextDouble();
      for (int i = 0; i < objectives; i++) {
        double own = random.nextDouble();
        point[i] =
            switch (kind) {
              case "independent" -> 0.01 + own;
              case "correlated" -> 0.01 + common + 0.2 * own;
              case "anti-correlated" -> 0.01 + (i % 2 == 0 ? common : 1 - common) + 0.2 * own;
              default -> 1 + random.nextInt(4);
            };
      }
    }
    return new Cloud(kind, objectives, points);
  }

  static boolean dominates(double[] a, double[] b) {
    boolean better = false;
    for (int i = 0; i < a.length; i++) {
      if (a[i] > b[i]) {
        return false;
      }
      better |= a[i] < b[i];
    }
    return better;
  }
}
