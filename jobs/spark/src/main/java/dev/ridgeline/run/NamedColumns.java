package dev.ridgeline.run;

import dev.ridgeline.evaluate.CellColumn;
import dev.ridgeline.evaluate.CellColumns;
import dev.ridgeline.schema.Reader;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Columns that a request names, where it names columns alone and no other SQL. */
final class NamedColumns {

  private NamedColumns() {}

  /**
   * The columns of texts or whole numbers of some names; empty where one is not such a column. A
   * number with a fraction has a text of its own in SQL.
   */
  static Optional<List<CellColumn>> of(List<String> names) {
    List<CellColumn> columns = new ArrayList<>();
    for (String name : names) {
      CellColumns.ALL.stream()
          .filter(column -> column.name().equals(name))
          .filter(column -> !(column.reader() instanceof Reader.Real))
          .forEach(columns::add);
    }
    return columns.size() == names.size() ? Optional.of(columns) : Optional.empty();
  }
}
