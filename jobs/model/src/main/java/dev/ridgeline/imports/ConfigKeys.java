package dev.ridgeline.imports;

import com.fasterxml.jackson.databind.JsonNode;
import dev.ridgeline.config.Document;
import dev.ridgeline.config.NearestName;
import dev.ridgeline.config.Problem;
import dev.ridgeline.units.Dimension;
import dev.ridgeline.units.Range;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * The keys of one JSON object, as a family of models reads them. It notes which keys were read and
 * which were asked for. A wrong or missing value is a problem at its place; reading goes on with a
 * stand-in, so that all problems are found at once.
 */
final class ConfigKeys {

  private static final int STAND_IN = 1;

  private final Document<JsonNode> document;
  private final JsonNode node;
  private final String path;
  private final List<Problem> problems;
  private final Collection<String> ignored;
  private final Map<String, String> cited = new LinkedHashMap<>();
  private final Set<String> asked = new LinkedHashSet<>();

  private ConfigKeys(
      Document<JsonNode> document,
      JsonNode node,
      String path,
      List<Problem> problems,
      Collection<String> ignored) {
    this.ignored = ignored;
    this.document = document;
    this.node = node;
    this.path = path;
    this.problems = problems;
  }

  /**
   * The keys of the outermost object of a file.
   *
   * @param ignored keys that the user knows to change neither size nor attention
   */
  static ConfigKeys of(
      Document<JsonNode> document, List<Problem> problems, Collection<String> ignored) {
    return new ConfigKeys(document, document.value(), "", problems, ignored);
  }

  /** Whether the key has a value that is not null. */
  boolean has(String key) {
    return node.hasNonNull(key);
  }

  /** The value of a key, which counts as read. */
  private JsonNode value(String key) {
    asked.add(key);
    JsonNode value = node.path(key);
    if (node.has(key)) {
      cited.put(key, key + " " + shown(value));
    }
    return value;
  }

  /** A whole number that must be given. */
  int whole(String key, Dimension dimension) {
    JsonNode value = value(key);
    if (value.isMissingNode() || value.isNull()) {
      problem(key, "is missing. Allowed: " + dimension.range().allowedWhole() + ".");
      return STAND_IN;
    }
    return whole(key, value, dimension.range());
  }

  /** A whole number, or the value that the family gives it where the key is absent or null. */
  int whole(String key, Dimension dimension, int otherwise) {
    return wholeIfGiven(key, dimension).orElse(otherwise);
  }

  /** A whole number that may be 0, or 0 where the key is absent or null. */
  int wholeOrZero(String key, Dimension dimension) {
    JsonNode value = value(key);
    return value.isMissingNode() || value.isNull()
        ? 0
        : whole(key, value, dimension.rangeFromZero());
  }

  /** A whole number that must be given, or null for none, which is 0 here. */
  int wholeOrNull(String key, Dimension dimension) {
    if (!node.has(key)) {
      problem(key, "is missing. Allowed: " + dimension.range().allowedWhole() + ", or null.");
    }
    return wholeOrZero(key, dimension);
  }

  /** A truth value that must be given. */
  boolean flag(String key) {
    if (!has(key)) {
      problem(key, "is missing. Allowed: true or false.");
    }
    return flag(key, false);
  }

  Optional<Integer> wholeIfGiven(String key, Dimension dimension) {
    JsonNode value = value(key);
    return value.isMissingNode() || value.isNull()
        ? Optional.empty()
        : Optional.of(whole(key, value, dimension.range()));
  }

  private int whole(String key, JsonNode value, Range range) {
    boolean isWhole = value.canConvertToInt() && value.isIntegralNumber();
    if (!isWhole || !range.has(value.asInt())) {
      problem(key, "is " + shown(value) + ". Allowed: " + range.allowedWhole() + ".");
      return STAND_IN;
    }
    return value.asInt();
  }

