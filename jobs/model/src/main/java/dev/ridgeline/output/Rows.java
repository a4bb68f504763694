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
