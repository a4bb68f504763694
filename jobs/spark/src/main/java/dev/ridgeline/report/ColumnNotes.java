package dev.ridgeline.report;

import dev.ridgeline.check.CheckTable;
import dev.ridgeline.choice.ChoiceTables;
import dev.ridgeline.evaluate.CellColumns;
import dev.ridgeline.schema.Column;
import dev.ridgeline.schema.Table;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What columns mean, and in which units they are. */
final class ColumnNotes {

  private static final Map<String, Column<?>> BY_NAME = byName();

  private ColumnNotes() {}

  private static Map<String, Column<?>> byName() {
    List<Table<?>> tables = new ArrayList<>(ChoiceTables.all(List.of()));
    tables.add(CheckTable.CHECKS);
    tables.add(CellColumns.TABLE);
    Map<String, Column<?>> columns = new HashMap<>();
    for (Table<?> table : tables) {
      table.columns().forEach(column -> columns.put(column.name(), column));
    }
    return columns;
  }

  /** The column of this name, where some table has one. That of cells comes first. */
  static Optional<Column<?>> of(String name) {
    return Optional.ofNullable(BY_NAME.get(name));
  }
}
