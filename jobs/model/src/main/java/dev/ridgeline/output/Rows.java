package dev.ridgeline.output;

import dev.ridgeline.schema.Column;
import dev.ridgeline.schema.Table;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Rows to print. A value is a text, a number, a truth value, a list or a map of values, or null.
 * Anything else is printed as its text.
 *
 * @param names names of the columns
 * @param values values of each row, as many as names
 * @param optional columns that a table may leave out where it is too wide, the last one first; it
 *     then says so
 * @param sections columns whose values are in the heading of a section instead of its rows, in
 *     tables for people
 */
public record Rows(
    List<String> names,
    List<List<@Nullable Object>> values,
    List<String> optional,
    List<String> sections) {

  public Rows {
    names = List.copyOf(names);
    List<List<@Nullable Object>> copies = new ArrayList<>(values.size());
    for (List<@Nullable Object> row : values) {
      if (row.size() != names.size()) {
        throw new IllegalArgumentException(row.size() + " values in columns " + names);
      }
      copies.add(Collections.unmodifiableList(new ArrayList<>(row)));
    }
    values = Collections.unmodifiableList(copies);
    optional = List.copyOf(optional);
    sections = List.copyOf(sections);
  }

  /** Rows all of whose columns are needed. */
  public static Rows of(List<String> names, List<List<@Nullable Object>> values) {
    return new Rows(names, values, List.of(), List.of());
  }

  /** Rows of a table, with all of its columns. */
  public static <R> Rows of(Table<R> table, List<R> rows) {
    List<List<@Nullable Object>> values = new ArrayList<>(rows.size());
    for (R row : rows) {
      List<@Nullable Object> line = new ArrayList<>(table.columns().size());
      for (Column<R> column : table.columns()) {
        line.add(column.value(row));
      }
      values.add(line);
    }
    return of(table.columns().stream().map(Column::name).toList(), values);
  }

  /** The values of a column, a value for each row. */
  public List<@Nullable Object> column(String name) {
    int place = names.indexOf(name);
    List<@Nullable Object> column = new ArrayList<>(values.size());
    values.forEach(row -> column.add(row.get(place)));
    return column;
  }

  /**
   * These rows in the order of some columns, the first one first. Null comes before all values, and
   * texts are in the order of their code points.
   */
  public Rows sortedBy(List<String> columns) {
    List<Integer> places = columns.stream().map(names::indexOf).toList();
    List<List<@Nullable Object>> sorted = new ArrayList<>(values);
    sorted.sort(
        (one, other) -> {
          int order = 0;
          for (int i = 0; i < places.size() && order == 0; i++) {
            order = compare(one.get(places.get(i)), other.get(places.get(i)));
          }
          return order;
        });
    return new Rows(names, sorted, optional, sections);
  }

  /** The order of values: null, then numbers by size or texts by their code points. */
  public static int compare(@Nullable Object one, @Nullable Object other) {
    if (one == null || other == null) {
      return Boolean.compare(one != null, other != null);
    }
    if (one instanceof Number a && other instanceof Number b) {
      return Double.compare(a.doubleValue(), b.doubleValue());
    }
    return Arrays.compare(
        one.toString().codePoints().toArray(), other.toString().codePoints().toArray());
  }

  /** The rows whose value in a column passes a test. */
  public Rows where(String column, Predicate<@Nullable Object> test) {
    int place = names.indexOf(column);
    return new Rows(
        names,
        values.stream().filter(row -> test.test(row.get(place))).toList(),
        optional,
        sections);
  }

  /** At most so many rows, from the first one on. */
  public Rows first(int most) {
    return new Rows(names, values.subList(0, Math.min(most, values.size())), optional, sections);
  }

  /**
   * A column of a selection.
   *
   * @param name its name
   * @param of column whose values it shows
   * @param shown makes a value to show of a value that is not null
   */
  public record Shown(String name, String of, Function<Object, Object> shown) {

    /** A column as it is. */
    public static Shown asIs(String name) {
      return renamed(name, name);
    }

    /** A column under another name. */
    public static Shown renamed(String of, String name) {
      return new Shown(name, of, value -> value);
    }

    /** A column of numbers, in a unit that is smaller by a factor and with some decimals. */
    public static Shown number(String of, int factor, int decimals, String name) {
      return new Shown(
          name, of, value -> Decimals.text(((Number) value).doubleValue() * factor, decimals));
    }
  }

  /** Some columns of these rows. */
  public Rows select(List<Shown> columns) {
    List<List<@Nullable Object>> selected = new ArrayList<>(values.size());
    for (List<@Nullable Object> row : values) {
      List<@Nullable Object> line = new ArrayList<>(columns.size());
      for (Shown column : columns) {
        Object value = row.get(names.indexOf(column.of()));
        line.add(value == null ? null : column.shown().apply(value));
      }
      selected.add(line);
    }
    return of(columns.stream().map(Shown::name).toList(), selected);
  }

  /** One row, whose null values may be written as such. */
  public static List<@Nullable Object> row(@Nullable Object... values) {
    return Arrays.asList(values);
  }

  /** These rows, of whose columns some may be left out of a table, the last one first. */
  public Rows withOptional(List<String> columns) {
    return new Rows(names, values, columns, sections);
  }

  /** These rows with the values of some columns in headings. */
  public Rows withSections(List<String> columns) {
    return new Rows(names, values, optional, columns);
  }

  /** The first name that two columns have. An object of JSON cannot have it twice. */
  public Optional<String> repeatedName() {
    Set<String> seen = new HashSet<>();
    return names.stream().filter(name -> !seen.add(name)).findFirst();
  }
}
