package dev.ridgeline.schema;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A table: a list of columns with a name.
 *
 * @param name in snake case, as SQL and folders of a run have it
 * @param doc what one row is, a sentence
 * @param columns in order; no two of the same name
 * @param <R> what a row is
 */
public record Table<R>(String name, String doc, List<Column<R>> columns) {

  public Table {
    columns = List.copyOf(columns);
    Set<String> names = new HashSet<>();
    for (Column<R> column : columns) {
      if (!names.add(column.name())) {
        throw new IllegalArgumentException("table " + name + " has two columns " + column.name());
      }
    }
  }

  /** The column of a name. */
  public Optional<Column<R>> column(String name) {
    return columns.stream().filter(column -> column.name().equals(name)).findFirst();
  }
}