  /** A truth value, or the one that the family gives it where the key is absent or null. */
  boolean flag(String key, boolean otherwise) {
    JsonNode value = value(key);
    if (value.isMissingNode() || value.isNull()) {
      return otherwise;
    }
    if (!value.isBoolean()) {
      problem(key, "is " + shown(value) + ". Allowed: true or false.");
      return otherwise;
    }
    return value.asBoolean();
  }

  /** A text out of a few, or the one that stands for an absent key. */
  String word(String key, String otherwise, Collection<String> allowed) {
    JsonNode value = value(key);
    if (value.isMissingNode() || value.isNull()) {
      return otherwise;
    }
    return word(key, value, otherwise, allowed);
  }

  private String word(String key, JsonNode value, String otherwise, Collection<String> allowed) {
    if (!value.isTextual() || !allowed.contains(value.asText())) {
      problem(key, "is " + shown(value) + "." + NearestName.advice(value.asText(), allowed));
      return otherwise;
    }
    return value.asText();
  }

  /** A text that must be given. */
  String text(String key) {
    JsonNode value = value(key);
    if (!value.isTextual() || value.asText().isBlank()) {
      problem(
          key, value.isMissingNode() ? "is missing" : "is " + shown(value) + ". Allowed: a text.");
      return "";
    }
    return value.asText();
  }

  /** A text for each of a number of layers, each out of a few. */
  List<String> words(String key, int count, Collection<String> allowed) {
    List<String> words = new ArrayList<>();
    for (JsonNode element : list(key, count)) {
      words.add(word(key, element, allowed.iterator().next(), allowed));
    }
    return padded(words, count, allowed.iterator().next());
  }

  /** A whole number from 0 for each of a number of layers. */
  List<Integer> wholes(String key, int count) {
    List<Integer> wholes = new ArrayList<>();
    for (JsonNode element : list(key, count)) {
      wholes.add(whole(key, element, Dimension.PARTS.rangeFromZero()));
    }
    return padded(wholes, count, 0);
  }

  /** A list of whole numbers of any length. */
  List<Integer> wholes(String key) {
    return wholes(key, Math.max(0, node.path(key).size()));
  }

  /** A list of texts of any length; empty where the key is absent or null. */
  List<String> texts(String key) {
    List<String> texts = new ArrayList<>();
    if (!has(key)) {
      asked.add(key);
      return texts;
    }
    for (JsonNode element : list(key, node.path(key).size())) {
      if (element.isTextual()) {
        texts.add(element.asText());
      } else {
        problem(key, "has the element " + shown(element) + ". Allowed: texts.");
      }
    }
    return texts;
  }

  private Iterable<JsonNode> list(String key, int count) {
    JsonNode value = value(key);
    if (!value.isArray()) {
      problem(
          key, value.isMissingNode() ? "is missing" : "is " + shown(value) + ". Allowed: a list.");
      return List.of();
    }
    if (value.size() != count) {
      problem(key, "has " + value.size() + " elements. Allowed: " + count + ".");
    }
    return value;
  }

  private static <T> List<T> padded(List<T> given, int count, T with) {
    while (given.size() < count) {
      given.add(with);
    }
    return given.subList(0, count);
  }

  /** The object at a key; empty where it is absent or null. */
  Optional<ConfigKeys> object(String key) {
    asked.add(key);
    if (!has(key)) {
      return Optional.empty();
    }
    if (!node.get(key).isObject()) {
      problem(key, "is " + shown(node.get(key)) + ". Allowed: an object of keys.");
      return Optional.empty();
    }
    cited.put(key, "");
    return Optional.of(
        new ConfigKeys(document, node.get(key), path + "/" + escaped(key), problems, ignored));
  }

  /** Whether the key has an object as its value. */
  boolean isObject(String key) {
    return node.path(key).isObject();
  }

  /** Whether the key has this whole number as its value. */
  boolean isWhole(String key, int number) {
    boolean is = node.path(key).isIntegralNumber() && node.path(key).asLong() == number;
    if (is) {
      value(key);
    }
    return is;
  }

