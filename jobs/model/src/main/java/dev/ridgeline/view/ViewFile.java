package dev.ridgeline.view;

import dev.ridgeline.schema.DescribedColumn;
import dev.ridgeline.sweep.LatencyTargets;
import java.util.ArrayList;
import java.util.List;

/**
 * The file {@code views.sql} in the folder of a run. It makes the tables and the views of the run
 * in DuckDB, and in any engine that has {@code read_parquet}. Its paths are relative, so that the
 * same sweep leaves the same file.
 */
public final class ViewFile {

  /** Name of the file. */
  public static final String NAME = "views.sql";

  private static final String HEADING =
      """
      -- The tables of this run, and views that answer common questions, for DuckDB and its like.
      -- In the folder of the run:  duckdb -init views.sql
      -- From elsewhere, first:     SET file_search_path = '<folder of the run>';
      """;

  private ViewFile() {}

  /**
   * The text of the file.
   *
   * @param targets latency targets of the sweep
   */
  public static String text(LatencyTargets targets) {
    StringBuilder text = new StringBuilder(HEADING);
    List<String> tables = new ArrayList<>();
    SweepTables.all().forEach(table -> tables.add(table.name()));
    tables.add(DescribedColumn.TABLE.name());
    for (String table : tables) {
      text.append(
          "CREATE OR REPLACE VIEW %1$s AS SELECT * FROM read_parquet('%1$s/*.parquet');\n"
              .formatted(table));
    }
    for (CellView view : CellViews.of(targets)) {
      text.append(
          "\n-- %s\nCREATE OR REPLACE VIEW %s AS\n%s;\n"
              .formatted(view.table().doc(), view.name(), view.plainSql()));
    }
    return text.toString();
  }
}
