package dev.ridgeline.schema;

import java.time.LocalDate;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;
import java.util.function.ToLongFunction;

/**
 * One column of a table: the one place that says its name, type, unit, null rule and meaning, and
 * how its value is read. Schemas, comments in files, the reference of all tables and messages take
 * them from here.
 *
 * @param name in snake case, unless a request named it; a unit, where there is one, ends it
 * @param unit empty for a column without one
 * @param doc what the column says, a sentence
 * @param nulls in which rows there is no value
 * @param reader the type, and how a value is read
 * @param <R> what a row of the table is
 */
public record Column<R>(String name, String unit, String doc, Nulls<R> nulls, Reader<R> reader) {

  public Column {
    if (!doc.endsWith(".")) {
      throw new IllegalArgumentException("the doc of column " + name + " is no sentence: " + doc);
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
   * A column that a request names as it likes: after a column of another table, or an expression
   * over its columns.
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
   * This column, without a value in some rows; its reader is not asked about those.
   *
   * @param where the rule for people, as the end of "null where ..."
   */
  public Column<R> nullWhere(String where, Predicate<R> isNull) {
    return new Column<>(name, unit, doc, new Nulls<>(where, isNull), reader);
  }

  /** This column in a table whose rows have an {@code R} as a part. */
  public <S> Column<S> on(Function<S, R> part) {
    return new Column<>(name, unit, doc, nulls.on(part), reader.on(part));
  }

  /** The value in a row as an object; null by the null rule. */
  public Object value(R row) {
    return nulls.isNull().test(row) ? null : reader.value(row);
  }

  /** What the column says, and its unit: the comment that Parquet files carry. */
  public String comment() {
    return unit.isEmpty() ? doc : doc + " [" + unit + "]";
  }
}
