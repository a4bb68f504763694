package dev.ridgeline.output;

import java.util.ArrayList;
import java.util.List;

/** Lines of words that are broken at blanks where they are wider than a screen. */
public final class Prose {

  private Prose() {}

  /**
   * Breaks the lines of a text. The lines that continue one are indented further.
   *
   * @param further blanks before a continuing line, beside those before the line itself
   */
  public static String wrapped(String text, Screen screen, int further) {
    StringBuilder wrapped = new StringBuilder();
    for (String line : text.split("\n", -1)) {
      int indent = line.length() - line.stripLeading().length();
      String gap = "\n" + " ".repeat(indent + further);
      wrapped.append(String.join(gap, lines(line, screen.width(), indent + further))).append('\n');
    }
    wrapped.setLength(wrapped.length() - 1);
    return wrapped.toString();
  }

  private static List<String> lines(String line, int width, int indent) {
    List<String> lines = new ArrayList<>();
    String rest = line;
    int room = width;
    while (rest.length() > room) {
      int first = rest.length() - rest.stripLeading().length();
      int blank = rest.lastIndexOf(' ', room);
      if (blank <= first) {
        blank = rest.indexOf(' ', room);
      }
      if (blank < 0) {
        break;
      }
      lines.add(rest.substring(0, blank).stripTrailing());
      rest = rest.substring(blank).stripLeading();
      room = width - indent;
    }
    lines.add(rest);
    return lines;
  }
}
