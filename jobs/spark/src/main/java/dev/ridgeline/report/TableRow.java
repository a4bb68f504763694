package dev.ridgeline.report;

import dev.ridgeline.output.Rows;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One row of a table, by the names of its columns. */
record TableRow(Map<String, @Nullable Object> values) {

  /** All rows of a table. */
  static List<TableRow> all(Rows rows) {
    List<TableRow> all = new ArrayList<>();
    for (List<@Nullable Object> line : rows.values()) {
      Map<String, @Nullable Object> values = new LinkedHashMap<>();
      for (int i = 0; i < line.size(); i++) {
        values.put(rows.names().get(i), line.get(i));
      }
      all.add(new TableRow(values));
    }
    return all;
  }

  boolean has(String column) {
    return values.get(column) != null;
  }

  /** A value as text; empty where there is none. */
  String text(String column) {
    Object value = values.get(column);
    return value == null ? "" : value.toString();
  }

  /** A number; NaN where there is none. */
  double number(String column) {
    return values.get(column) instanceof Number number ? number.doubleValue() : Double.NaN;
  }

  /** The number of a cell; -1 where there is none. */
  long cell(String column) {
    return values.get(column) instanceof Number number ? number.longValue() : -1;
  }

  boolean is(String column) {
    return Boolean.TRUE.equals(values.get(column));
  }
}
