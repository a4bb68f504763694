package dev.ridgeline.config;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.databind.JsonNode;
import dev.ridgeline.units.Quantity;
import dev.ridgeline.units.Range;
import java.lang.reflect.Constructor;
import java.lang.reflect.Method;
import java.lang.reflect.Parameter;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Compares the fields of a document with the components of its records before any record is made.
 * Jackson alone stops at the first missing field and does not report a misspelt one beside it.
 */
final class FieldCheck {

  private final String file;
  private final Lines lines;
  private final List<Problem> problems;
  private int outOfRange;

  FieldCheck(String file, Lines lines, List<Problem> problems) {
    this.file = file;
    this.lines = lines;
    this.problems = problems;
  }

  /**
   * Reports every unknown and every missing field of a document that is read as {@code type}, and
   * every number outside its range.
   *
   * @return whether all problems are numbers outside their ranges, so that the rest can be read
   */
  boolean check(JsonNode node, Type type) {
    int before = problems.size();
    check(node, type, Optional.empty(), "");
    return problems.size() - before == outOfRange;
  }

  /**
   * Checks a part of the document.
   *
   * @param range range of the numbers in it; empty where it has none of its own
   */
  private void check(JsonNode node, Type type, Optional<Range> range, String path) {
    if (type instanceof ParameterizedType parameterized) {
      checkContainer(node, parameterized, range, path);
    } else if (range.isPresent()) {
      checkNumber(node, type == int.class || type == Integer.class, range.get(), path);
    } else if (type instanceof Class<?> declared && node.isObject()) {
      subtype(declared, node)
          .ifPresent(
              owner ->
                  fields(owner)
                      .ifPresent(fields -> checkFields(node, fields, declared, owner, path)));
    }
  }

  private void checkContainer(
      JsonNode node, ParameterizedType type, Optional<Range> range, String path) {
    Type[] arguments = type.getActualTypeArguments();
    Type content = arguments[arguments.length - 1];
    if (type.getRawType() == Optional.class) {
      check(node, content, range, path);
    } else if (type.getRawType() == List.class && node.isArray()) {
      for (int i = 0; i < node.size(); i++) {
        check(node.get(i), content, range, path + "/" + i);
      }
    } else if (type.getRawType() == Map.class && node.isObject()) {
      node.properties()
          .forEach(entry -> check(entry.getValue(), content, range, path + "/" + entry.getKey()));
    }
  }

  /** Reports a number outside its range. Values of another type are left to Jackson. */
  private void checkNumber(JsonNode node, boolean whole, Range range, String path) {
    String written = lines.numbers().getOrDefault(path, node.asText());
    double value;
    if (node.isNumber() && !(whole && node.isFloatingPointNumber())) {
      value = node.doubleValue();
    } else if (node.isTextual() && !whole) {
      try {
        value = Quantity.parse(node.asText(), range.dimension());
      } catch (IllegalArgumentException e) {
        return; // The message of a wrong unit is that of the deserializer.
      }
    } else {
      return;
    }
    if (!range.has(value)) {
      String allowed = whole ? range.allowedWhole() : range.allowed();
      outOfRange++;
      problem(path, "is '" + written + "'. Allowed: " + allowed + ".");
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
            check(node.get(name), fieldType, range(owner, name), path + "/" + name);
          } else if (!isOptional(fieldType)) {
            problem(path + "/" + name, "is missing");
          }
        });
  }

  private static List<String> withKind(Map<String, Type> fields) {
    TreeMap<String, Type> all = new TreeMap<>(fields);
    all.put("kind", String.class);
    return List.copyOf(all.keySet());
  }

  /** The type itself, or the member of a sealed family that the document's kind names. */
  private static Optional<Class<?>> subtype(Class<?> type, JsonNode node) {
    JsonSubTypes family = type.getAnnotation(JsonSubTypes.class);
    if (family == null) {
      return Optional.of(type);
    }
    return Arrays.stream(family.value())
        .filter(member -> member.name().equals(node.path("kind").asText()))
        .<Class<?>>map(JsonSubTypes.Type::value)
        .findFirst();
  }

  /**
   * Names and types of the components that a record is made from; empty for a type that is no
   * record.
   */
  static Optional<Map<String, Type>> fields(Class<?> type) {
    if (!type.isRecord()) {
      return Optional.empty();
    }
    if (type.isAnnotationPresent(JoinedFields.class)) {
      Map<String, Type> all = new TreeMap<>();
      parts(type).forEach(part -> all.putAll(componentsOf(part.record())));
      return Optional.of(all);
    }
    return Arrays.stream(type.getDeclaredMethods())
        .filter(method -> method.isAnnotationPresent(JsonCreator.class))
        .findFirst()
        .map(FieldCheck::parametersOf)
        .or(() -> Optional.of(componentsOf(type)));
  }

  /** Descriptions of the fields of a record, for those that have one. */
  static Map<String, String> docs(Class<?> type) {
    Map<String, String> docs = new TreeMap<>();
    if (type.isAnnotationPresent(JoinedFields.class)) {
      for (JoinedFields.Part part : parts(type)) {
        componentsOf(part.record()).keySet().forEach(name -> docs.put(name, part.doc()));
      }
    }
    return docs;
  }

  /** The range of the numbers in a field of a record; empty where the field has none. */
  static Optional<Range> range(Class<?> record, String field) {
    if (record.isAnnotationPresent(JoinedFields.class)) {
      return parts(record).stream()
          .flatMap(part -> Ranges.of(part.record(), field).stream())
          .findFirst();
    }
    return Ranges.of(record, field);
  }

  private static List<JoinedFields.Part> parts(Class<?> type) {
    try {
      Constructor<? extends JoinedFields.Parts> parts =
          type.getAnnotation(JoinedFields.class).value().getDeclaredConstructor();
      parts.setAccessible(true);
      return parts.newInstance().parts();
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(type + " does not say which fields it joins", e);
    }
  }

  private static Map<String, Type> parametersOf(Method creator) {
    return Arrays.stream(creator.getParameters())
        .collect(
            Collectors.toMap(
                parameter -> parameter.getAnnotation(JsonProperty.class).value(),
                Parameter::getParameterizedType,
                (first, second) -> first,
                TreeMap::new));
  }

  private static Map<String, Type> componentsOf(Class<?> type) {
    return Arrays.stream(type.getRecordComponents())
        .collect(
            Collectors.toMap(
                RecordComponent::getName,
                RecordComponent::getGenericType,
                (first, second) -> first,
                TreeMap::new));
  }

  /** Whether a file may leave a field of this type out. */
  static boolean isOptional(Type type) {
    return type instanceof ParameterizedType parameterized
        && parameterized.getRawType() == Optional.class;
  }

  private void problem(String path, String message) {
    problems.add(new Problem(file, path, lines.nearest(path), message));
  }
}
