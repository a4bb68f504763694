package dev.ridgeline.measurement;

/** Numbers in texts. */
final class Numbers {

  private Numbers() {}

  /** A number, with or without commas between thousands; NaN where a text is none. */
  static double of(String text) {
    try {
      return Double.parseDouble(text.replace(",", ""));
    } catch (NumberFormatException e) {
      return Double.NaN;
    }
  }

  /** A number times a factor, as a text. What is no number stays as it is, for the checks. */
  static String scaled(String text, double factor) {
    double number = of(text);
    return Double.isNaN(number) ? text : Double.toString(number * factor);
  }
}
