package dev.ridgeline.config;

import com.fasterxml.jackson.annotation.JsonCreator;
import java.util.ArrayList;
import java.util.List;

/** One number or several, each with or without a unit: {@code 2}, {@code [80 GB, 288 GB]}. */
@WrittenAs(
    """
    {"oneOf": [
      {"type": ["number", "string"], "minimum": -1e30, "maximum": 1e30},
      {"type": "array",
       "items": {"type": ["number", "string"], "minimum": -1e30, "maximum": 1e30}}]}
    """)
public final class Amounts {

  private final List<String> written;
  private final boolean isList;

  private Amounts(List<String> written, boolean isList) {
    this.written = List.copyOf(written);
    this.isList = isList;
  }

  /**
   * Reads one value or a list of values.
   *
   * @throws InvalidValueException for a value that is neither a number nor a text
   */
  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  static Amounts of(Object value) {
    if (!(value instanceof List<?> values)) {
      return new Amounts(List.of(text("", value)), false);
    }
    List<String> texts = new ArrayList<>();
    for (int i = 0; i < values.size(); i++) {
      texts.add(text(Integer.toString(i), values.get(i)));
    }
    return new Amounts(texts, true);
  }

  private static String text(String place, Object value) {
    if (value instanceof Number || value instanceof String) {
      return value.toString();
    }
    throw new InvalidValueException(place, value, "a number, such as 2 or '288 GB', or a list");
  }

  /** The values as they are written. */
  public List<String> written() {
    return written;
  }

  /** Place of a value below the field, as the rest of a JSON pointer. */
  public String place(int index) {
    return isList ? "/" + index : "";
  }
}
