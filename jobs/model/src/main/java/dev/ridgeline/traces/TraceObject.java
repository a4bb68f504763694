package dev.ridgeline.traces;

import com.fasterxml.jackson.databind.JsonNode;
import dev.ridgeline.config.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/**
 * An object of a trace. A wrong value is a problem with its file, line and key. A stand-in is then
 * returned, so that the other values are checked too.
 */
final class TraceObject {

  /** Largest number of tokens of a request. */
  private static final double MOST_TOKENS = 1e9;

  private static final double MOST_SECONDS = 1e8;
  private static final double STAND_IN = 1;

  private final String file;
  private final int line;
  private final JsonNode node;
  private final String path;
  private final List<Problem> problems;

  TraceObject(String file, int line, JsonNode node, String path, List<Problem> problems) {
    this.file = file;
    this.line = line;
    this.node = node;
    this.path = path;
    this.problems = problems;
  }

  int line() {
    return line;
  }

  boolean isSound() {
    return problems.isEmpty();
  }

  boolean has(String key) {
    return node.hasNonNull(key);
  }

  JsonNode node(String key) {
    return node.path(key);
  }

  void problem(String key, String message) {
    problems.add(new Problem(file, path + "/" + key, line, message));
  }

  private void wrong(String key, JsonNode value, String allowed) {
    problem(
        key,
        (value.isMissingNode() || value.isNull() ? "is missing" : "is " + shown(value))
            + ". Allowed: "
            + allowed
            + ".");
  }

  private static String shown(JsonNode value) {
    String text = value.toString();
    return text.length() > 60 ? text.substring(0, 60) + "..." : text;
  }

  /** A whole number of tokens, which may be 0. */
  double tokens(String key) {
    JsonNode value = node.path(key);
    double number = value.asDouble();
    if (!value.isNumber() || !(number >= 0 && number <= MOST_TOKENS) || number % 1 != 0) {
      wrong(key, value, "a whole number of tokens from 0 to 1e9");
      return STAND_IN;
    }
    return number;
  }

  /**
   * Seconds, or NaN where the key is absent.
   *
   * @param unit seconds of the unit in which the trace writes them
   */
  double secondsIfGiven(String key, double unit) {
    JsonNode value = node.path(key);
    if (value.isMissingNode() || value.isNull()) {
      return Double.NaN;
    }
    double seconds = value.asDouble() * unit;
    if (!value.isNumber() || !(seconds >= 0 && seconds <= MOST_SECONDS)) {
      wrong(key, value, "a time of at least 0");
      return Double.NaN;
    }
    return seconds;
  }

  /** A point of time in a unit, of any size, or empty where the key is absent. */
  OptionalDouble instantIfGiven(String key, double unit) {
    JsonNode value = node.path(key);
    if (value.isMissingNode() || value.isNull()) {
      return OptionalDouble.empty();
    }
    if (!value.isNumber() || !Double.isFinite(value.asDouble())) {
      wrong(key, value, "a number");
      return OptionalDouble.empty();
    }
    return OptionalDouble.of(value.asDouble() * unit);
  }

  /** A text, or a whole number as text; null where the key is absent. */
  @Nullable String nameIfGiven(String key) {
    JsonNode value = node.path(key);
    if (value.isMissingNode() || value.isNull()) {
      return null;
    }
    if (!value.isTextual() && !value.isIntegralNumber()) {
      wrong(key, value, "a text or a whole number");
      return null;
    }
    return value.asText();
  }

  /** Whole numbers; empty where the key is absent. */
  long[] wholes(String key) {
    JsonNode list = node.path(key);
    if (list.isMissingNode() || list.isNull()) {
      return new long[0];
    }
    long[] wholes = new long[list.size()];
    if (!list.isArray()) {
      wrong(key, list, "a list of whole numbers");
      return wholes;
    }
    for (int i = 0; i < wholes.length; i++) {
      if (!list.get(i).isIntegralNumber()) {
        wrong(key + "/" + i, list.get(i), "a whole number");
        break;
      }
      wholes[i] = list.get(i).asLong();
    }
    return wholes;
  }

  /** The object at a key, whose problems are those of this one. */
  TraceObject object(String key) {
    JsonNode value = node.path(key);
    if (!value.isObject()) {
      wrong(key, value, "an object");
    }
    return new TraceObject(file, line, value, path + "/" + key, problems);
  }

  /** The objects of a list that must be given. */
  List<TraceObject> objects(String key) {
    JsonNode list = node.path(key);
    List<TraceObject> objects = new ArrayList<>();
    if (!list.isArray() || list.isEmpty()) {
      wrong(key, list, "a list with at least one object");
    }
    for (int i = 0; i < list.size(); i++) {
      String place = path + "/" + key + "/" + i;
      if (!list.get(i).isObject()) {
        problems.add(
            new Problem(file, place, line, "is " + shown(list.get(i)) + ". Allowed: an object."));
      }
      objects.add(new TraceObject(file, line, list.get(i), place, problems));
    }
    return objects;
  }

  /** Characters of all texts below a key. */
  long characters(String key) {
    return characters(node.path(key));
  }

  private static long characters(JsonNode node) {
    if (node.isTextual()) {
      return node.textValue().length();
    }
    long sum = 0;
    for (JsonNode child : node) {
      sum += characters(child);
    }
    return sum;
  }
}
