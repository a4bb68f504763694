package dev.ridgeline.config;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.Optional;

/** Days on which something was stated or measured. */
public final class Days {

  /** The days in words, to follow "Allowed:". */
  public static final String ALLOWED = "a day of this century, such as 2026-09-19";

  private static final int FIRST_YEAR = 2000;
  private static final int LAST_YEAR = 2099;

  private Days() {}

  /** Reads a day in the form of ISO 8601; empty where the text is none, or of another century. */
  public static Optional<LocalDate> parse(String text) {
    try {
      LocalDate day = LocalDate.parse(text);
      return isPlausible(day) ? Optional.of(day) : Optional.empty();
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  /**
   * Requires that a day is of this century.
   *
   * @throws InvalidValueException when it is not
   */
  public static void require(String field, LocalDate day) {
    if (!isPlausible(day)) {
      throw new InvalidValueException(field, "is '" + day + "'. Allowed: " + ALLOWED + ".");
    }
  }

  private static boolean isPlausible(LocalDate day) {
    return day.getYear() >= FIRST_YEAR && day.getYear() <= LAST_YEAR;
  }
}
