package dev.ridgeline.operator;

import java.util.Map;

/**
 * A formula as the documentation writes it: numbers, symbols, parentheses, {@code + - /}, and
 * products without a sign, such as {@code 2 t d (h dh + 2 hkv dh)}.
 */
final class Formula {

  private final String text;
  private final Map<String, Double> symbols;
  private int at;

  private Formula(String text, Map<String, Double> symbols) {
    this.text = text;
    this.symbols = symbols;
  }

  /**
   * The value of a formula; that of an empty one is 0.
   *
   * @throws IllegalArgumentException when it is no formula, or has a symbol that nothing defines
   */
  static double value(String text, Map<String, Double> symbols) {
    if (text.isBlank()) {
      return 0;
    }
    Formula formula = new Formula(text, symbols);
    double value = formula.sum();
    if (formula.next() != '\0') {
      throw formula.wrong("cannot be read from '" + text.substring(formula.at) + "'");
    }
    return value;
  }

  private double sum() {
    double value = product();
    while (next() == '+' || next() == '-') {
      value += text.charAt(at++) == '+' ? product() : -product();
    }
    return value;
  }

  private double product() {
    double value = factor();
    while (true) {
      if (next() == '/') {
        at++;
        value /= factor();
      } else if (next() == '(' || Character.isLetterOrDigit(next())) {
        value *= factor();
      } else {
        return value;
      }
    }
  }

  private double factor() {
    if (next() == '(') {
      at++;
      double value = sum();
      if (next() != ')') {
        throw wrong("lacks a closing parenthesis");
      }
      at++;
      return value;
    }
    int start = at;
    if (Character.isDigit(next())) {
      while (at < text.length() && Character.isDigit(text.charAt(at))) {
        at++;
      }
      return Double.parseDouble(text.substring(start, at));
    }
    while (at < text.length()
        && (Character.isLetterOrDigit(text.charAt(at)) || text.charAt(at) == '_')) {
      at++;
    }
    Double value = symbols.get(text.substring(start, at));
    if (value == null) {
      throw wrong("has an unknown symbol '" + text.substring(start, at) + "'");
    }
    return value;
  }

  /** The next character that is no space; 0 at the end. */
  private char next() {
    while (at < text.length() && text.charAt(at) == ' ') {
      at++;
    }
    return at < text.length() ? text.charAt(at) : '\0';
  }

  private IllegalArgumentException wrong(String what) {
    return new IllegalArgumentException("'" + text + "' " + what);
  }
}
