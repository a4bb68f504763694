package dev.ridgeline.units;

import java.util.Locale;

/**
 * What a quantity measures, and the SI unit in which Ridgeline holds it.
 *
 * <p>The dimension of a field is written in its name: {@code memoryBytesPerSecond} is a {@link
 * #BYTES_PER_SECOND}. {@link #ofName} reads it from there, so a catalog file can say {@code 3.35
 * TB/s} without declaring the unit of the field.
 */
public enum Dimension {
  FLOPS_PER_SECOND("flopspersecond", "FLOP/s"),
  BYTES_PER_SECOND("bytespersecond", "B/s"),
  BYTES("bytes", "B"),
  SECONDS("seconds", "s"),
  WATTS("watts", "W"),
  JOULES("joules", "J"),
  /** A count, a fraction, dollars: a number that takes no unit in a file. */
  PLAIN("", "");

  private final String nameSuffix;
  private final String symbol;

  Dimension(String nameSuffix, String symbol) {
    this.nameSuffix = nameSuffix;
    this.symbol = symbol;
  }

  /** The SI symbol, empty for {@link #PLAIN}. */
  String symbol() {
    return symbol;
  }

  /**
   * The dimension that a field name states by its ending, ignoring case; {@link #PLAIN} where it
   * states none. {@code bytesPerAccelerator} counts as bytes and {@code joulesPerFlop} as joules,
   * because they begin with their unit.
   */
  public static Dimension ofName(String fieldName) {
    String name = fieldName.toLowerCase(Locale.ROOT);
    for (Dimension dimension : values()) {
      if (dimension != PLAIN && name.endsWith(dimension.nameSuffix)) {
        return dimension;
      }
    }
    if (name.startsWith("bytesper")) {
      return BYTES;
    }
    return name.startsWith("joulesper") ? JOULES : PLAIN;
  }
}
