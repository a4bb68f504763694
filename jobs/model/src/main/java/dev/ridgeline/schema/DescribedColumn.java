package dev.ridgeline.schema;

import static dev.ridgeline.schema.Column.text;

import java.util.ArrayList;
import java.util.List;

/**
 * A row of the table of all columns, which describes the columns of all tables of a run. Programs
 * that do not see the comments in Parquet files read it there.
 *
 * @param tableName the table that has the column
 * @param column the column
 */
public record DescribedColumn(String tableName, Column<?> column) {

  /** The table {@code columns}. */
  public static final Table<DescribedColumn> TABLE =
      new Table<>(
          "columns",
          "One row for each column of a table that lies beside this one, and of this one.",
          List.of(
              text("table_name", "Table that has the column.", DescribedColumn::tableName),
              text("column_name", "Name of the column.", row -> row.column().name()),
              text("type", "SQL name of its type.", row -> row.column().reader().typeName()),
              text("unit", "Unit of its values.", (DescribedColumn row) -> row.column().unit())
                  .nullWhere("it has no unit", row -> row.column().unit().isEmpty()),
              text(
                      "null_rule",
                      "Where it is null: an SQL condition on the row, or a sentence.",
                      (DescribedColumn row) -> row.column().nulls().where())
                  .nullWhere("it always has a value", row -> !row.column().nulls().mayBe()),
              text("comment", "What it says.", row -> row.column().doc())));

  /** Rows for tables that lie beside the table {@code columns}, and for that table itself. */
  public static List<DescribedColumn> of(List<? extends Table<?>> tables) {
    List<DescribedColumn> rows = new ArrayList<>();
    tables.forEach(table -> add(table, rows));
    add(TABLE, rows);
    return rows;
  }

  private static void add(Table<?> table, List<DescribedColumn> rows) {
    table.columns().forEach(column -> rows.add(new DescribedColumn(table.name(), column)));
  }
}
