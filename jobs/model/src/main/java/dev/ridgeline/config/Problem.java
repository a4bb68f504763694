package dev.ridgeline.config;

/**
 * A problem at one place of one file.
 *
 * @param file the file as the user named it
 * @param path the place in the file, as a JSON pointer ({@code /axes/models/3}); empty for the
 *     whole file
 * @param line 1-based line of that place; 0 where unknown
 * @param message the problem, the allowed values, and the nearest valid name
 */
public record Problem(String file, String path, int line, String message) {

  /** The problem without its file, as it is printed below the file's name. */
  String text() {
    String place = path.isEmpty() ? "" : path + ": ";
    String where = line > 0 ? " (line " + line + ")" : "";
    int end = message.indexOf(". ");
    return end < 0
        ? place + stripPeriod(message) + where + "."
        : place + message.substring(0, end) + where + message.substring(end);
  }

  private static String stripPeriod(String sentence) {
    return sentence.endsWith(".") ? sentence.substring(0, sentence.length() - 1) : sentence;
  }
}
