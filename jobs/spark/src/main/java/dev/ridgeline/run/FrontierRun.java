package dev.ridgeline.run;

import dev.ridgeline.analysis.AnalysisTables;
import dev.ridgeline.analysis.AxisCounts;
import dev.ridgeline.answer.FirstRows;
import dev.ridgeline.answer.Progress;
import dev.ridgeline.answer.SparkRows;
import dev.ridgeline.catalog.CatalogDirectories;
import dev.ridgeline.config.ConfigException;
import dev.ridgeline.evaluate.CellColumns;
import dev.ridgeline.output.Format;
import dev.ridgeline.output.Output;
import dev.ridgeline.output.Prose;
import dev.ridgeline.pareto.FrontierColumns;
import dev.ridgeline.pareto.FrontierQuery;
import dev.ridgeline.pareto.FrontierTables;
import dev.ridgeline.pareto.Objective;
import dev.ridgeline.remote.Locations;
import dev.ridgeline.schema.DescribedColumn;
import dev.ridgeline.schema.Table;
import dev.ridgeline.space.DesignSpace;
import dev.ridgeline.sql.SqlErrors;
import dev.ridgeline.sql.SqlOption;
import dev.ridgeline.store.RunDirectory.Replacing;
import dev.ridgeline.sweep.LatencyTargets;
import dev.ridgeline.sweep.SessionTarget;
import dev.ridgeline.table.DesignSpaceSource;
import dev.ridgeline.view.ViewFile;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
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
    Optional<DesignSpace> space = distanceOf.isEmpty() ? cells.spaceHere(master) : Optional.empty();
    try (Target target = Target.of(out, source, cells, replacing)) {
      if (space.isPresent()) {
        output.progress().stage("evaluating");
        Optional<EvaluatedFrontiers> answer = EvaluatedFrontiers.of(space.get(), query);
        if (answer.isPresent()) {
          double seconds = (System.nanoTime() - start) / 1e9;
          output.say(head(cells));
          write(answer.get(), Optional.empty(), cells.targets(), target);
          print(answer.get(), Optional.empty(), output);
          report(answer.get().counts(), cells, cells.size(), seconds, output);
          return;
        }
      }
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
        SparkSessions.close(spark);
      }
    }
  }

  private String head(CellSource cells) {
    return String.format(Locale.ROOT, "%s: %,d cells%n", source, cells.size());
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
    output.say(head(cells));
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
    spark.sparkContext().setJobDescription("points of the frontiers of " + source);
    FrontierAnswer answer =
        cells
            .smallSpace()
            .<FrontierAnswer>map(space -> new EvaluatedFrontiers(space, query, tables.found()))
            .orElseGet(
                () ->
                    new SparkFrontiers(query, tables, counts, new PointRows(spark, cells, tables)));
    write(answer, distances, cells.targets(), target);
    print(answer, distances, output);
    report(counts, cells, progress.evaluated(), seconds, output);
  }

  private void write(
      FrontierAnswer answer,
      Optional<Dataset<Row>> distances,
      LatencyTargets targets,
      Target target) {
    target.write(
        run -> {
          Configuration hadoop = Locations.settings(out.orElseThrow());
          answer.write(run, hadoop);
          distances.ifPresent(
              table -> TableFiles.write(table.coalesce(1), run, FrontierColumns.DISTANCES));
          CatalogFiles.writeColumns(described(), run, hadoop);
          run.put(ViewFile.NAME, ViewFile.text(tables(), targets));
        });
  }

  private void print(FrontierAnswer answer, Optional<Dataset<Row>> distances, Output output) {
    if (output.isTable()) {
      explain(answer.best(), output);
      distances.ifPresent(table -> printDistances(table, output));
    } else if (output.format() == Format.MARKDOWN && printed.equals(FrontierColumns.FRONTIER)) {
      output.print(answer.best().rows());
    } else {
      output.print(
          printed.equals(FrontierColumns.DISTANCES)
              ? SparkRows.all(distances.orElseThrow())
              : answer.rows(printed));
    }
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

  private List<Table<?>> described() {
    List<Table<?>> described = AnalysisTables.ofFrontiers(query);
    described.removeIf(table -> !tables().contains(table.name()));
    return described;
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
        .forEach(name -> columns.add(SparkFrontiers.shortNumber("`" + name + "`", name)));
    columns.addAll(
        List.of(
            FrontierColumns.CELL,
            SparkFrontiers.shortNumber(FrontierColumns.DISTANCE, FrontierColumns.DISTANCE),
            FrontierColumns.NEAREST_CELL));
    Dataset<Row> shown = distances.selectExpr(columns.toArray(String[]::new));
    SparkRows taken = SparkRows.of(shown, FrontierAnswer.PRINTED_ROWS);
    output.print(taken.rows().withSections(FrontierAnswer.sections(query)));
    taken.sayIfMore(output);
    output.say(System.lineSeparator());
  }

  /** Prints how many points there are. Only the cells of a sweep were reduced. */
  private void report(
      FrontierTables.Counts counts, CellSource read, long reduced, double seconds, Output output) {
    String cells = reduced > 0 ? String.format(Locale.ROOT, ", of %,d cells", reduced) : "";
    output.say(
        String.format(
            Locale.ROOT,
            "%,d points on the frontiers of %,d groups, in %.1f s%s%n",
            counts.points(),
            counts.groups(),
            seconds,
            cells));
    if (SessionTarget.isReadBy(sql().stream().map(SqlOption::sql))) {
      String counted = read.sessionTarget().sentence();
      output.say(Prose.wrapped(String.format("%s%n", counted), output.screen(), 4));
    }
    out.ifPresent(
        place ->
            output.say(
                String.format(
                    "Parquet: %1$s%nQuery:   deploy/ridgeline sql %1$s"
                        + " \"SELECT * FROM %2$s WHERE %3$s\"%n",
                    place, FrontierColumns.FRONTIER, FrontierColumns.KNEE)));
  }

  private void explain(FirstRows best, Output output) {
    output.say(System.lineSeparator());
    output.print(
        best.rows()
            .withSections(FrontierAnswer.sections(query))
            .withOptional(List.of(CellColumns.QUANTIZATION.name())));
    best.sayIfMore(output);
    output.say(
        String.format(
            "%nbest is the point with the best %s.%n"
                + "knee is the point whose scaled objectives have the least sum.%n%n",
            query.objectives().get(0).column()));
  }
}
