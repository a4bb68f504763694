package dev.ridgeline.view;

import dev.ridgeline.schema.DescribedColumn;
import dev.ridgeline.sweep.LatencyTargets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;

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
   * The file of a run of a sweep.
   *
   * @param targets latency targets of the sweep
   */
  public static String text(LatencyTargets targets) {
    List<String> tables = new ArrayList<>();
    SweepTables.all().forEach(table -> tables.add(table.name()));
    tables.add(DescribedColumn.TABLE.name());
    return text(tables, CellViews.of(targets));
  }

  /**
   * The file of a run without cells.
   *
   * @param tables names of its tables
   * @param targets latency targets of the sweep
   */
  public static String text(Collection<String> tables, LatencyTargets targets) {
    return text(tables, AnswerViews.of(Set.copyOf(tables), targets));
  }

  private static String text(Collection<String> tables, List<CellView> views) {
    StringBuilder text = new StringBuilder(HEADING);
    for (String table : tables) {
      text.append(
          "CREATE OR REPLACE VIEW %1$s AS SELECT * FROM read_parquet('%1$s/*.parquet');\n"
              .formatted(table));
    }
    for (CellView view : views) {
      text.append(
          "\n-- %s\nCREATE OR REPLACE VIEW %s AS\n%s;\n"
              .formatted(view.table().doc(), view.name(), view.plainSql()));
    }
    return text.toString();
  }
}
