package dev.ridgeline.config;

import dev.ridgeline.units.Range;
import java.util.Collection;

/**
 * Conditions on the components of records. NaN meets none of them. A value that breaks a condition
 * throws an {@link InvalidValueException} that names the component.
 */
public final class Require {

  private Require() {}

  /**
   * Requires that a number lies in the range of its component.
   *
   * @param record record whose component has a {@link Measured} mark
   * @param field component, or a path below it, such as {@code peakFlopsPerSecond/bf16}
   */
  public static void inRange(Class<?> record, String field, double value) {
    Range range = range(record, field);
    if (!range.has(value)) {
      throw new InvalidValueException(field, value, range.allowed());
    }
  }

  /** Requires that a whole number lies in the range of its component. */
  public static void inRange(Class<?> record, String field, int value) {
    Range range = range(record, field);
    if (!range.has(value)) {
      throw new InvalidValueException(field, value, range.allowedWhole());
    }
  }

  private static Range range(Class<?> record, String field) {
    int end = field.indexOf('/');
    return Ranges.required(record, end < 0 ? field : field.substring(0, end));
  }

  public static void positive(String field, double value) {
    if (!(value > 0 && value < Double.POSITIVE_INFINITY)) {
      throw new InvalidValueException(field, value, "a finite number above 0");
    }
  }

  public static void positive(String field, long value) {
    if (value < 1) {
      throw new InvalidValueException(field, value, "a whole number of at least 1");
    }
  }

  public static void notEmpty(String field, Collection<?> value) {
    if (value.isEmpty()) {
      throw new InvalidValueException(field, "is empty. Allowed: at least one entry.");
    }
  }
}
