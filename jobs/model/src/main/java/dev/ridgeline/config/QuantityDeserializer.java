package dev.ridgeline.config;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.BeanProperty;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.deser.ContextualDeserializer;
import com.fasterxml.jackson.databind.deser.std.StdScalarDeserializer;
import dev.ridgeline.units.Dimension;
import dev.ridgeline.units.Quantity;
import java.io.IOException;

/**
 * Reads a double as a quantity of the dimension that the component states, as in {@code
 * memoryBytes: 80 GB}.
 */
final class QuantityDeserializer extends StdScalarDeserializer<Double>
    implements ContextualDeserializer {

  private static final long serialVersionUID = 1L;

  private final Dimension dimension;

  QuantityDeserializer(Dimension dimension) {
    super(Double.class);
    this.dimension = dimension;
  }

  @Override
  public JsonDeserializer<?> createContextual(
      DeserializationContext context, BeanProperty property) {
    return property == null || property.getMember() == null
        ? this
        : Ranges.of(property.getMember().getDeclaringClass(), property.getName())
            .map(range -> new QuantityDeserializer(range.dimension()))
            .orElse(this);
  }

  @Override
  public Double deserialize(JsonParser parser, DeserializationContext context) throws IOException {
    JsonToken token = parser.currentToken();
    if (token == JsonToken.VALUE_NUMBER_INT || token == JsonToken.VALUE_NUMBER_FLOAT) {
      return parser.getDoubleValue();
    }
    if (token == JsonToken.VALUE_STRING) {
      try {
        return Quantity.parse(parser.getText(), dimension);
      } catch (IllegalArgumentException e) {
        return (Double)
            context.handleWeirdStringValue(Double.class, parser.getText(), "%s", e.getMessage());
      }
    }
    return (Double) context.handleUnexpectedToken(Double.class, parser);
  }
}
