package dev.ridgeline.schema;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A named list of columns.
 *
 * @param name name in snake case, as in SQL and in the folders of a run
 * @param doc the meaning of a row, as a sentence
 * @param columns columns in order, each with a name of its own
 * @param <R> type of a row
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

  /** The column with a name, if there is one. */
  public Optional<Column<R>> column(String name) {
    return columns.stream().filter(column -> column.name().equals(name)).findFirst();
  }
}
