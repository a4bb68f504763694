package dev.ridgeline.sweep;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/**
 * Puts values of real files beside the fields of a schema, one for each field, so that an editor
 * shows how people write it.
 */
final class SchemaExamples {

  private final JsonNode root;

  private SchemaExamples(JsonNode root) {
    this.root = root;
  }

  /**
   * Adds examples to a schema.
   *
   * @param schema gains the keyword {@code examples} at every field that a document has
   * @param documents the first that has a field gives its example
   */
  static void add(JsonNode schema, List<JsonNode> documents) {
    SchemaExamples examples = new SchemaExamples(schema);
    documents.forEach(document -> examples.walk(schema, document));
  }

  private void walk(JsonNode schema, JsonNode value) {
    JsonNode target =
        schema.has("$ref") ? root.at(schema.get("$ref").asText().substring(1)) : schema;
    for (JsonNode form : target.path("oneOf")) {
      if (mayBe(form, value)) {
        walk(form, value);
      }
    }
    if (value.isArray()) {
      value.forEach(item -> walk(target.path("items"), item));
    }
    value
        .properties()
        .forEach(
            field -> {
              JsonNode property = target.path("properties").path(field.getKey());
              if (property instanceof ObjectNode found) {
                if (!found.has("examples") && !found.has("const") && isShort(field.getValue())) {
                  found.putArray("examples").add(field.getValue());
                }
                walk(found, field.getValue());
              } else {
                walk(target.path("additionalProperties"), field.getValue());
              }
            });
  }

  /** Whether a value is of one form of several: members of a family state their kind. */
  private static boolean mayBe(JsonNode form, JsonNode value) {
    JsonNode kind = form.path("properties").path("kind").path("const");
    return kind.isMissingNode() ? value.isObject() : kind.equals(value.path("kind"));
  }

  /** Values of one line: numbers, texts, and short lists and objects of them. */
  private static boolean isShort(JsonNode value) {
    return value.isValueNode() || (!value.isEmpty() && value.toString().length() <= 80);
  }
}
