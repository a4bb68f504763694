package dev.ridgeline.config;

import java.util.Map;

/**
 * A record read from a file, with the line of each of its parts. A problem found later, such as an
 * unknown reference, is reported with its line too.
 *
 * @param source the file
 * @param value the record
 * @param lines 1-based line of each part, by JSON pointer
 * @param <T> the record's type
 */
public record Document<T>(Source source, T value, Map<String, Integer> lines) {

  /**
   * A problem at {@code path} of this document. Its line is that of the nearest enclosing part that
   * exists.
   */
  public Problem problem(String path, String message) {
    return new Problem(source.file(), path, Lines.nearest(lines, path), message);
  }
}
