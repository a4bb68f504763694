package dev.ridgeline.run;

import dev.ridgeline.analysis.AnalysisTables;
import dev.ridgeline.analysis.AxisCounts;
import dev.ridgeline.answer.Progress;
import dev.ridgeline.answer.SparkRows;
import dev.ridgeline.answer.Summary;
import dev.ridgeline.catalog.CatalogDirectories;
import dev.ridgeline.config.ConfigException;
import dev.ridgeline.evaluate.CellColumn;
import dev.ridgeline.evaluate.CellColumns;
import dev.ridgeline.output.Format;
import dev.ridgeline.output.Output;
import dev.ridgeline.pareto.FrontierColumns;
import dev.ridgeline.pareto.FrontierQuery;
import dev.ridgeline.pareto.FrontierTables;
import dev.ridgeline.pareto.Objective;
import dev.ridgeline.schema.DescribedColumn;
import dev.ridgeline.schema.Table;
import dev.ridgeline.sql.SqlErrors;
import dev.ridgeline.sql.SqlOption;
import dev.ridgeline.store.RunDirectory.Replacing;
import dev.ridgeline.store.UnfinishedRun;
import dev.ridgeline.table.DesignSpaceSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;

/**
 * Frontiers of the cells of a run or of a sweep. The cells of a sweep are evaluated on the way and
 * not written.
 *
 * @param source path of a sweep file, or directory of a run
 * @param catalogs catalogs of the sweep
 * @param query which frontiers to take
 * @param distanceOf SQL condition of the cells whose distance from the frontiers is printed
 * @param out place of the tables; empty where they are only printed
 * @param replacing what may be thrown away there
 * @param printed table that is printed as JSON, CSV or Markdown
 */
