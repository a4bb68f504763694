package dev.ridgeline.config;

import com.fasterxml.jackson.databind.JsonNode;
import dev.ridgeline.units.Dimension;
import dev.ridgeline.units.Quantity;
import dev.ridgeline.units.Range;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Which values of a file a type accepts, and the messages about all others. */
final class ValueTypes {

  private ValueTypes() {}

  /**
   * Returns what is wrong with a value that is read as a type; empty where nothing is, or where the
   * type reads its values itself.
   *
   * @param range range of a number, which has its unit
   */
  static Optional<String> problem(JsonNode node, Class<?> type, Optional<Range> range) {
    if (node.isNull()) {
      return Optional.of("is empty");
    }
    if (isReal(type) && node.isTextual()) {
      return problemOfQuantity(node.asText(), range);
    }
    if (type.isEnum() && node.isTextual()) {
      String value = node.asText();
      List<String> known = EnumName.all(type);
      return known.contains(value)
          ? Optional.empty()
          : Optional.of("unknown value '" + value + "'." + NearestName.advice(value, known));
    }
    if (fits(node, type)) {
      return Optional.empty();
    }
    return Optional.of(shown(node) + ". Allowed: " + allowed(type) + ".");
  }

  private static Optional<String> problemOfQuantity(String text, Optional<Range> range) {
    Dimension dimension = range.map(Range::dimension).orElse(Dimension.NUMBER);
    try {
      Quantity.parse(text, dimension);
      return Optional.empty();
    } catch (IllegalArgumentException e) {
      return Optional.of("is '" + text + "'. Allowed: " + Quantity.expectation(dimension) + ".");
    }
  }

  private static boolean fits(JsonNode node, Class<?> type) {
    if (type == String.class) {
      return node.isTextual();
    }
    if (isWhole(type)) {
      return node.isIntegralNumber();
    }
    if (isReal(type)) {
      return node.isNumber();
    }
    if (type == boolean.class || type == Boolean.class) {
      return node.isBoolean();
    }
    if (type == LocalDate.class) {
      return node.isTextual() && isDate(node.asText());
    }
    if (type.isEnum()) {
      return false; // Text is handled above.
    }
    if (Collection.class.isAssignableFrom(type)) {
      return node.isArray();
    }
    boolean isOfFields = Map.class.isAssignableFrom(type) || type.isRecord();
    return !isOfFields || node.isObject();
  }

  private static boolean isDate(String text) {
    try {
      LocalDate.parse(text);
      return true;
    } catch (DateTimeException e) {
      return false;
    }
  }

  static boolean isWhole(Class<?> type) {
    return type == int.class || type == long.class || type == Integer.class || type == Long.class;
  }

  static boolean isReal(Class<?> type) {
    return type == double.class || type == Double.class;
  }

  /** The value in a message, to stand before what is allowed. */
  static String shown(JsonNode given) {
    return given.isValueNode() ? "is '" + given.asText() + "'" : "has the wrong type";
  }

  /** The values that a type accepts, to follow "Allowed:". */
  static String allowed(Class<?> target) {
    if (target == String.class) {
      return "text (in quotes if it looks like a number)";
    }
    if (isWhole(target)) {
      return "a whole number";
    }
    if (isReal(target)) {
      return "a number";
    }
    if (target == boolean.class || target == Boolean.class) {
      return "true or false";
    }
    if (target.isEnum()) {
      return "one of " + String.join(", ", EnumName.all(target));
    }
    if (Collection.class.isAssignableFrom(target)) {
      return "a list";
    }
    if (target == LocalDate.class) {
      return "a date such as 2026-09-19";
    }
    return "a map of fields";
  }
}
