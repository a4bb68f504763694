package dev.ridgeline.schema;

import java.time.LocalDate;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * One column of a table. It alone defines its name, type, unit, null rule and meaning, and how its
 * value is read. Schemas, comments in files, the reference of all tables and messages take them
 * from here.
 *
 * @param name name in snake case, unless a request chose it; it ends in the unit, where there is
 *     one
 * @param unit unit of the values; empty for a column without one
 * @param doc the meaning of the column, as a sentence
 * @param nulls the rows without a value
 * @param reader the type, and the function that reads a value
 * @param <R> type of a row
 */
public record Column<R>(String name, String unit, String doc, Nulls<R> nulls, Reader<R> reader) {

  public Column {
    if (!doc.endsWith(".")) {
      throw new IllegalArgumentException(
          "the doc of column " + name + " does not end in a full stop: " + doc);
    }
  }

  private Column(String name, String unit, String doc, Reader<R> reader) {
    this(inSnakeCase(name), unit, doc, Nulls.never(), reader);
  }

  private static String inSnakeCase(String name) {
    if (!name.matches("[a-z][a-z0-9_]*")) {
      throw new IllegalArgumentException("column '" + name + "' is not in snake case");
    }
    return name;
  }

  /**
   * A column whose name comes from a request, after a column of another table or an expression over
   * its columns.
   */
  public static <R> Column<R> requested(String name, String doc, Reader<R> reader) {
    return new Column<>(name, "", doc, Nulls.never(), reader);
  }

  /** A column of texts. */
  public static <R> Column<R> text(String name, String doc, Function<R, String> read) {
    return new Column<>(name, "", doc, new Reader.Text<>(read));
  }

  /** A column of whole numbers; {@code unit} may be empty. */
  public static <R> Column<R> whole(String name, String unit, String doc, ToLongFunction<R> read) {
    return new Column<>(name, unit, doc, new Reader.Whole<>(read));
  }

  /** A column of numbers; {@code unit} may be empty. */
  public static <R> Column<R> real(String name, String unit, String doc, ToDoubleFunction<R> read) {
    return new Column<>(name, unit, doc, new Reader.Real<>(read));
  }

  /** A column of truth values. */
  public static <R> Column<R> flag(String name, String doc, Predicate<R> read) {
    return new Column<>(name, "", doc, new Reader.Flag<>(read));
  }

  /** A column of days. */
  public static <R> Column<R> day(String name, String doc, Function<R, LocalDate> read) {
    return new Column<>(name, "", doc, new Reader.Day<>(read));
  }

  /** A column of lists of texts. */
  public static <R> Column<R> texts(String name, String doc, Function<R, List<String>> read) {
    return new Column<>(name, "", doc, new Reader.Texts<>(read));
  }

  /**
   * This column with a null rule. Its reader is not called for rows without a value.
   *
   * @param where the rule for people, as the end of "null where ..."
   * @param isNull whether a row has no value
   */
  public Column<R> nullWhere(String where, Predicate<R> isNull) {
    return new Column<>(name, unit, doc, new Nulls<>(where, isNull), reader);
  }

  /** This column in a table whose rows have an {@code R} as a part. */
  public <S> Column<S> on(Function<S, R> part) {
    return new Column<>(name, unit, doc, nulls.on(part), reader.on(part));
  }

  /** The value in a row as an object; null where the null rule says so. */
  public @Nullable Object value(R row) {
    return nulls.isNull().test(row) ? null : reader.value(row);
  }

  /** The doc with the unit, which is the comment of the column in Parquet files. */
  public String comment() {
    return unit.isEmpty() ? doc : doc + " [" + unit + "]";
  }
}