public record FrontierRun(
    String source,
    CatalogDirectories catalogs,
    FrontierQuery query,
    Optional<String> distanceOf,
    Optional<String> out,
    Replacing replacing,
    String printed) {

  /** Points that are printed. A query of the tables shows the others. */
  private static final int PRINTED_ROWS = 40;

  /** Columns of cells from which a person sees what the best points are. */
  private static final List<String> OF_BEST =
      Stream.of(
              CellColumns.CELL,
              CellColumns.QUANTIZATION,
              CellColumns.PREFILL,
              CellColumns.DECODE,
              CellColumns.FFN,
              CellColumns.LINK,
              CellColumns.BATCH)
          .map(CellColumn::name)
          .toList();

  /** The tables that can be printed as JSON, CSV or Markdown. */
  public static final List<String> TABLES =
      List.of(
          FrontierColumns.FRONTIER,
          FrontierColumns.GROUPS,
          AxisCounts.TABLE,
          FrontierColumns.DISTANCES);

  /** Takes the frontiers, prints them, and writes their tables. */
  public void execute(Optional<String> master, Output output) {
    long start = System.nanoTime();
    if (printed.equals(FrontierColumns.DISTANCES) && distanceOf.isEmpty() && !output.isTable()) {
      throw new ConfigException("--table", "is " + printed + ", which needs --distance-of.");
    }
    CellSource cells = CellSource.open(source, catalogs);
    cells.require(sql());
    try (Target target = Target.of(out, source, cells, replacing)) {
      output.progress().stage("starting Spark");
      SparkSession spark = SparkSessions.open("ridgeline frontier " + source, master);
      try {
        SqlErrors.located(
            "frontier",
            sql(),
            () -> {
              execute(spark, cells, target, start, output);
              return cells;
            });
      } finally {
        spark.stop();
      }
    }
  }

  /** The options that are SQL. */
  private List<SqlOption> sql() {
    List<SqlOption> sql = new ArrayList<>();
    sql.add(new SqlOption("--where", query.where(), SqlOption.Use.CONDITION));
    query
        .objectives()
        .forEach(one -> sql.add(new SqlOption("--objectives", one.column(), SqlOption.Use.NUMBER)));
    query
        .groups()
        .forEach(group -> sql.add(new SqlOption("--group-by", group, SqlOption.Use.TEXT)));
    distanceOf.ifPresent(
        chosen -> sql.add(new SqlOption("--distance-of", chosen, SqlOption.Use.CONDITION)));
    return sql;
  }

  private void execute(
      SparkSession spark, CellSource cells, Target target, long start, Output output) {
    output.say(String.format(Locale.ROOT, "%s: %,d cells%n", source, cells.size()));
    output.progress().stage("planning");
    Dataset<Row> all = cells.cells(spark, sql());
    FrontierTables tables = FrontierTables.of(spark, all, query);
    Optional<Dataset<Row>> distances = distanceOf.map(chosen -> distances(tables, chosen));
    spark.sparkContext().setJobDescription("frontiers of " + source);
    Progress progress =
        Progress.follow(spark, output.progress(), DesignSpaceSource.cellsOf(query.rows(all)), 0);
    FrontierTables.Counts counts = tables.counts();
    double seconds = (System.nanoTime() - start) / 1e9;
    progress.end(spark);
    output.progress().stage("reading the points");
    PointRows rows = new PointRows(spark, cells, tables.points(), counts.points());
    target.write(
        run -> {
          write(spark, rows, tables.groups(), run);
          distances.ifPresent(
              table -> TableFiles.write(table.coalesce(1), run, FrontierColumns.DISTANCES));
          writeColumns(spark, run);
        });
    if (output.isTable()) {
      explain(best(rows), output);
      distances.ifPresent(table -> printDistances(table, output));
    } else if (output.format() == Format.MARKDOWN && printed.equals(FrontierColumns.FRONTIER)) {
      output.print(best(rows).rows());
    } else {
      output.print(SparkRows.all(printed(spark, rows, tables.groups(), distances)));
    }
    report(counts, progress.evaluated(), seconds, output);
  }

  /** Names of the tables that are written. */
  private List<String> tables() {
    List<String> tables =
        new ArrayList<>(
            List.of(FrontierColumns.FRONTIER, FrontierColumns.GROUPS, AxisCounts.TABLE));
    distanceOf.ifPresent(chosen -> tables.add(FrontierColumns.DISTANCES));
    tables.add(DescribedColumn.TABLE.name());
    return tables;
  }

  private void writeColumns(SparkSession spark, UnfinishedRun run) {
    List<Table<?>> described = AnalysisTables.ofFrontiers(query);
    described.removeIf(table -> !tables().contains(table.name()));
    TableFiles.write(DimensionTables.columns(spark, described), run, DescribedColumn.TABLE.name());
  }

  private static Dataset<Row> distances(FrontierTables tables, String chosen) {
    return tables
        .distances(chosen)
        .orderBy(functions.desc(FrontierColumns.DISTANCE), functions.col(FrontierColumns.CELL));
  }

  private void printDistances(Dataset<Row> distances, Output output) {
    output.say(String.format("Distance of cells from the frontier, farthest first:%n%n"));
    List<String> columns = new ArrayList<>(query.groups());
    query.objectives().stream()
        .map(Objective::column)
        .forEach(name -> columns.add(shortNumber("`" + name + "`", name)));
    columns.addAll(
        List.of(
            FrontierColumns.CELL,
            shortNumber(FrontierColumns.DISTANCE, FrontierColumns.DISTANCE),
            FrontierColumns.NEAREST_CELL));
    Dataset<Row> shown = distances.selectExpr(columns.toArray(String[]::new));
    SparkRows taken = SparkRows.of(shown, PRINTED_ROWS);
    output.print(taken.rows().withSections(sections()));
    taken.sayIfMore(output);
    output.say(System.lineSeparator());
  }

  /** Columns of groups whose values are in the headings of sections: all but the workflow. */
  private List<String> sections() {
    return query.groups().stream()
        .filter(name -> !name.equals(CellColumns.WORKFLOW.name()))
        .toList();
  }

  /** SQL of a number for a person, with four digits. */
  private static String shortNumber(String expression, String name) {
    return "format_string('%.4g', double(" + expression + ")) AS `" + name + "`";
  }

  /** Prints how many points there are. Only the cells of a sweep were reduced. */
  private void report(FrontierTables.Counts counts, long reduced, double seconds, Output output) {
    String cells = reduced > 0 ? String.format(Locale.ROOT, ", of %,d cells", reduced) : "";
    output.say(
        String.format(
            Locale.ROOT,
            "%,d points on the frontiers of %,d groups, in %.1f s%s%n",
            counts.points(),
            counts.groups(),
            seconds,
            cells));
    out.ifPresent(
        place ->
            output.say(
                String.format(
                    "Parquet: %1$s%nQuery:   deploy/ridgeline sql %1$s"
                        + " \"SELECT * FROM %2$s WHERE %3$s\"%n",
                    place, FrontierColumns.FRONTIER, FrontierColumns.KNEE)));
  }

  /** Of each frontier the point that is best in the first objective, and the knee. */
  private SparkRows best(PointRows rows) {
    List<String> groups = query.groups().stream().map(FrontierRun::quoted).toList();
    Objective first = query.objectives().get(0);
    Dataset<Row> marked = rows.best(groups, first);
    List<String> named = new ArrayList<>(groups);
    named.add(
        "if(" + FrontierColumns.KNEE + ", if(place = 1, 'best, knee', 'knee'), 'best') AS point");
    named.add(Summary.HARDWARE + " AS hardware");
    named.add(CellColumns.QUANTIZATION.name());
    named.add(CellColumns.BATCH.name());
    query.objectives().stream()
        .map(Objective::column)
        .forEach(name -> named.add(shortNumber(quoted(name), name)));
    named.add(FrontierColumns.CELL);
    List<Column> order = new ArrayList<>();
    Stream.concat(sections().stream(), query.groups().stream())
        .forEach(name -> order.add(functions.col(quoted(name))));
    order.add(functions.col(PointRows.PLACE));
    Dataset<Row> shown =
        rows.of(marked, OF_BEST)
            .orderBy(order.toArray(Column[]::new))
            .selectExpr(named.toArray(String[]::new));
    return SparkRows.of(shown, PRINTED_ROWS);
  }

  private static String quoted(String name) {
    return "`" + name.replace("`", "``") + "`";
  }

  private void explain(SparkRows best, Output output) {
    output.say(System.lineSeparator());
    output.print(
        best.rows()
            .withSections(sections())
            .withOptional(List.of(CellColumns.QUANTIZATION.name())));
    best.sayIfMore(output);
    output.say(
        String.format(
            "%nbest is the point with the best %s.%n"
                + "knee is the point whose scaled objectives have the least sum.%n%n",
            query.objectives().get(0).column()));
  }

  /** The table that the request names. */
  private Dataset<Row> printed(
      SparkSession spark, PointRows rows, Dataset<Row> groups, Optional<Dataset<Row>> distances) {
    if (printed.equals(FrontierColumns.FRONTIER)) {
      return rows.all();
    }
    if (printed.equals(FrontierColumns.GROUPS)) {
      return sortedGroups(groups);
    }
    return printed.equals(AxisCounts.TABLE)
        ? AxisCounts.of(spark, rows.axes())
        : distances.orElseThrow();
  }

  private Dataset<Row> sortedGroups(Dataset<Row> groups) {
    Column[] order = query.groups().stream().map(functions::col).toArray(Column[]::new);
    return order.length == 0 ? groups : groups.coalesce(1).sortWithinPartitions(order);
  }

  private void write(SparkSession spark, PointRows rows, Dataset<Row> groups, UnfinishedRun run) {
    spark.sparkContext().setJobDescription("write the frontiers of " + source);
    TableFiles.write(rows.all(), run, FrontierColumns.FRONTIER);
    TableFiles.write(sortedGroups(groups), run, FrontierColumns.GROUPS);
    TableFiles.write(AxisCounts.of(spark, rows.axes()), run, AxisCounts.TABLE);
  }
}
