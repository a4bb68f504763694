package dev.ridgeline.view;

import static java.util.stream.Collectors.joining;

import dev.ridgeline.choice.TargetColumns;
import dev.ridgeline.evaluate.CellColumn;
import dev.ridgeline.evaluate.CellColumns;
import dev.ridgeline.evaluate.CellResult;
import dev.ridgeline.evaluate.Status;
import dev.ridgeline.schema.Column;
import dev.ridgeline.schema.Reader;
import dev.ridgeline.schema.Table;
import dev.ridgeline.sweep.LatencyTargets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * The views that every table of cells has: {@code best}, {@code frontier}, {@code infeasible} and
 * {@code by_regime}. All rows are decided by the cells, so that two engines give the same rows.
 */
public final class CellViews {

  /** Columns whose values make a workload. */
  private static final List<CellColumn> WORKLOAD =
      List.of(CellColumns.MODEL, CellColumns.WORKFLOW, CellColumns.CONTEXT, CellColumns.TARIFF);

  /** What a frontier minimizes. */
  private static final List<CellColumn> OBJECTIVES =
      List.of(CellColumns.DOLLARS_PER_REQUEST, CellColumns.TTFT_S, CellColumns.TPOT_S);

  private static final String OK = CellColumns.STATUS + " = '" + Status.OK + "'";

  private CellViews() {}

  /**
   * The views of a sweep.
   *
   * @param targets latency targets of the sweep, which limit {@code best}
   */
  public static List<CellView> of(LatencyTargets targets) {
    return List.of(best(targets), frontier(), infeasible(), byRegime(CellColumns.TABLE.name()));
  }

  /** Names of the views, which are those of every sweep. */
  public static Set<String> names() {
    Set<String> names = new TreeSet<>();
    of(LatencyTargets.NONE).forEach(view -> names.add(view.name()));
    return names;
  }

  /** The views whose columns are not those of cells. */
  public static List<Table<?>> computed() {
    return List.of(infeasible().table(), byRegime(CellColumns.TABLE.name()).table());
  }

  private static CellView best(LatencyTargets targets) {
    return CellView.plain(
        cells(
            "best",
            "The cheapest cell of each model, workflow, context and tariff within the latency"
                + " targets of the sweep."),
        "SELECT * FROM cells\nWHERE " + isCheapest(CellColumns.TABLE.name(), targets));
  }

  /**
   * SQL condition of the cheapest cell of each workload within latency targets.
   *
   * @param table table of the cells
   */
  static String isCheapest(String table, LatencyTargets targets) {
    return """
        cell IN (
          SELECT cell
          FROM (SELECT cell,
                       row_number() OVER (PARTITION BY %s
                                          ORDER BY dollars_per_request, cell) AS place
                FROM %s
                WHERE %s%s) AS ranked
          WHERE place = 1)"""
        .formatted(names(WORKLOAD), table, OK, TargetColumns.within(targets));
  }

  private static CellView frontier() {
    String objectives =
        OBJECTIVES.stream().map(column -> "min " + column.name()).collect(joining(", "));
    String sql =
        """
        SELECT * FROM cells
        WHERE cell IN (SELECT cell FROM frontier('cells', '%s', '%s', "%s"))"""
            .formatted(objectives, names(WORKLOAD), OK);
    String plain =
        """
        SELECT * FROM cells AS kept
        WHERE %s AND NOT EXISTS (
          SELECT 1 FROM cells AS other
          WHERE other.%s AND %s
            AND %s
            AND (%s OR other.cell < kept.cell))"""
            .formatted(OK, OK, compared(WORKLOAD, " = "), compared(OBJECTIVES, " <= "), anyLess());
    return new CellView(
        cells(
            "frontier",
            "The cells that no other cell of the same model, workflow, context and tariff beats in"
                + " dollars_per_request, ttft_s and tpot_s. Of equal cells the first stays."),
        Optional.empty(),
        sql,
        plain);
  }

