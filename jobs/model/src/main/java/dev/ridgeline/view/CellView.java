package dev.ridgeline.view;

import dev.ridgeline.schema.Table;

/**
 * A view over the table of cells that answers a common question.
 *
 * @param table name, meaning and columns of the view
 * @param sql query with the table functions of Ridgeline, which is fast on many cells
 * @param plainSql query without them, with the same rows, which every engine reads
 */
public record CellView(Table<?> table, String sql, String plainSql) {

  /** A view whose query calls no function of Ridgeline. */
  static CellView plain(Table<?> table, String sql) {
    return new CellView(table, sql, sql);
  }

  /** Name of the view. */
  public String name() {
    return table.name();
  }
}
