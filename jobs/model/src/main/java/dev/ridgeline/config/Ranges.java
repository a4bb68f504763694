package dev.ridgeline.config;

import dev.ridgeline.units.Plausible;
import dev.ridgeline.units.Range;
import java.lang.reflect.RecordComponent;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** The ranges of numbers in records, by the {@link Measured} mark of their components. */
final class Ranges {

  private static final ClassValue<Map<String, Range>> OF_RECORD =
      new ClassValue<>() {
        @Override
        protected Map<String, Range> computeValue(Class<?> record) {
          Map<String, Range> ranges = new HashMap<>();
          for (RecordComponent component : record.getRecordComponents()) {
            Measured measured = component.getAnnotation(Measured.class);
            if (measured != null) {
              ranges.put(
                  component.getName(),
                  measured.orZero() ? measured.value().rangeFromZero() : measured.value().range());
            }
          }
          return Map.copyOf(ranges);
        }
      };

  private static final ClassValue<Map<String, Plausible>> PLAUSIBLE =
      new ClassValue<>() {
        @Override
        protected Map<String, Plausible> computeValue(Class<?> record) {
          Map<String, Plausible> kinds = new HashMap<>();
          for (RecordComponent component : record.getRecordComponents()) {
            Measured measured = component.getAnnotation(Measured.class);
            if (measured != null && measured.of().length > 0) {
              kinds.put(component.getName(), measured.of()[0]);
            }
          }
          return Map.copyOf(kinds);
        }
      };

  private Ranges() {}

  /** What the numbers in a component are of; empty where they may have their whole range. */
  static Optional<Plausible> plausible(Class<?> record, String component) {
    return record.isRecord()
        ? Optional.ofNullable(PLAUSIBLE.get(record).get(component))
        : Optional.empty();
  }

  /** The ranges of the numbers of a record, by the names of its components. */
  static Map<String, Range> of(Class<?> record) {
    return OF_RECORD.get(record);
  }

  /** The range of the numbers in a component; empty where it has none. */
  static Optional<Range> of(Class<?> record, String component) {
    return record.isRecord() ? Optional.ofNullable(of(record).get(component)) : Optional.empty();
  }

  /**
   * The range of a component that has numbers.
   *
   * @throws IllegalStateException where the component has no {@link Measured} mark
   */
  static Range required(Class<?> record, String component) {
    return of(record, component)
        .orElseThrow(
            () -> new IllegalStateException(record + " does not say what " + component + " is"));
  }
}
