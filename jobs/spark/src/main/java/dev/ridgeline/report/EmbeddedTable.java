package dev.ridgeline.report;

import dev.ridgeline.output.Rows;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Tables as a page carries them: column by column, and each text once. */
final class EmbeddedTable {

  private EmbeddedTable() {}

  /** A table as a tree of values. */
  static Map<String, Object> of(Rows rows) {
    List<Object> columns = new ArrayList<>();
    for (String name : rows.names()) {
      columns.add(column(name, rows.column(name)));
    }
    Map<String, Object> table = new LinkedHashMap<>();
    table.put("rows", rows.values().size());
    table.put("columns", columns);
    return table;
  }

  private static Map<String, Object> column(String name, List<@Nullable Object> values) {
    Map<String, Object> column = new LinkedHashMap<>();
    column.put("name", name);
    ColumnNotes.of(name)
        .ifPresent(
            note -> {
              column.put("unit", note.unit());
              column.put("meaning", note.doc());
            });
    if (values.stream().anyMatch(EmbeddedTable::isText)) {
      Map<String, Integer> codes = new LinkedHashMap<>();
      List<Integer> coded = new ArrayList<>(values.size());
      for (Object value : values) {
        coded.add(
            value == null ? -1 : codes.computeIfAbsent(value.toString(), any -> codes.size()));
      }
      column.put("dictionary", List.copyOf(codes.keySet()));
      column.put("values", coded);
    } else {
      column.put("values", values);
    }
    return column;
  }

  private static boolean isText(@Nullable Object value) {
    return value instanceof String || value instanceof LocalDate || value instanceof List;
  }
}
