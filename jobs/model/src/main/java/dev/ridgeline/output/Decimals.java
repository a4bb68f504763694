package dev.ridgeline.output;

import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.util.Locale;

/** Numbers with a given number of decimals and commas between thousands, as SQL's format_number. */
public final class Decimals {

  private Decimals() {}

  /** The text of a number, rounded half to even. */
  public static String text(double value, int decimals) {
    String pattern = "#,##0" + (decimals > 0 ? "." + "0".repeat(decimals) : "");
    return new DecimalFormat(pattern, DecimalFormatSymbols.getInstance(Locale.US)).format(value);
  }
}
