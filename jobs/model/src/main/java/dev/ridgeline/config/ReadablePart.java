package dev.ridgeline.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The part of a document that can be read in spite of its problems. An optional field, an element
 * of a list and an entry of a map with a problem are left out. A record without one of its required
 * fields is left out whole, but for texts, which are then blank.
 */
final class ReadablePart {

  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private final Set<String> broken;

  /** Places in the document of the elements that are left, by the place of their list in here. */
  private final Map<String, List<Integer>> kept = new HashMap<>();

  /**
   * The part without the places that have a problem.
   *
   * @param broken JSON pointers of the places
   */
  ReadablePart(Set<String> broken) {
    this.broken = broken;
  }

  /** Returns the readable part of a document that is read as a type; empty where there is none. */
  Optional<JsonNode> of(JsonNode tree, Type type) {
    return Optional.ofNullable(part(tree, type, "", ""));
  }

  /** The place in the document of a place in the part. */
  String original(String path) {
    StringBuilder original = new StringBuilder();
    String place = "";
    for (String step : path.split("/", -1)) {
      if (step.isEmpty()) {
        continue;
      }
      List<Integer> places = kept.getOrDefault(place, List.of());
      boolean isElement = step.matches("[0-9]{1,9}") && Integer.parseInt(step) < places.size();
      original.append('/').append(isElement ? places.get(Integer.parseInt(step)).toString() : step);
      place = place + "/" + step;
    }
    return original.toString();
  }

  private @Nullable JsonNode part(JsonNode node, Type type, String path, String place) {
    if (broken.contains(path) || node.isNull() || node.isMissingNode()) {
      return null;
    }
    if (type instanceof ParameterizedType container) {
      Type[] arguments = container.getActualTypeArguments();
      Type content = arguments[arguments.length - 1];
      if (container.getRawType() == Optional.class) {
        return part(node, content, path, place);
      }
      return node.isArray() ? list(node, content, path, place) : map(node, content, path, place);
    }
    Class<?> declared = (Class<?>) type;
    Optional<Map<String, Type>> fields =
        RecordFields.member(declared, node).flatMap(RecordFields::of);
    return fields.isPresent() && node.isObject()
        ? record(node, fields.get(), declared, path, place)
        : node;
  }

  private JsonNode list(JsonNode node, Type content, String path, String place) {
    ArrayNode part = NODES.arrayNode();
    List<Integer> places = new ArrayList<>();
    for (int i = 0; i < node.size(); i++) {
      JsonNode element = part(node.get(i), content, path + "/" + i, place + "/" + part.size());
      if (element != null) {
        part.add(element);
        places.add(i);
      }
    }
    if (places.size() < node.size()) {
      kept.put(place, places);
    }
    return part;
  }

  private JsonNode map(JsonNode node, Type content, String path, String place) {
    ObjectNode part = NODES.objectNode();
    for (Map.Entry<String, JsonNode> entry : node.properties()) {
      String step = "/" + entry.getKey();
      JsonNode value = part(entry.getValue(), content, path + step, place + step);
      if (value != null) {
        part.set(entry.getKey(), value);
      }
    }
    return part;
  }

  private @Nullable JsonNode record(
      JsonNode node, Map<String, Type> fields, Class<?> declared, String path, String place) {
    ObjectNode part = NODES.objectNode();
    if (!declared.isRecord() && node.has("kind")) {
      part.set("kind", node.get("kind"));
    }
    for (Map.Entry<String, Type> field : fields.entrySet()) {
      String step = "/" + field.getKey();
      JsonNode value = part(node.path(field.getKey()), field.getValue(), path + step, place + step);
      if (value != null) {
        part.set(field.getKey(), value);
      } else if (field.getValue() == String.class) {
        part.put(field.getKey(), "");
      } else if (!RecordFields.isOptional(field.getValue()) && !RecordFields.isJoined(declared)) {
        return null;
      }
    }
    return part;
  }
}
