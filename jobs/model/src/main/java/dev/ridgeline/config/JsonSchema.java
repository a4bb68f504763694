package dev.ridgeline.config;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ridgeline.units.Range;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * JSON Schemas of the records that YAML files describe, for completion in editors. A schema has the
 * fields, their types, units, ranges and names, and which of them are required. Other conditions of
 * a record are checked when the file is read.
 */
public final class JsonSchema {

  private static final String DRAFT = "https://json-schema.org/draft/2020-12/schema";

  /** A default of one word or number, as descriptions state it. */
  private static final Pattern DEFAULT =
      Pattern.compile("[Dd]efault: ([a-z0-9][a-z0-9-]*(?:\\.[0-9]+)?)(?=[.,;])");

  /** Whole numbers below this are written without an exponent. */
  private static final double MOST_WHOLE = 1e15;

  private final ObjectMapper mapper = new ObjectMapper();
  private final ObjectNode definitions = mapper.createObjectNode();
  private final FieldDocs docs;

  private JsonSchema(FieldDocs docs) {
    this.docs = docs;
  }

  /**
   * Returns the schema of files that describe a record, as JSON text.
   *
   * @param type the record
   * @param title a name for what such a file describes
   * @param docs descriptions of the fields
   */
  public static String of(Class<?> type, String title, FieldDocs docs) {
    JsonSchema schema = new JsonSchema(docs);
    ObjectNode root = schema.mapper.createObjectNode();
    root.put("$schema", DRAFT);
    root.put("title", title);
    root.setAll(schema.schema(type, Optional.empty()));
    if (!schema.definitions.isEmpty()) {
      root.set("$defs", schema.definitions);
    }
    try {
      return schema.mapper.writer(SerializationFeature.INDENT_OUTPUT).writeValueAsString(root)
          + "\n";
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a tree can be written", e);
    }
  }

  /**
   * The schema of a type.
   *
   * @param range range of the numbers in it; empty where it has none of its own
   */
  private ObjectNode schema(Type type, Optional<Range> range) {
    if (type instanceof ParameterizedType parameterized) {
      return container(parameterized, range);
    }
    Class<?> declared = (Class<?>) type;
    if (declared.isAnnotationPresent(WrittenAs.class)) {
      return written(declared.getAnnotation(WrittenAs.class).value());
    }
    if (declared.isAnnotationPresent(JsonSubTypes.class)) {
      return family(declared);
    }
    if (declared.isAnnotationPresent(OrWord.class)) {
      ObjectNode schema = mapper.createObjectNode();
      ArrayNode forms = schema.putArray("oneOf");
      List<String> words = List.of(declared.getAnnotation(OrWord.class).value());
      forms.addObject().set("enum", names(words));
      forms.add(reference(declared));
      return schema;
    }
    if (declared.isRecord()) {
      return reference(declared);
    }
    return scalar(declared, range);
  }

  private ObjectNode written(String json) {
    try {
      return (ObjectNode) mapper.readTree(json);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("not JSON: " + json, e);
    }
  }

  private ObjectNode container(ParameterizedType type, Optional<Range> range) {
    Type[] arguments = type.getActualTypeArguments();
    Type content = arguments[arguments.length - 1];
    if (type.getRawType() == Optional.class) {
      return schema(content, range);
    }
    ObjectNode schema = mapper.createObjectNode();
    if (type.getRawType() == List.class) {
      schema.put("type", "array");
      schema.set("items", schema(content, range));
      return schema;
    }
    if (type.getRawType() != Map.class) {
      throw new IllegalStateException("no schema for " + type);
    }
    schema.put("type", "object");
    Class<?> key = (Class<?>) arguments[0];
    if (key.isEnum()) {
      schema.putObject("propertyNames").set("enum", names(EnumName.all(key)));
    } else if (key == Integer.class) {
      schema.putObject("propertyNames").put("pattern", "^[0-9]+$");
    }
    schema.set("additionalProperties", schema(content, range));
    return schema;
  }

  /** The schema of a sealed family, whose members are told apart by {@code kind}. */
  private ObjectNode family(Class<?> family) {
    ObjectNode schema = mapper.createObjectNode();
    ArrayNode kinds = schema.putArray("oneOf");
    for (JsonSubTypes.Type member : family.getAnnotation(JsonSubTypes.class).value()) {
      ObjectNode kind = object(member.value());
      ObjectNode properties = mapper.createObjectNode();
      properties.putObject("kind").put("const", member.name());
      properties.setAll((ObjectNode) kind.get("properties"));
      kind.set("properties", properties);
      ((ArrayNode) kind.get("required")).insert(0, "kind");
      kinds.add(kind);
    }
    return schema;
  }

