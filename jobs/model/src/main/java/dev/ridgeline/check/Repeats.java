package dev.ridgeline.check;

import dev.ridgeline.check.ErrorSummary.Pair;
import dev.ridgeline.measurement.MeasuredPoint;
import dev.ridgeline.measurement.Metric;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * Repeated measurements of one configuration at one load. Each is predicted by the mean of the
 * others, and no model can be expected to do better.
 */
final class Repeats {

  private Repeats() {}

  /** The repeated values of a quantity, each with the mean of its repeats. */
  static List<Pair> of(List<MeasuredPoint> points, Metric metric) {
    Map<String, List<Double>> groups = new LinkedHashMap<>();
    for (MeasuredPoint point : points) {
      OptionalDouble value = point.measured().typical(metric);
      if (value.isPresent()) {
        String key = point.configuration() + "|" + point.load();
        groups.computeIfAbsent(key, absent -> new ArrayList<>()).add(value.getAsDouble());
      }
    }
    List<Pair> pairs = new ArrayList<>();
    for (List<Double> group : groups.values()) {
      double sum = group.stream().mapToDouble(Double::doubleValue).sum();
      if (group.size() > 1) {
        group.forEach(value -> pairs.add(new Pair(value, (sum - value) / (group.size() - 1))));
      }
    }
    return pairs;
  }
}
