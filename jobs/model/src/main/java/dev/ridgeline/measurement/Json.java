package dev.ridgeline.measurement;

import com.fasterxml.jackson.databind.JsonNode;

/** Values of JSON as texts and numbers. */
final class Json {

  private Json() {}

  /** A value as a text; empty where it is absent, null, no single value, or not finite. */
  static String text(JsonNode value) {
    if (value.isNumber()) {
      double number = value.doubleValue();
      return Double.isFinite(number) ? value.asText() : "";
    }
    return value.isValueNode() && !value.isNull() ? value.asText() : "";
  }

  /** A value as a number; NaN where it is none. */
  static double number(JsonNode value) {
    return Numbers.of(text(value));
  }

  /** The first of some values that says something; a missing node where none does. */
  static JsonNode first(JsonNode... values) {
    for (JsonNode value : values) {
      JsonNode one = value.isArray() && value.size() == 1 ? value.get(0) : value;
      if (!text(one).isEmpty()) {
        return one;
      }
    }
    return values[0].path("");
  }
}
