package dev.ridgeline.config;

import java.util.Map;

/**
 * A record read from a file, with the lines of its parts, so that a problem found later (an unknown
 * reference, say) can still be reported at its place.
 *
 * @param source the file
 * @param value what the file says
 * @param lines 1-based line by JSON pointer
 * @param <T> the record's type
 */
public record Document<T>(Source source, T value, Map<String, Integer> lines) {

  /** A problem at {@code path} of this document, on the line of its nearest part that exists. */
  public Problem problem(String path, String message) {
    return new Problem(source.file(), path, Lines.nearest(lines, path), message);
  }
}
