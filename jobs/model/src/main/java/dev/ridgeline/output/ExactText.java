package dev.ridgeline.output;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import com.fasterxml.jackson.core.io.NumberOutput;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/**
 * Values as programs read them. A number has the fewest digits that read back as the same number.
 */
final class ExactText {

  private ExactText() {}

  /**
   * A value as JSON. JSON has no infinite numbers and no NaN: they are texts, {@code "Infinity"},
   * {@code "-Infinity"} and {@code "NaN"}.
   */
  static String json(@Nullable Object value) {
    if (value == null || value instanceof Boolean) {
      return String.valueOf(value);
    }
    if (value instanceof Number number) {
      String digits = number(number);
      return isFinite(number) ? digits : quoted(digits);
    }
    if (value instanceof List<?> list) {
      StringJoiner array = new StringJoiner(", ", "[", "]");
      list.forEach(element -> array.add(json(element)));
      return array.toString();
    }
    if (value instanceof Map<?, ?> map) {
      StringJoiner object = new StringJoiner(", ", "{", "}");
      map.forEach((key, element) -> object.add(field(String.valueOf(key), element)));
      return object.toString();
    }
    return quoted(value.toString());
  }

  /** A key of a JSON object with its value. */
  static String field(String name, @Nullable Object value) {
    return quoted(name) + ": " + json(value);
  }

  /** A value as one text: lists and maps are JSON, and null is empty. */
  static String text(@Nullable Object value) {
    if (value == null) {
      return "";
    }
    if (value instanceof Number number) {
      return number(number);
    }
    return value instanceof List<?> || value instanceof Map<?, ?>
        ? json(value)
        : String.valueOf(value);
  }

  private static boolean isFinite(Number number) {
    return number instanceof BigDecimal
        || number instanceof BigInteger
        || Double.isFinite(number.doubleValue());
  }

  /** The JDK writes the shortest digits from version 19 on, and this project runs on 17. */
  private static String number(Number number) {
    if (number instanceof Double real) {
      return NumberOutput.toString(real, true);
    }
    return number instanceof Float real ? NumberOutput.toString(real, true) : number.toString();
  }

  private static String quoted(String text) {
    return "\"" + String.valueOf(JsonStringEncoder.getInstance().quoteAsString(text)) + "\"";
  }
}
