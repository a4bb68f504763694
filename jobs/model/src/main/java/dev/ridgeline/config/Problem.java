package dev.ridgeline.config;

/**
 * One thing wrong in one place of one file.
 *
 * @param file the file as the user named it
 * @param path where in the file, as a JSON pointer ({@code /axes/models/3}); empty for the whole
 *     file
 * @param line 1-based line of that place; 0 when unknown
 * @param message what is wrong, what is allowed, and what may have been meant
 */
public record Problem(String file, String path, int line, String message) {

  /** The problem without its file, as printed below the file's name. */
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
