package dev.ridgeline.check;

import dev.ridgeline.check.ErrorSummary.Pair;
import dev.ridgeline.measurement.Metric;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The shape of curves over the load: TPOT over that at the lowest concurrency of its configuration.
 * A constant factor on all predictions of a configuration does not change it.
 */
final class Shapes {

  /**
   * A point above the lowest concurrency of its configuration.
   *
   * @param check the point
   * @param ratio measured and predicted TPOT over those at the lowest concurrency
   */
  record Shape(Check check, Pair ratio) {}

  private Shapes() {}

  /** The shapes of all points above the lowest concurrency. */
  static List<Shape> of(List<Check> checks) {
    Map<String, List<Check>> curves = new LinkedHashMap<>();
    for (Check check : checks) {
      if (check.measured(Metric.TPOT).isPresent()) {
        curves
            .computeIfAbsent(check.point().configuration(), absent -> new ArrayList<>())
            .add(check);
      }
    }
    List<Shape> shapes = new ArrayList<>();
    curves.values().forEach(curve -> add(curve, shapes));
    return shapes;
  }

  private static void add(List<Check> curve, List<Shape> shapes) {
    double lowest = curve.stream().mapToDouble(Shapes::concurrency).min().orElseThrow();
    List<Check> first = curve.stream().filter(check -> concurrency(check) == lowest).toList();
    double measured = mean(first.stream().mapToDouble(Shapes::measured).toArray());
    double predicted = mean(first.stream().mapToDouble(Shapes::predicted).toArray());
    for (Check check : curve) {
      if (concurrency(check) > lowest) {
        Pair ratio = new Pair(measured(check) / measured, predicted(check) / predicted);
        shapes.add(new Shape(check, ratio));
      }
    }
  }

  private static double mean(double[] values) {
    return ErrorSummary.mean(values);
  }

  private static double concurrency(Check check) {
    return check.prediction().setting().concurrency();
  }

  private static double measured(Check check) {
    return check.measured(Metric.TPOT).orElseThrow();
  }

  private static double predicted(Check check) {
    return check.predicted(Metric.TPOT);
  }
}
