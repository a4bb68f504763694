package dev.ridgeline.output;

import org.jspecify.annotations.Nullable;

/**
 * The place where a person reads tables.
 *
 * @param width characters of a line
 * @param colours whether names of columns and headings are set off by the terminal's bold type
 */
public record Screen(int width, boolean colours) {

  /** Width where nothing is known of the terminal, in characters. */
  public static final int UNKNOWN_WIDTH = 80;

  /** Least width that tables are fitted into, in characters. */
  private static final int LEAST_WIDTH = 20;

  /** A file or a terminal of which nothing is known. */
  public static final Screen UNKNOWN = new Screen(UNKNOWN_WIDTH, false);

  public Screen {
    width = Math.max(LEAST_WIDTH, width);
  }

  /**
   * A screen as wide as the variable {@code COLUMNS} says.
   *
   * @param columns value of the variable; anything but a number above 0 says nothing
   */
  public static Screen of(@Nullable String columns, boolean colours) {
    boolean says = columns != null && columns.matches("[1-9][0-9]{0,5}");
    return new Screen(says ? Integer.parseInt(columns) : UNKNOWN_WIDTH, colours);
  }

  /** A text in bold type, where the screen has it. */
  String bold(String text) {
    return colours && !text.isEmpty() ? "\u001b[1m" + text + "\u001b[0m" : text;
  }
}
