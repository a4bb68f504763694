package dev.ridgeline.config;

import com.fasterxml.jackson.annotation.JsonAutoDetect;
import com.fasterxml.jackson.annotation.PropertyAccessor;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ridgeline.units.Dimension;
import dev.ridgeline.units.Quantity;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.DoubleUnaryOperator;

/**
 * Makes records that differ from others in some numbers. The new records pass the same checks as
 * records read from a file.
 */
public final class RecordEditor {

  private static final String EVERY = "*";

  private final ObjectMapper mapper;

  public RecordEditor() {
    mapper =
        YamlReader.strictMapper()
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
            // Immutable maps of the JDK have another order in every run.
            .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
            .setVisibility(PropertyAccessor.ALL, JsonAutoDetect.Visibility.NONE)
            .setVisibility(PropertyAccessor.FIELD, JsonAutoDetect.Visibility.ANY)
            .setVisibility(PropertyAccessor.CREATOR, JsonAutoDetect.Visibility.ANY);
  }

  /** Returns the record as a tree that {@link #change} and {@link #name} alter. */
  public ObjectNode tree(Object value) {
    return mapper.valueToTree(value);
  }

  /** Sets the id in the tree. */
  public void name(ObjectNode tree, String id) {
    tree.put("id", id);
  }

  /** Sets another text of the tree. */
  public void write(ObjectNode tree, String field, String text) {
    tree.put(field, text);
  }

  /**
   * Sets one number of the tree, or all numbers below a field. A key that a map lacks is added.
   *
   * @param type record that the tree describes
   * @param path as in {@link #change}
   * @param written the number as files write it, with or without a unit
   * @throws InvalidValueException for a path that leads to no number, and for a number that the
   *     field cannot have, or that nobody means
   */
  public void set(ObjectNode tree, Class<?> type, String path, String written) {
    Optional<NumberPath> numbers = NumberPath.of(type, path);
    double value;
    try {
      value = numbers.isPresent() ? numbers.get().parse(written) : plain(written);
    } catch (IllegalArgumentException e) {
      throw new InvalidValueException(path, String.valueOf(e.getMessage()));
    }
    numbers
        .flatMap(kind -> kind.implausible(written, value))
        .ifPresent(
            problem -> {
              throw new InvalidValueException(path, problem);
            });
    int end = path.lastIndexOf('/');
    JsonNode map = end < 0 ? tree : tree.at("/" + path.substring(0, end));
    if (numbers.isPresent() && numbers.get().isKey() && map instanceof ObjectNode object) {
      object.put(path.substring(end + 1), value);
    } else {
      change(tree, path, x -> value);
    }
  }

  /** The number at a path that ends nowhere or that has a star for a field; NaN for a text. */
  private static double plain(String written) {
    try {
      return Quantity.parse(written, Dimension.NUMBER);
    } catch (IllegalArgumentException e) {
      return Double.NaN;
    }
  }

  /**
   * Multiplies one number of the tree, or all numbers below a field.
   *
   * @param type record that the tree describes
   * @param path as in {@link #change}
   * @throws InvalidValueException for a path that leads to no number, and for a product that the
   *     field cannot have, or that nobody means
   */
  public void scale(ObjectNode tree, Class<?> type, String path, double factor) {
    Optional<NumberPath> numbers = NumberPath.of(type, path);
    change(
        tree,
        path,
        x -> {
          double product = x * factor;
          numbers
              .flatMap(kind -> kind.implausible(Double.toString(product), product))
              .ifPresent(
                  problem -> {
                    throw new InvalidValueException(path, problem);
                  });
          return product;
        });
  }

  /**
   * Changes one number of the tree, or all numbers below a field.
   *
   * @param path names of fields and places in lists, counted from 0, separated by slashes; a star
   *     stands for every name or place
   * @throws InvalidValueException for a path that leads to no field or to no number, or where a
   *     whole number would become a fraction
   */
  public void change(ObjectNode tree, String path, DoubleUnaryOperator change) {
    change(tree, List.of(path.split("/", -1)), path, change);
  }

  private void change(
      JsonNode parent, List<String> steps, String path, DoubleUnaryOperator change) {
    String step = steps.get(0);
    List<String> rest = steps.subList(1, steps.size());
    if (step.equals(EVERY)) {
      changeEvery(parent, rest, path, change);
      return;
    }
    JsonNode child = child(parent, step, path);
    if (!rest.isEmpty()) {
      change(child, rest, path, change);
      return;
    }
    JsonNode changed = changed(child, path, change);
    if (parent instanceof ArrayNode array) {
      array.set(Integer.parseInt(step), changed);
    } else {
      ((ObjectNode) parent).set(step, changed);
    }
  }

  private void changeEvery(
      JsonNode parent, List<String> rest, String path, DoubleUnaryOperator change) {
    boolean found = false;
    InvalidValueException missing =
        new InvalidValueException(path, "leads to no number. Allowed: the path of a number.");
    for (String place : places(parent)) {
      List<String> steps = new ArrayList<>(rest);
      steps.add(0, place);
      try {
        change(parent, steps, path, change);
        found = true;
      } catch (InvalidValueException e) {
        missing = e;
      }
    }
    if (!found) {
      throw missing;
    }
  }

  private static List<String> places(JsonNode parent) {
    List<String> places = new ArrayList<>();
    parent.fieldNames().forEachRemaining(places::add);
    for (int i = 0; parent.isArray() && i < parent.size(); i++) {
      places.add(Integer.toString(i));
    }
    return places;
  }

  /**
   * Returns the record that the tree describes.
   *
   * @throws InvalidValueException when the tree breaks a condition of the record; its field is the
   *     whole path of the value
   */
  public <T> T record(ObjectNode tree, Class<T> type) {
    try {
      return mapper.treeToValue(tree, type);
    } catch (JsonMappingException e) {
      if (e.getCause() instanceof InvalidValueException invalid) {
        String place = (MappingProblem.place(e) + MappingProblem.field(e)).replaceFirst("^/", "");
        throw new InvalidValueException(place, invalid.reason());
      }
      throw new IllegalStateException("a record that was read cannot be read again", e);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a tree in memory cannot fail to be read", e);
    }
  }

  private static JsonNode child(JsonNode parent, String step, String path) {
    JsonNode child =
        parent.isArray() && step.matches("[0-9]{1,6}")
            ? parent.path(Integer.parseInt(step))
            : parent.path(step);
    if (child.isMissingNode()) {
      throw new InvalidValueException(
          path, "unknown field '" + step + "'." + NearestName.advice(step, places(parent)));
    }
    return child;
  }

  private JsonNode changed(JsonNode node, String path, DoubleUnaryOperator change) {
    if (node.isObject() && !node.isEmpty()) {
      ObjectNode copy = mapper.createObjectNode();
      node.properties()
          .forEach(
              field ->
                  copy.set(
                      field.getKey(),
                      changed(field.getValue(), path + "/" + field.getKey(), change)));
      return copy;
    }
    if (!node.isNumber()) {
      throw new InvalidValueException(path, "is not a number. Allowed: the path of a number.");
    }
    double value = change.applyAsDouble(node.doubleValue());
    if (!node.isIntegralNumber()) {
      return mapper.getNodeFactory().numberNode(value);
    }
    if (value != Math.rint(value) || Math.abs(value) > Integer.MAX_VALUE) {
      throw new InvalidValueException(path, value, "a whole number");
    }
    return mapper.getNodeFactory().numberNode((int) value);
  }
}