  /** The names of all keys. */
  List<String> names() {
    List<String> names = new ArrayList<>();
    node.fieldNames().forEachRemaining(names::add);
    return names;
  }

  /** Requires that a key that is given has the one value that an entry can say. */
  void requireWhole(String key, int only, String reason) {
    JsonNode value = value(key);
    if (!value.isMissingNode() && !value.isNull() && value.asInt(-1) != only) {
      problem(key, "is " + shown(value) + ". Allowed: " + only + ", because " + reason + ".");
    }
  }

  /** Requires that a flag that is given has the one value that an entry can say. */
  void requireFlag(String key, boolean only, String reason) {
    if (flag(key, only) != only) {
      problem(key, "is " + !only + ". Allowed: " + only + ", because " + reason + ".");
    }
  }

  /** Refuses a key that is given and not null. */
  void refuse(String key, String reason) {
    asked.add(key);
    if (has(key) && !ignored.contains(key)) {
      cited.put(key, "");
      problem(
          key,
          "is "
              + shown(node.get(key))
              + ", which an entry cannot say: "
              + reason
              + ". Maybe --ignore "
              + key
              + ".");
    }
  }

  /** Marks keys as known to this family and without effect on size or attention. */
  void skip(String... keys) {
    for (String key : keys) {
      asked.add(key);
      if (node.has(key)) {
        cited.put(key, "");
      }
    }
  }

  /** Reports every key that was neither read nor is harmless. */
  void refuseOthers() {
    Set<String> known = new TreeSet<>(asked);
    for (Map.Entry<String, JsonNode> key : node.properties()) {
      String name = key.getKey();
      boolean saysNothing =
          key.getValue().isNull() || (key.getValue().isContainerNode() && key.getValue().isEmpty());
      if (cited.containsKey(name) || saysNothing || HarmlessKeys.has(name)) {
        continue;
      }
      if (!ignored.contains(name)) {
        problem(
            name,
            "is an unknown key with the value "
                + shown(key.getValue())
                + ", which may change size or attention."
                + NearestName.advice(name, known)
                + " Maybe --ignore "
                + name
                + " where it changes neither.");
      }
    }
  }

  /** What was read, as a source cites it; keys of other sources are left out. */
  String citation(Collection<String> without) {
    return cited.entrySet().stream()
        .filter(key -> !key.getValue().isEmpty() && !without.contains(key.getKey()))
        .map(Map.Entry::getValue)
        .collect(Collectors.joining(", "));
  }

  /**
   * Bits of a weight outside any quantization, by {@code torch_dtype} or {@code dtype} of the inner
   * or of the outer object; empty where no key says it.
   */
  static Optional<Double> bitsOfWeights(ConfigKeys outer, ConfigKeys inner) {
    for (ConfigKeys keys : List.of(inner, outer)) {
      for (String key : List.of("torch_dtype", "dtype")) {
        if (keys.has(key)) {
          String type = keys.node.get(key).asText();
          return type.endsWith("float16")
              ? Optional.of(16.0)
              : type.endsWith("float32") ? Optional.of(32.0) : Optional.empty();
        }
      }
    }
    return Optional.empty();
  }

  void problem(String key, String message) {
    problems.add(document.problem(path + "/" + escaped(key), message));
  }

  private static String escaped(String key) {
    return key.replace("~", "~0").replace("/", "~1");
  }

  /** A value as messages show it: lists by the number of equal elements. */
  private static String shown(JsonNode value) {
    if (value.isArray() && value.size() > 4) {
      Map<String, Integer> counts = new LinkedHashMap<>();
      value.forEach(element -> counts.merge(shown(element), 1, Integer::sum));
      return counts.size() > 4
          ? "of " + value.size() + " elements"
          : counts.entrySet().stream()
              .map(count -> count.getValue() + " x " + count.getKey())
              .collect(Collectors.joining(", ", "[", "]"));
    }
    String text = value.isTextual() ? "'" + value.asText() + "'" : value.toString();
    return text.length() <= 80 ? text : text.substring(0, 77) + "...";
  }
}
