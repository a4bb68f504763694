package dev.ridgeline.config;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ridgeline.units.Dimension;
import dev.ridgeline.units.Range;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.Optional;
import java.util.SplittableRandom;

/** Legal records whose numbers are drawn from their whole ranges. */
public final class RandomRecords {

  private static final int TRIALS = 200;

  private final RecordEditor editor = new RecordEditor();
  private final SplittableRandom random;

  public RandomRecords(SplittableRandom random) {
    this.random = random;
  }

  /**
   * A record like another one, some of whose numbers are drawn anew.
   *
   * @param like the other record
   * @param id id of the new one
   * @param share mean share of the numbers that are drawn; fewer where they contradict each other
   */
  public <T> T like(T like, Class<T> type, String id, double share) {
    double drawn = share;
    for (int trial = 0; trial < TRIALS; trial++) {
      ObjectNode tree = editor.tree(like);
      if (tree.has("id")) {
        editor.name(tree, id);
      }
      if (tree.has("status")) {
        tree.put("status", "hypothetical");
      }
      draw(tree, type, drawn);
      try {
        return editor.record(tree, type);
      } catch (InvalidValueException e) {
        drawn *= 0.97; // Too many draws contradict each other, such as heads and groups of heads.
      }
    }
    throw new IllegalStateException("no legal record like " + like);
  }

  private void draw(ObjectNode record, Class<?> type, double share) {
    for (RecordComponent component : type.getRecordComponents()) {
      JsonNode value = record.path(component.getName());
      Type content = content(component.getGenericType());
      Optional<Range> range = Ranges.of(type, component.getName());
      if (range.isPresent()) {
        boolean whole = content == int.class || content == Integer.class;
        record.set(component.getName(), drawn(value, range.get(), whole, share));
      } else if (content instanceof Class<?> inner) {
        drawWithin(value, inner, share);
      }
    }
  }

  private void drawWithin(JsonNode node, Class<?> type, double share) {
    if (node instanceof ArrayNode array) {
      array.forEach(element -> drawWithin(element, type, share));
    } else if (node instanceof ObjectNode object) {
      Optional<Class<?>> record = record(object, type);
      if (record.isPresent()) {
        draw(object, record.get(), share);
      } else {
        object.forEach(element -> drawWithin(element, type, share));
      }
    }
  }

  /** The record that an object is read as; empty where it is a map of records. */
  private static Optional<Class<?>> record(ObjectNode object, Class<?> type) {
    JsonSubTypes family = type.getAnnotation(JsonSubTypes.class);
    if (family != null) {
      return Arrays.stream(family.value())
          .filter(member -> member.name().equals(object.path("kind").asText()))
          .<Class<?>>map(JsonSubTypes.Type::value)
          .findFirst();
    }
    boolean isOne =
        type.isRecord()
            && Arrays.stream(type.getRecordComponents())
                .allMatch(component -> object.has(component.getName()));
    return isOne ? Optional.of(type) : Optional.empty();
  }

  private static Type content(Type type) {
    if (type instanceof ParameterizedType container) {
      Type[] arguments = container.getActualTypeArguments();
      return content(arguments[arguments.length - 1]);
    }
    return type;
  }

  private JsonNode drawn(JsonNode value, Range range, boolean whole, double share) {
    if (value instanceof ObjectNode object) {
      object.properties().forEach(p -> p.setValue(drawn(p.getValue(), range, whole, share)));
      return object;
    }
    boolean isAbsent = !value.isNumber() || !range.has(value.doubleValue());
    if (isAbsent || random.nextDouble() >= share) {
      return value;
    }
    double number = number(range, whole);
    return whole
        ? com.fasterxml.jackson.databind.node.IntNode.valueOf((int) number)
        : com.fasterxml.jackson.databind.node.DoubleNode.valueOf(number);
  }

  /** A number of a range, from end to end; whole ones are powers of 2 or an end. */
  public double number(Range range, boolean whole) {
    double kind = random.nextDouble();
    if (range.least() <= 0 && kind < 0.15) {
      return 0;
    }
    if (kind < 0.3) {
      return range.most();
    }
    double least = range.least() > 0 ? range.least() : range.dimension().range().least();
    if (kind < 0.45) {
      return whole ? Math.ceil(least) : least;
    }
    double drawn = least * Math.pow(range.most() / least, random.nextDouble());
    double inside = Math.max(least, Math.min(range.most(), drawn));
    return whole ? Math.max(1, Integer.highestOneBit((int) inside)) : inside;
  }

  /** A number of a dimension, as {@link #number(Range, boolean)}. */
  public double number(Dimension dimension) {
    return number(dimension.range(), false);
  }
}
