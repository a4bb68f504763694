package dev.ridgeline.config;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.databind.JsonNode;
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
  private final Map<String, Integer> lines;
  private final List<Problem> problems;

  FieldCheck(String file, Map<String, Integer> lines, List<Problem> problems) {
    this.file = file;
    this.lines = lines;
    this.problems = problems;
  }

  /** Reports every unknown and every missing field of {@code node}, read as {@code type}. */
  void check(JsonNode node, Type type, String path) {
    if (type instanceof ParameterizedType parameterized) {
      checkContainer(node, parameterized, path);
    } else if (type instanceof Class<?> declared && node.isObject()) {
      subtype(declared, node)
          .flatMap(FieldCheck::fields)
          .ifPresent(fields -> checkFields(node, fields, declared, path));
    }
  }

  private void checkContainer(JsonNode node, ParameterizedType type, String path) {
    Type[] arguments = type.getActualTypeArguments();
    Type content = arguments[arguments.length - 1];
    if (type.getRawType() == Optional.class) {
      check(node, content, path);
    } else if (type.getRawType() == List.class && node.isArray()) {
      for (int i = 0; i < node.size(); i++) {
        check(node.get(i), content, path + "/" + i);
      }
    } else if (type.getRawType() == Map.class && node.isObject()) {
      node.properties()
          .forEach(entry -> check(entry.getValue(), content, path + "/" + entry.getKey()));
    }
  }

  private void checkFields(
      JsonNode node, Map<String, Type> fields, Class<?> declared, String path) {
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
            check(node.get(name), fieldType, path + "/" + name);
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
    problems.add(new Problem(file, path, Lines.nearest(lines, path), message));
  }
}
