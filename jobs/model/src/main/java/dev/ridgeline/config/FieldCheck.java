package dev.ridgeline.config;

import com.fasterxml.jackson.databind.JsonNode;
import dev.ridgeline.units.Plausible;
import dev.ridgeline.units.Quantity;
import dev.ridgeline.units.Range;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Compares a document with its records before any record is made: names and types of fields, and
 * ranges of numbers. Jackson alone stops at the first problem.
 */
final class FieldCheck {

  private final String file;
  private final Lines lines;
  private final List<Problem> problems;

  FieldCheck(String file, Lines lines, List<Problem> problems) {
    this.file = file;
    this.lines = lines;
    this.problems = problems;
  }

  /** What a field says of the numbers in it. */
  private record Numbers(Optional<Range> range, Optional<Plausible> kind) {
    static final Numbers NONE = new Numbers(Optional.empty(), Optional.empty());

    static Numbers of(Class<?> record, String field) {
      return new Numbers(RecordFields.range(record, field), RecordFields.plausible(record, field));
    }
  }

  /**
   * Reports every unknown and every missing field of a document that is read as {@code type}. Also
   * reports every value of another type, and every number outside its range.
   */
  void check(JsonNode node, Type type) {
    check(node, type, Numbers.NONE, "");
  }

  private void check(JsonNode node, Type type, Numbers numbers, String path) {
    if (type instanceof ParameterizedType container) {
      checkContainer(node, container, numbers, path);
      return;
    }
    Class<?> declared = (Class<?>) type;
    if (declared.isAnnotationPresent(WrittenAs.class)) {
      if (node.isNull()) {
        problem(path, "is empty");
      }
      return; // The type reads its values itself.
    }
    List<String> kinds = RecordFields.kinds(declared);
    if (!kinds.isEmpty()) {
      checkMember(node, declared, kinds, path);
      return;
    }
    if (node.isTextual() && declared.isAnnotationPresent(OrWord.class)) {
      checkWord(node.asText(), List.of(declared.getAnnotation(OrWord.class).value()), path);
      return;
    }
    Optional<String> wrong = ValueTypes.problem(node, declared, numbers.range());
    if (wrong.isPresent()) {
      problem(
          path,
          lines.number(path).map(as -> wrong.get().replace(node.asText(), as)).orElse(wrong.get()));
    } else if (numbers.range().isPresent()) {
      checkNumber(node, ValueTypes.isWhole(declared), numbers, path);
    } else if (node.isObject()) {
      RecordFields.of(declared)
          .ifPresent(fields -> checkFields(node, fields, declared, declared, path));
    }
  }

  private void checkMember(JsonNode node, Class<?> family, List<String> kinds, String path) {
    if (!node.isObject()) {
      problem(path, ValueTypes.shown(node) + ". Allowed: a map of fields.");
      return;
    }
    Optional<Class<?>> member = RecordFields.member(family, node);
    if (member.isPresent()) {
      RecordFields.of(member.get())
          .ifPresent(fields -> checkFields(node, fields, family, member.get(), path));
    } else if (node.path("kind").isMissingNode() || node.path("kind").isNull()) {
      problem(path, "needs a 'kind'");
    } else {
      String kind = node.path("kind").asText();
      problem(path, "unknown kind '" + kind + "'." + NearestName.advice(kind, kinds));
    }
  }

  private void checkWord(String word, List<String> known, String path) {
    if (!known.contains(word)) {
      problem(path, "unknown value '" + word + "'." + NearestName.advice(word, known));
    }
  }

  private void checkContainer(JsonNode node, ParameterizedType type, Numbers numbers, String path) {
    Type[] arguments = type.getActualTypeArguments();
    Type content = arguments[arguments.length - 1];
    if (type.getRawType() == Optional.class) {
      check(node, content, numbers, path);
      return;
    }
    Optional<String> wrong =
        ValueTypes.problem(node, (Class<?>) type.getRawType(), Optional.empty());
    if (wrong.isPresent()) {
      problem(path, wrong.get());
    } else if (node.isArray()) {
      for (int i = 0; i < node.size(); i++) {
        check(node.get(i), content, numbers, path + "/" + i);
      }
    } else {
      for (Map.Entry<String, JsonNode> entry : node.properties()) {
        String place = path + "/" + entry.getKey();
        checkKey(entry.getKey(), (Class<?>) arguments[0], place);
        check(entry.getValue(), content, numbers, place);
      }
    }
  }

  private void checkKey(String key, Class<?> type, String path) {
    if (type.isEnum() && !EnumName.all(type).contains(key)) {
      problem(path, "unknown name '" + key + "'." + NearestName.advice(key, EnumName.all(type)));
    } else if (type == Integer.class && !key.matches("[0-9]{1,9}")) {
      problem(path, "is '" + key + "'. Allowed: a whole number.");
    }
  }

  /** Reports a number outside the range of its dimension, or of the thing that it is of. */
  private void checkNumber(JsonNode node, boolean whole, Numbers numbers, String path) {
    Range range = numbers.range().orElseThrow();
    double value =
        node.isTextual() ? Quantity.parse(node.asText(), range.dimension()) : node.doubleValue();
    Optional<Plausible> missed =
        numbers
            .kind()
            .filter(kind -> value > 0 && Double.isFinite(value) && !kind.range().has(value));
    if (missed.isEmpty() && range.has(value)) {
      return;
    }
    String written = lines.number(path).orElse(node.asText());
    if (missed.isPresent()) {
      problem(path, missed.get().problem(written, value).orElseThrow());
    } else {
      String allowed = whole ? range.allowedWhole() : range.allowed();
      problem(path, "is '" + written + "'. Allowed: " + allowed + "." + range.meant(value));
    }
  }

  private void checkFields(
      JsonNode node, Map<String, Type> fields, Class<?> declared, Class<?> owner, String path) {
    List<String> known = declared.isRecord() ? List.copyOf(fields.keySet()) : withKind(fields);
    for (Iterator<String> names = node.fieldNames(); names.hasNext(); ) {
      String name = names.next();
      if (!known.contains(name)) {
        String advice = NearestName.advice(name, known);
        problem(path + "/" + name, "unknown field '" + name + "'." + advice);
      }
    }
    fields.forEach(
        (name, fieldType) -> {
          JsonNode value = node.path(name);
          if (value.isNull() || (value.isTextual() && value.asText().isEmpty())) {
            problem(path + "/" + name, "is empty");
          } else if (node.has(name)) {
            check(node.get(name), fieldType, Numbers.of(owner, name), path + "/" + name);
          } else if (!RecordFields.isOptional(fieldType)) {
            problem(path + "/" + name, "is missing");
          }
        });
  }

  private static List<String> withKind(Map<String, Type> fields) {
    TreeMap<String, Type> all = new TreeMap<>(fields);
    all.put("kind", String.class);
    return List.copyOf(all.keySet());
  }

  private void problem(String path, String message) {
    problems.add(new Problem(file, path, lines.nearest(path), message));
  }
}
