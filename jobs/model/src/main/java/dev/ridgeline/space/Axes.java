package dev.ridgeline.space;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ridgeline.config.JoinedFields;
import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The object {@code axes} of a sweep file, which has the fields of all axes side by side.
 *
 * @param byAxis the fields of every axis
 */
@JoinedFields(Axes.OfEachAxis.class)
@JsonDeserialize(using = Axes.Reader.class)
public record Axes(Map<Axis<?>, AxisFields<?>> byAxis) {

  public Axes {
    byAxis = Map.copyOf(byAxis);
  }

  /** Returns the values on each axis, and reports every problem with them to the lookup. */
  public AxisValues values(Lookup lookup) {
    AxisValues values = AxisValues.NONE;
    for (Axis<?> axis : Axis.ALL) {
      values = with(values, axis, lookup);
    }
    return values;
  }

  /** An axis whose fields could not be read has no values; the problem is reported already. */
  private <T> AxisValues with(AxisValues values, Axis<T> axis, Lookup lookup) {
    AxisFields<?> written = byAxis.get(axis);
    return written == null ? values : values.with(axis, axis.fields().cast(written).values(lookup));
  }

  /** Lists the fields of each axis for the schema. */
  static final class OfEachAxis implements JoinedFields.Parts {

    @Override
    public List<JoinedFields.Part> parts() {
      return Axis.ALL.stream()
          .map(axis -> new JoinedFields.Part(axis.fields(), axis.doc()))
          .toList();
    }
  }

  /**
   * Reads the object and gives each axis its own fields. Fields that are missing are the business
   * of the check that comes before; an axis without them is left out.
   */
  static final class Reader extends JsonDeserializer<Axes> {

    @Override
    public Axes deserialize(JsonParser parser, DeserializationContext context) throws IOException {
      if (parser.currentToken() != JsonToken.START_OBJECT) {
        return (Axes) context.handleUnexpectedToken(Axes.class, parser);
      }
      JsonNode all = context.readTree(parser);
      Map<Axis<?>, AxisFields<?>> byAxis = new LinkedHashMap<>();
      for (Axis<?> axis : Axis.ALL) {
        ObjectNode own = context.getNodeFactory().objectNode();
        for (RecordComponent component : axis.fields().getRecordComponents()) {
          if (all.has(component.getName())) {
            own.set(component.getName(), all.get(component.getName()));
          }
        }
        if (isWhole(own, axis)) {
          byAxis.put(axis, context.readTreeAsValue(own, axis.fields()));
        }
      }
      return new Axes(byAxis);
    }

    private static boolean isWhole(ObjectNode own, Axis<?> axis) {
      return Arrays.stream(axis.fields().getRecordComponents())
          .allMatch(
              component -> component.getType() == Optional.class || own.has(component.getName()));
    }
  }
}
