package dev.ridgeline.units;

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
    return switch (dimension) {
      case BYTES -> "bytes, such as '80 GB' or '80 GiB'";
      case BYTES_PER_SECOND -> "bytes or bits a second, such as '3.35 TB/s' or '400 Gb/s'";
      case FLOPS_PER_SECOND -> "FLOPs a second, such as '989.5 TFLOP/s'";
      case SECONDS -> "seconds, such as '5 us' or '0.2 s'";
      case WATTS -> "watts, such as '700 W' or '1.2 kW'";
      case JOULES -> "joules, such as '0.6 pJ' or '3 nJ'";
      case PLAIN -> "a number without a unit";
    };
  }

  /**
   * Formats the value for people, with three or four significant digits and a decimal prefix: "1.41
   * TB/s". Tables and files hold the plain SI number instead.
   */
  public static String format(double value, Dimension dimension) {
    if (dimension == Dimension.SECONDS) {
      return formatSeconds(value);
    }
    if (!(Math.abs(value) > 0)) {
      return "0" + (dimension.symbol().isEmpty() ? "" : " " + dimension.symbol());
    }
    String[] prefixes = {"", "k", "M", "G", "T", "P", "E"};
    int step = 0;
    double scaled = value;
    while (Math.abs(scaled) >= 999.95 && step < prefixes.length - 1) {
      scaled /= 1e3;
      step++;
    }
    return significant(scaled) + " " + prefixes[step] + dimension.symbol();
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
      case PLAIN -> null;
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
