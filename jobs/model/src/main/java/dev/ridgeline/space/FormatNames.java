package dev.ridgeline.space;

import com.fasterxml.jackson.annotation.JsonCreator;
import dev.ridgeline.config.InvalidValueException;
import dev.ridgeline.config.WrittenAs;
import java.util.Map;
import java.util.Set;

/** Names of number formats in a sweep file: one for all pools, or one for each. */
@WrittenAs(
    """
    {"oneOf": [
      {"type": "string"},
      {"type": "object",
       "properties": {
         "prefill": {"type": "string", "description": "Formats in the prefill pool."},
         "decode": {"type": "string", "description": "Formats in the decode pool."}},
       "required": ["prefill", "decode"],
       "additionalProperties": false}]}
    """)
final class FormatNames {

  private static final Set<String> POOLS = Set.of("prefill", "decode");

  private final String prefill;
  private final String decode;

  private FormatNames(String prefill, String decode) {
    this.prefill = prefill;
    this.decode = decode;
  }

  /**
   * Reads a name, or an object with a name for prefill and one for decode.
   *
   * @throws InvalidValueException for any other value
   */
  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  static FormatNames of(Object written) {
    if (written instanceof String name && !name.isEmpty()) {
      return new FormatNames(name, name);
    }
    if (written instanceof Map<?, ?> names
        && names.keySet().equals(POOLS)
        && names.get("prefill") instanceof String prefill
        && names.get("decode") instanceof String decode) {
      return new FormatNames(prefill, decode);
    }
    throw new InvalidValueException(
        "", written, "the name of a quantization, or an object with 'prefill' and 'decode'");
  }

  String prefill() {
    return prefill;
  }

  String decode() {
    return decode;
  }

  /** Whether one name stands for all pools. */
  boolean isOne() {
    return prefill.equals(decode);
  }

  /** The name, or both names. */
  @Override
  public String toString() {
    return isOne() ? decode : prefill + " > " + decode;
  }
}
