package dev.ridgeline.config;

import java.util.function.UnaryOperator;

/**
 * A record read from a file, with the line of each of its parts. A problem found later, such as an
 * unknown reference, is reported with its line too.
 *
 * @param source the file
 * @param value the record
 * @param lines lines of the parts of the file
 * @param original place in the file of a place in the record, which differ where elements of lists
 *     could not be read
 * @param <T> the record's type
 */
public record Document<T>(Source source, T value, Lines lines, UnaryOperator<String> original) {

  /** A record that has all of its file. */
  public Document(Source source, T value, Lines lines) {
    this(source, value, lines, UnaryOperator.identity());
  }

  /**
   * A problem at {@code path} of this document. Its line is that of the nearest enclosing part that
   * exists.
   */
  public Problem problem(String path, String message) {
    String place = original.apply(path);
    return new Problem(source.file(), place, lines.nearest(place), message);
  }
}
