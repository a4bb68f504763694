package dev.ridgeline.output;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Values as people read them: numbers with five digits, and a dash where there is none. */
final class HumanText {

  private static final MathContext DIGITS = new MathContext(5, RoundingMode.HALF_EVEN);

  /** Numbers from here to {@link #LONG} have no power of ten, and none of their whole digits. */
  private static final double SHORT = 1e-5;

  private static final double LONG = 1e15;

  /** Numbers from here are rounded to whole ones, so that no whole digit is lost. */
  private static final double WHOLE = 1e5;

  /** A number, also with a short unit, or the sign for no value. */
  private static final Pattern AMOUNT =
      Pattern.compile("|-|[-+]?[0-9][0-9.,]*(e-?[0-9]+)?( ?[A-Za-z%/]{1,3})?");

  private HumanText() {}

  /** Whether a text is a number, so that it stands to the right. */
  static boolean isAmount(String text) {
    return AMOUNT.matcher(text).matches();
  }

  /** A value on one line, without characters that control a terminal. */
  static String of(@Nullable Object value) {
    if (value == null) {
      return "-";
    }
    if (value instanceof Double || value instanceof Float) {
      return number(((Number) value).doubleValue());
    }
    if (value instanceof List<?> list) {
      return list.stream().map(HumanText::of).collect(Collectors.joining("; "));
    }
    if (value instanceof Map<?, ?> map) {
      return map.entrySet().stream()
          .map(entry -> entry.getKey() + ": " + of(entry.getValue()))
          .collect(Collectors.joining("; "));
    }
    return value.toString().replace("\n", "\\n").replaceAll("\\p{Cntrl}", "?");
  }

  private static String number(double value) {
    double size = Math.abs(value);
    if (value == 0 || !(size < Double.POSITIVE_INFINITY)) {
      return value == 0 ? "0" : Double.toString(value);
    }
    if (size < SHORT || size >= LONG) {
      BigDecimal digits = new BigDecimal(value).round(DIGITS).stripTrailingZeros();
      int power = digits.precision() - digits.scale() - 1;
      return digits.movePointLeft(power).toPlainString() + "e" + power;
    }
    BigDecimal exact = new BigDecimal(value);
    BigDecimal rounded =
        size >= WHOLE ? exact.setScale(0, RoundingMode.HALF_EVEN) : exact.round(DIGITS);
    return rounded.signum() == 0 ? "0" : plain(rounded);
  }

  private static String plain(BigDecimal number) {
    BigDecimal stripped = number.stripTrailingZeros();
    return stripped.toPlainString();
  }
}
