package dev.ridgeline.units;

import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads and writes quantities with unit prefixes. Everywhere else a quantity is a double in SI
 * units.
 */
public final class Quantity {

  private static final Pattern TEXT =
      Pattern.compile("([-+]?[0-9][0-9_]*(?:\\.[0-9]+)?(?:[eE][-+]?[0-9]+)?)\\s*(\\D.*)?");

  private static final Map<String, Double> DECIMAL =
      Map.of("", 1.0, "k", 1e3, "M", 1e6, "G", 1e9, "T", 1e12, "P", 1e15, "E", 1e18);
  private static final Map<String, Double> BINARY =
      Map.of("Ki", 0x1p10, "Mi", 0x1p20, "Gi", 0x1p30, "Ti", 0x1p40);
  private static final Map<String, Double> SUBMULTIPLE =
      Map.of("", 1.0, "m", 1e-3, "u", 1e-6, "n", 1e-9, "p", 1e-12);

  private Quantity() {}

  /**
   * Returns the value of {@code text} in the SI unit of {@code dimension}.
   *
   * <p>Accepted are a bare number, which is in SI units already, and a number with a unit. Bytes
   * {@code B} and rates {@code B/s} or {@code b/s} (bits) take decimal prefixes ({@code GB} = 10^9)
   * or binary ones ({@code GiB} = 2^30). {@code FLOP/s} and {@code W} take decimal prefixes, {@code
   * s} and {@code J} those below one, such as {@code ms} and {@code pJ}.
   *
   * @throws IllegalArgumentException when the text is no number, or its unit is not one of the
   *     dimension; the message says what is accepted
   */
  public static double parse(String text, Dimension dimension) {
    Matcher matcher = TEXT.matcher(text.strip());
    if (!matcher.matches()) {
      throw new IllegalArgumentException("expected " + expectation(dimension));
    }
    double number = Double.parseDouble(matcher.group(1).replace("_", ""));
    String unit = matcher.group(2) == null ? "" : matcher.group(2).strip();
    if (unit.isEmpty()) {
      return number;
    }
    Double factor = factor(unit, dimension);
    if (factor == null) {
      throw new IllegalArgumentException("expected " + expectation(dimension));
    }
    return number * factor;
  }

  /**
   * The quantities that a file may state in this dimension, with an example, to follow "expected".
   */
  public static String expectation(Dimension dimension) {
    return dimension.hasUnit() ? dimension.noun() : "a number without a unit";
  }

  /** The number of a quantity without its unit: 80 of "80 GB". */
  static double number(String text) {
    return Double.parseDouble(numeral(text).replace("_", ""));
  }

  /** The number of a quantity as it is written. */
  static String numeral(String text) {
    return matched(text).group(1);
  }

  /** The unit of a quantity; empty for a bare number. */
  static String unit(String text) {
    String unit = matched(text).group(2);
    return unit == null ? "" : unit.strip();
  }

  private static Matcher matched(String text) {
    Matcher matcher = TEXT.matcher(text.strip());
    if (!matcher.matches()) {
      throw new IllegalArgumentException("'" + text + "' is no quantity");
    }
    return matcher;
  }

  /** The units that people write in a dimension, with their factors; none for bare numbers. */
  static Map<String, Double> usualUnits(Dimension dimension) {
    Map<String, Double> units = new LinkedHashMap<>();
    for (String prefix : List.of("", "k", "M", "G", "T", "P", "E", "m", "u", "n", "p")) {
      String unit = prefix + dimension.symbol();
      Double factor = dimension.hasUnit() ? factor(unit, dimension) : null;
      if (factor != null) {
        units.put(unit, factor);
      }
    }
    return units;
  }

  /** Writes a value as a file may state it, without loss: "1 kB/s", "1e24 FLOP/s", "10000". */
  static String exact(double value, Dimension dimension) {
    String unit = dimension.hasUnit() ? " " + dimension.symbol() : "";
    if (dimension.hasUnit()) {
      for (String prefix : List.of("k", "M", "G", "T", "P", "E", "m", "u", "n", "p")) {
        Double factor = factor(prefix + dimension.symbol(), dimension);
        if (factor != null && value / factor >= 1 && value / factor < 1000) {
          return bare(value / factor) + " " + prefix + dimension.symbol();
        }
      }
    }
    return bare(value) + unit;
  }

  /** A number with the fewest digits: "0.01", "10000", "1e24". */
  private static String bare(double value) {
    BigDecimal shortest = new BigDecimal(Double.toString(value)).stripTrailingZeros();
    int exponent = shortest.precision() - shortest.scale() - 1;
    return exponent >= -3 && exponent <= 6
        ? shortest.toPlainString()
        : shortest.movePointLeft(exponent).toPlainString() + "e" + exponent;
  }

  /**
   * Formats a count for people, with three or four significant digits and a decimal prefix: "1.41
   * T".
   */
  public static String format(double count) {
    return prefixed(count, "").strip();
  }

  /**
   * Formats the value for people, with three or four significant digits and a decimal prefix: "1.41
   * TB/s". Tables and files hold the plain SI number instead.
   */
  public static String format(double value, Dimension dimension) {
    if (dimension == Dimension.SECONDS) {
      return formatSeconds(value);
    }
    return prefixed(value, dimension.symbol());
  }

  private static String prefixed(double value, String symbol) {
    if (!(Math.abs(value) > 0)) {
      return "0 " + symbol;
    }
    String[] prefixes = {"", "k", "M", "G", "T", "P", "E"};
    int step = 0;
    double scaled = value;
    while (Math.abs(scaled) >= 999.95 && step < prefixes.length - 1) {
      scaled /= 1e3;
      step++;
    }
    return significant(scaled) + " " + prefixes[step] + symbol;
  }

  private static String formatSeconds(double seconds) {
    if (!(Math.abs(seconds) > 0)) {
      return "0 s";
    }
    if (Math.abs(seconds) >= 1) {
      return significant(seconds) + " s";
    }
    if (Math.abs(seconds) >= 1e-3) {
      return significant(seconds * 1e3) + " ms";
    }
    return significant(seconds * 1e6) + " us";
  }

  private static String significant(double value) {
    double magnitude = Math.abs(value);
    String pattern = magnitude >= 100 ? "%.1f" : magnitude >= 10 ? "%.2f" : "%.3f";
    return String.format(Locale.ROOT, pattern, value);
  }

  private static @Nullable Double factor(String unit, Dimension dimension) {
    return switch (dimension) {
      case BYTES -> prefix(unit, "B", DECIMAL, BINARY);
      case BYTES_PER_SECOND -> {
        Double bytes = prefix(unit, "B/s", DECIMAL, BINARY);
        Double bits = prefix(unit, "b/s", DECIMAL, BINARY);
        yield bytes != null ? bytes : bits != null ? Double.valueOf(bits / 8) : null;
      }
      case FLOPS_PER_SECOND -> prefix(unit, "FLOP/s", DECIMAL, Map.of());
      case SECONDS -> prefix(unit, "s", SUBMULTIPLE, Map.of());
      case WATTS -> prefix(unit, "W", DECIMAL, Map.of());
      case JOULES -> prefix(unit, "J", SUBMULTIPLE, Map.of());
      default -> null;
    };
  }

  private static @Nullable Double prefix(
      String unit, String symbol, Map<String, Double> decimal, Map<String, Double> binary) {
    if (!unit.endsWith(symbol)) {
      return null;
    }
    String prefix = unit.substring(0, unit.length() - symbol.length());
    Double factor = decimal.get(prefix);
    return factor != null ? factor : binary.get(prefix);
  }
}
