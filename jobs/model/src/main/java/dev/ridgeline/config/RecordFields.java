package dev.ridgeline.config;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.databind.JsonNode;
import dev.ridgeline.units.Plausible;
import dev.ridgeline.units.Range;
import java.lang.reflect.Constructor;
import java.lang.reflect.Method;
import java.lang.reflect.Parameter;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The fields that a file has for a record: their names, types, ranges and descriptions. */
final class RecordFields {

  /** Found once for each class: annotations of parameters are parsed anew at every look. */
  private static final ClassValue<Optional<Map<String, Type>>> FIELDS =
      new ClassValue<>() {
        @Override
        protected Optional<Map<String, Type>> computeValue(Class<?> type) {
          return find(type).map(Collections::unmodifiableMap);
        }
      };

  private RecordFields() {}

  /**
   * Names and types of the components that a record is made from; empty for a type that is no
   * record.
   */
  static Optional<Map<String, Type>> of(Class<?> type) {
    return FIELDS.get(type);
  }

  private static Optional<Map<String, Type>> find(Class<?> type) {
    if (!type.isRecord()) {
      return Optional.empty();
    }
    if (isJoined(type)) {
      Map<String, Type> all = new TreeMap<>();
      parts(type).forEach(part -> all.putAll(componentsOf(part.record())));
      return Optional.of(all);
    }
    return Arrays.stream(type.getDeclaredMethods())
        .filter(method -> method.isAnnotationPresent(JsonCreator.class))
        .filter(
            method -> method.getAnnotation(JsonCreator.class).mode() != JsonCreator.Mode.DELEGATING)
        .findFirst()
        .map(RecordFields::parametersOf)
        .or(() -> Optional.of(componentsOf(type)));
  }

  /** Whether a record is written with the fields of several others. */
  static boolean isJoined(Class<?> type) {
    return type.isAnnotationPresent(JoinedFields.class);
  }

  /** The type itself, or the member of a sealed family that the document's kind names. */
  static Optional<Class<?>> member(Class<?> type, JsonNode node) {
    JsonSubTypes family = type.getAnnotation(JsonSubTypes.class);
    if (family == null) {
      return Optional.of(type);
    }
    return Arrays.stream(family.value())
        .filter(member -> member.name().equals(node.path("kind").asText()))
        .<Class<?>>map(JsonSubTypes.Type::value)
        .findFirst();
  }

  /** The type itself, or all members of a sealed family. */
  static List<Class<?>> members(Class<?> type) {
    JsonSubTypes family = type.getAnnotation(JsonSubTypes.class);
    return family == null
        ? List.of(type)
        : Arrays.stream(family.value()).<Class<?>>map(JsonSubTypes.Type::value).toList();
  }

  /** The kinds of a sealed family; empty for any other type. */
  static List<String> kinds(Class<?> type) {
    JsonSubTypes family = type.getAnnotation(JsonSubTypes.class);
    return family == null
        ? List.of()
        : Arrays.stream(family.value()).map(JsonSubTypes.Type::name).sorted().toList();
  }

  /** Descriptions of the fields of a record, for those that have one. */
  static Map<String, String> docs(Class<?> type) {
    Map<String, String> docs = new TreeMap<>();
    if (isJoined(type)) {
      for (JoinedFields.Part part : parts(type)) {
        componentsOf(part.record()).keySet().forEach(name -> docs.put(name, part.doc()));
      }
    }
    return docs;
  }

  /** The range of the numbers in a field of a record; empty where the field has none. */
  static Optional<Range> range(Class<?> record, String field) {
    return owners(record).stream().flatMap(owner -> Ranges.of(owner, field).stream()).findFirst();
  }

  /** What the numbers in a field are of; empty where they may have their whole range. */
  static Optional<Plausible> plausible(Class<?> record, String field) {
    return owners(record).stream()
        .flatMap(owner -> Ranges.plausible(owner, field).stream())
        .findFirst();
  }

  private static List<Class<?>> owners(Class<?> record) {
    return isJoined(record)
        ? parts(record).stream().<Class<?>>map(JoinedFields.Part::record).toList()
        : List.of(record);
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
}