  private ObjectNode reference(Class<?> record) {
    String name = record.getSimpleName();
    if (!definitions.has(name)) {
      definitions.putObject(name); // keeps its place, and ends recursion
      definitions.set(name, object(record));
    }
    ObjectNode schema = mapper.createObjectNode();
    schema.put("$ref", "#/$defs/" + name);
    return schema;
  }

  private ObjectNode object(Class<?> record) {
    ObjectNode schema = mapper.createObjectNode();
    schema.put("type", "object");
    ObjectNode properties = schema.putObject("properties");
    ArrayNode required = schema.putArray("required");
    Map<String, String> joined = RecordFields.docs(record);
    RecordFields.of(record)
        .orElseThrow()
        .forEach(
            (name, type) -> {
              ObjectNode field = schema(type, RecordFields.range(record, name));
              Optional.ofNullable(joined.get(name))
                  .or(() -> docs.of(record, name))
                  .ifPresent(doc -> describe(field, doc));
              properties.set(name, field);
              if (!RecordFields.isOptional(type)) {
                required.add(name);
              }
            });
    schema.put("additionalProperties", false);
    return schema;
  }

  /** Puts the description of a field before the units and the range of its number. */
  private static void describe(ObjectNode field, String doc) {
    JsonNode allowed = field.path("description");
    field.put("description", allowed.isTextual() ? doc + " Allowed: " + allowed.asText() : doc);
    Matcher stated = DEFAULT.matcher(doc);
    if (stated.find()) {
      defaultOf(field, stated.group(1)).ifPresent(value -> field.set("default", value));
    }
  }

  /** The default that a description states, where it is a value that the field may have. */
  private static Optional<JsonNode> defaultOf(JsonNode schema, String stated) {
    String type = schema.path("type").asText();
    JsonNodeFactory values = JsonNodeFactory.instance;
    if (type.equals("array")) {
      return defaultOf(schema.path("items"), stated).map(values.arrayNode()::add);
    }
    for (JsonNode name : schema.path("enum")) {
      if (name.asText().equals(stated)) {
        return Optional.of(name);
      }
    }
    if (type.equals("boolean") && (stated.equals("true") || stated.equals("false"))) {
      return Optional.of(values.booleanNode(Boolean.parseBoolean(stated)));
    }
    if ((type.equals("integer") || type.equals("number")) && stated.matches("[0-9.]+")) {
      BigDecimal number = new BigDecimal(stated);
      return Optional.of(values.numberNode(number));
    }
    return Optional.empty();
  }

  private ObjectNode scalar(Class<?> type, Optional<Range> range) {
    ObjectNode schema = mapper.createObjectNode();
    if (type.isEnum()) {
      schema.set("enum", names(EnumName.all(type)));
    } else if (type == double.class || type == Double.class) {
      quantity(schema, required(range));
    } else if (type == int.class || type == Integer.class) {
      schema.put("type", "integer");
      limits(schema, required(range));
    } else if (type == boolean.class || type == Boolean.class) {
      schema.put("type", "boolean");
    } else if (type == LocalDate.class) {
      schema.put("type", "string").put("pattern", "^[0-9]{4}-[0-9]{2}-[0-9]{2}$");
    } else if (type == String.class) {
      schema.put("type", "string");
    } else {
      throw new IllegalStateException("no schema for " + type);
    }
    return schema;
  }

  private static Range required(Optional<Range> range) {
    return range.orElseThrow(() -> new IllegalStateException("a number without a dimension"));
  }

  private static void quantity(ObjectNode schema, Range range) {
    if (range.dimension().hasUnit()) {
      schema.putArray("type").add("number").add("string");
      schema.put("description", range.allowed());
    } else {
      schema.put("type", "number");
    }
    limits(schema, range);
  }

  private static void limits(ObjectNode schema, Range range) {
    limit(schema, "minimum", range.least());
    limit(schema, "maximum", range.most());
  }

  private static void limit(ObjectNode schema, String keyword, double value) {
    if (value == Math.rint(value) && value < MOST_WHOLE) {
      schema.put(keyword, (long) value);
    } else {
      schema.put(keyword, value);
    }
  }

  private ArrayNode names(List<String> names) {
    ArrayNode array = mapper.createArrayNode();
    names.forEach(array::add);
    return array;
  }
}