  private static CellView infeasible() {
    List<CellColumn> groups =
        List.of(
            CellColumns.MODEL,
            CellColumns.WORKFLOW,
            CellColumns.CONTEXT,
            CellColumns.PREFILL,
            CellColumns.DECODE);
    List<Column<CellResult>> columns = columns(groups);
    columns.add(CellColumns.STATUS.column());
    columns.add(whole("cells", "Cells of the group with this status."));
    columns.add(real("share", "", "Share of the cells of the group that have this status."));
    columns.add(whole("first_cell", "Lowest number of these cells, for explain."));
    return CellView.plain(
        new Table<>(
            "infeasible",
            "How many cells are not OK, by model, workflow, context, mix of accelerators and"
                + " status.",
            columns),
        """
        SELECT * FROM (
          SELECT %1$s, status, count(*) AS cells,
                 CAST(count(*) AS DOUBLE) / sum(count(*)) OVER (PARTITION BY %1$s) AS share,
                 min(cell) AS first_cell
          FROM cells
          GROUP BY %1$s, status) AS counted
        WHERE status <> '%2$s'"""
            .formatted(names(groups), Status.OK));
  }

  /**
   * The regimes of decode.
   *
   * @param table table of the cells
   */
  static CellView byRegime(String table) {
    List<CellColumn> groups =
        List.of(
            CellColumns.MODEL,
            CellColumns.WORKFLOW,
            CellColumns.CONTEXT,
            CellColumns.DECODE,
            CellColumns.named("decode_regime"));
    List<Column<CellResult>> columns = columns(groups);
    columns.add(whole("cells", "Cells whose decode step is in this regime."));
    columns.add(whole("ok_cells", "Those of them whose status is OK."));
    StringBuilder bounds = new StringBuilder();
    bound(CellColumns.BATCH, columns, bounds);
    bound(CellColumns.named("decode_oi_flops_per_byte"), columns, bounds);
    bound(CellColumns.named("cf_bytes_per_request"), columns, bounds);
    String dollars = "least_" + CellColumns.DOLLARS_PER_REQUEST.name();
    columns.add(
        real(dollars, "$", "Least dollars_per_request of the OK cells.")
            .nullWhere("ok_cells = 0", row -> false));
    return CellView.plain(
        new Table<>(
            "by_regime",
            "Batches, operational intensities and capacity footprints of each regime of decode, by"
                + " model, workflow and device.",
            columns),
        """
        SELECT %1$s, count(*) AS cells, count(CASE WHEN %2$s THEN 1 END) AS ok_cells,
        %3$s       min(CASE WHEN %2$s THEN dollars_per_request END) AS %4$s
        FROM %5$s
        WHERE decode_regime IS NOT NULL
        GROUP BY %1$s"""
            .formatted(names(groups), OK, bounds, dollars, table));
  }

  /** Adds the least and the greatest value of a column of cells. */
  private static void bound(
      CellColumn column, List<Column<CellResult>> columns, StringBuilder sql) {
    String name = column.name();
    sql.append("       min(%1$s) AS least_%1$s, max(%1$s) AS most_%1$s,%n".formatted(name));
    for (String which : List.of("least", "most")) {
      String doc = (which.equals("least") ? "Least " : "Greatest ") + name + " of the cells.";
      columns.add(
          column.reader() instanceof Reader.Whole
              ? whole(which + "_" + name, doc)
              : real(which + "_" + name, column.unit(), doc));
    }
  }

  /** A table with all columns of cells. */
  private static Table<CellResult> cells(String name, String doc) {
    return new Table<>(name, doc, CellColumns.TABLE.columns());
  }

  private static List<Column<CellResult>> columns(List<CellColumn> columns) {
    return new ArrayList<>(columns.stream().map(CellColumn::column).toList());
  }

  private static Column<CellResult> whole(String name, String doc) {
    return Column.whole(name, "", doc, CellViews::computedBySql);
  }

  private static Column<CellResult> real(String name, String unit, String doc) {
    return Column.real(name, unit, doc, CellViews::computedBySql);
  }

  private static long computedBySql(CellResult row) {
    throw new UnsupportedOperationException("SQL computes this column from many rows");
  }

  private static String names(List<CellColumn> columns) {
    return columns.stream().map(CellColumn::name).collect(joining(", "));
  }

  private static String compared(List<CellColumn> columns, String comparison) {
    return columns.stream()
        .map(column -> "other." + column.name() + comparison + "kept." + column.name())
        .collect(joining(" AND "));
  }

  private static String anyLess() {
    return OBJECTIVES.stream()
        .map(column -> "other." + column.name() + " < kept." + column.name())
        .collect(joining(" OR "));
  }
}
