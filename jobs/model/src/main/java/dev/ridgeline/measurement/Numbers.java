package dev.ridgeline.measurement;

/** Numbers in texts, in other units. */
final class Numbers {

  private Numbers() {}

  /** A number times a factor, as a text. What is no number stays as it is, for the checks. */
  static String scaled(String text, double factor) {
    try {
      return text.isEmpty() ? text : Double.toString(Double.parseDouble(text) * factor);
    } catch (NumberFormatException e) {
      return text;
    }
  }
}
