package dev.ridgeline.view;

import dev.ridgeline.schema.Table;
import java.util.List;
import java.util.Optional;

/**
 * A view over the cells of a sweep, or over what was computed from them, that answers a common
 * question.
 *
 * @param table name and meaning of the view, and its columns unless it has those of another table
 * @param rowsOf table whose columns the view has, where a request decides them; empty elsewhere
 * @param sql query with the table functions of Ridgeline, which is fast on many cells
 * @param plainSql query without them, with the same rows, which every engine reads
 */
public record CellView(Table<?> table, Optional<String> rowsOf, String sql, String plainSql) {

  /** A view whose query calls no function of Ridgeline. */
  static CellView plain(Table<?> table, String sql) {
    return new CellView(table, Optional.empty(), sql, sql);
  }

  /**
   * A view with some rows of another table, and all of its columns.
   *
   * @param doc what a row is, as a sentence
   * @param condition SQL condition of the rows
   */
  static CellView rowsOf(String table, String name, String doc, String condition) {
    String sql = "SELECT * FROM " + table + "\nWHERE " + condition;
    return new CellView(new Table<>(name, doc, List.of()), Optional.of(table), sql, sql);
  }

  /** Name of the view. */
  public String name() {
    return table.name();
  }
}
