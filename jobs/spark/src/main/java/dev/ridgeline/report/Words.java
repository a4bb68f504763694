package dev.ridgeline.report;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Locale;

/** Numbers in sentences, with three digits. */
public final class Words {

  private static final int DIGITS = 3;

  private Words() {}

  /** A number with three digits. */
  static String number(double value) {
    if (value == 0 || !Double.isFinite(value)) {
      return value == 0 ? "0" : String.valueOf(value);
    }
    BigDecimal rounded = new BigDecimal(value).round(new MathContext(DIGITS));
    return rounded.scale() < 0
        ? String.format(Locale.ROOT, "%,d", rounded.longValue())
        : rounded.precision() - rounded.scale() > DIGITS
            ? String.format(Locale.ROOT, "%,.0f", rounded)
            : rounded.toPlainString();
  }

  /** A number with at most three digits, such as 0.7. */
  static String plain(double value) {
    return new BigDecimal(value)
        .round(new MathContext(DIGITS))
        .stripTrailingZeros()
        .toPlainString();
  }

  /** The price of 1,000 requests, of the price of one. */
  static String dollars(double dollarsPerRequest) {
    return "$" + number(1000 * dollarsPerRequest);
  }

  /** A time as text. */
  public static String seconds(double seconds) {
    if (seconds >= 1) {
      return plain(seconds) + " s";
    }
    return seconds >= 1e-3 ? plain(1e3 * seconds) + " ms" : plain(1e6 * seconds) + " us";
  }

  /** A share as percent. */
  static String percent(double share) {
    double percent = 100 * share;
    return percent > 0 && percent < 1
        ? String.format(Locale.ROOT, "%.1f %%", percent)
        : String.format(Locale.ROOT, "%.0f %%", percent);
  }

  static String count(long number) {
    return String.format(Locale.ROOT, "%,d", number);
  }

  static String bytes(double bytes) {
    return bytes >= 1e12 ? number(bytes / 1e12) + " TB" : number(bytes / 1e9) + " GB";
  }

  /** A factor, such as {@code 1.31}. */
  static String times(double factor) {
    return String.format(Locale.ROOT, factor < 10 ? "%.2f" : "%.0f", factor);
  }

  /** A noun with its number. */
  static String plural(long number, String noun) {
    return count(number) + " " + noun + (number == 1 ? "" : "s");
  }
}
