package dev.ridgeline.measurement;

import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * The values that were measured at a point, each with its statistic. Units are those of {@link
 * Metric}.
 *
 * @param values values by quantity and statistic; what was not published is absent
 */
public record Measures(Map<Metric, Map<Statistic, Double>> values) {

  public Measures {
    Map<Metric, Map<Statistic, Double>> copied = new EnumMap<>(Metric.class);
    values.forEach(
        (metric, byStatistic) -> {
          for (Map.Entry<Statistic, Double> value : byStatistic.entrySet()) {
            if (!(value.getValue() > 0 && value.getValue() < Double.POSITIVE_INFINITY)) {
              throw new IllegalArgumentException(
                  metric.column(value.getKey()) + " must be above 0, not " + value.getValue());
            }
          }
          copied.put(metric, Collections.unmodifiableMap(new EnumMap<>(byStatistic)));
        });
    values = Collections.unmodifiableMap(copied);
  }

  /** One statistic of a quantity; empty where it was not published. */
  public OptionalDouble of(Metric metric, Statistic statistic) {
    Double value = values.getOrDefault(metric, Map.of()).get(statistic);
    return value == null ? OptionalDouble.empty() : OptionalDouble.of(value);
  }

  /** The mean of a quantity, or its median where no mean was published. */
  public OptionalDouble typical(Metric metric) {
    OptionalDouble mean = of(metric, Statistic.MEAN);
    return mean.isPresent() ? mean : of(metric, Statistic.P50);
  }
}
