package dev.ridgeline.run;

import dev.ridgeline.analysis.ChoiceQuery;
import dev.ridgeline.answer.Summary;
import dev.ridgeline.catalog.CatalogDirectories;
import dev.ridgeline.check.CheckTable;
import dev.ridgeline.choice.ChoiceTables;
import dev.ridgeline.choice.ChosenMixColumns;
import dev.ridgeline.choice.RankedColumns;
import dev.ridgeline.config.ConfigException;
import dev.ridgeline.evaluate.CellColumns;
import dev.ridgeline.fleet.FleetAnswer;
import dev.ridgeline.pareto.FrontierColumns;
import dev.ridgeline.plugin.NamedTables;
import dev.ridgeline.plugin.RidgelineCatalog;
import dev.ridgeline.plugin.RidgelineExtensions;
import dev.ridgeline.relation.Relations;
import dev.ridgeline.report.Report;
import dev.ridgeline.report.ReportSubject;
import dev.ridgeline.report.ReportTables;
import dev.ridgeline.report.Words;
import dev.ridgeline.sql.SqlErrors;
import dev.ridgeline.sql.SqlRule;
import dev.ridgeline.store.RunDirectory.Replacing;
import dev.ridgeline.sweep.LatencyTargets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.storage.StorageLevel;

/**
 * Reads what a report says from a sweep, a run, a frontier, choices or checks.
 *
 * @param source path of a sweep file, or directory of a run
 * @param catalogs catalogs of the sweep
 * @param request which choices to make, where the source has cells
 * @param checks directory of a run with the table of checks
 */
public record ReportRun(
    String source, CatalogDirectories catalogs, ChoiceRequest request, Optional<String> checks) {

  /** Most cells of a sweep file that a report evaluates. */
  private static final long MOST_LIVE_CELLS = 2_000_000;

  /** Reads the report. */
  public Report read(Optional<String> master) {
    CellSource opened = CellSource.open(source, catalogs);
    CellSource cells = request.readsSessions() ? request.countingSessions(opened) : opened;
    Optional<CellSource> measured = checks.map(place -> CellSource.open(place, catalogs));
    measured.ifPresent(this::requireChecks);
    requireUse(cells);
    SparkSession spark = SparkSessions.open("ridgeline report " + source, master);
    try {
      return SqlErrors.located("report", request.sql(), () -> read(spark, cells, measured));
    } finally {
      SparkSessions.close(spark);
    }
  }

  private void requireChecks(CellSource place) {
    if (!place.tables().tableNames().contains(CheckTable.CHECKS.name())) {
      throw new ConfigException(
          "--checks",
          "is "
              + checks.orElse("")
              + ", which has no table checks. Maybe make one: check FILES --out DIR.");
    }
  }

  /** Refuses what no report can be made of, before Spark starts. */
  private void requireUse(CellSource cells) {
    Set<String> names = cells.tables().tableNames();
    if (cells instanceof CellSource.Live && cells.size() > MOST_LIVE_CELLS) {
      throw new ConfigException(
          source,
          String.format(
              Locale.ROOT,
              "has %,d cells. A report evaluates at most %,d. Maybe take its frontier first, and"
                  + " report that: frontier %s --out DIR.",
              cells.size(),
              MOST_LIVE_CELLS,
              source));
    }
    if (isOfCells(names)) {
      // The columns of written cells are checked when Spark has read them.
      if (names.contains(CellSource.CELLS)) {
        cells.require(request.sql());
      }
    } else if (!isOfChoices(names)
        && !names.contains(CheckTable.CHECKS.name())
        && !names.contains(FleetAnswer.Hour.TABLE.name())) {
      throw new ConfigException(
          source,
          "has no table for a report. Allowed: cells, frontier, choices, ranking, fleet_hours or"
              + " checks.");
    } else if (!request.equals(ChoiceRequest.usual())) {
      throw new ConfigException(
          source,
          "holds no cells to choose from, but options such as --ttft and --where choose. Maybe leave"
              + " them out, or name the sweep file.");
    }
  }

  private static boolean isOfCells(Set<String> names) {
    return names.contains(CellSource.CELLS) || names.contains(FrontierColumns.FRONTIER);
  }

  private static boolean isOfChoices(Set<String> names) {
    return names.contains(ChoiceTables.CHOICES) || names.contains(ChoiceTables.RANKING);
  }

  private Report read(SparkSession spark, CellSource cells, Optional<CellSource> measured) {
    SparkTables tables = new SparkTables(spark);
    List<String> notes = new ArrayList<>();
    datasets(spark, "source", cells.tables()).forEach(tables::put);
    addCatalogs(spark, cells, tables);
    measured.ifPresent(
        place ->
            tables.put(
                CheckTable.CHECKS.name(),
                Optional.ofNullable(
                        datasets(spark, "measured", place.tables()).get(CheckTable.CHECKS.name()))
                    .orElseThrow()));
    ReportSubject subject;
    if (isOfCells(tables.names())) {
      subject = choose(spark, cells, tables, notes);
    } else {
      subject = subjectOfChoices(cells, tables, notes);
    }
    addWinners(spark, cells, tables, notes);
    SqlRule rule = SqlRule.readOnly(tables.names());
    RidgelineExtensions.register(spark, rule);
    return Report.of(tables, withNotes(subject, notes));
  }

  /** The tables of a source by name, as a namespace of the catalog has them. */
  private static Map<String, Dataset<Row>> datasets(
      SparkSession spark, String namespace, NamedTables tables) {
    RidgelineCatalog.of(spark).show(namespace, tables);
    Map<String, Dataset<Row>> datasets = new LinkedHashMap<>();
    for (String name : tables.tableNames()) {
      datasets.put(name, spark.table(RidgelineCatalog.NAME + "." + namespace + ".`" + name + "`"));
    }
    return datasets;
  }

  private static ReportSubject withNotes(ReportSubject subject, List<String> notes) {
    return new ReportSubject(
        subject.name(),
        subject.source(),
        subject.workload(),
        subject.objective(),
        subject.targets(),
        subject.within(),
        subject.cells(),
        notes);
  }

  /** Adds the catalogs that the source does not carry, unless they have changed. */
  private static void addCatalogs(SparkSession spark, CellSource cells, SparkTables tables) {
    if (!tables.names().contains("accelerators") && isOfSweep(tables.names())) {
      try {
        datasets(spark, "entries", NamedTables.of(cells.sweep().catalogs())).forEach(tables::put);
      } catch (ConfigException e) {
        // Figures that need them are left out, as where a run lacks a table.
      }
    }
  }

  private static boolean isOfSweep(Set<String> names) {
    return isOfCells(names) || isOfChoices(names);
  }

  /** Makes the choices among the cells of the source, or among the points of a frontier. */
  private ReportSubject choose(
      SparkSession spark, CellSource source, SparkTables tables, List<String> notes) {
    Dataset<Row> cells;
    boolean hasAllCells = tables.names().contains(CellSource.CELLS);
    if (hasAllCells) {
      cells = source.cells(spark, request.sql());
    } else {
      cells = spark.table(FrontierColumns.FRONTIER);
      request.sql().forEach(option -> option.require(cells.schema()));
      notes.add(
          "The cells are the points of a frontier, not all cells of the sweep. Simpler hardware and"
              + " other prices are compared in a report of the sweep.");
    }
    ChoiceQuery query = request.query(source);
    Dataset<Row> among = cells.where(query.among());
    if (source instanceof CellSource.Live) {
      among = among.persist(StorageLevel.MEMORY_AND_DISK());
    }
    tables.put(CellSource.CELLS, among);
    new ChoiceRun(
            this.source,
            catalogs,
            request,
            Optional.empty(),
            new Replacing(false, false),
            request.tables().get(0))
        .tables(spark, source, among, query)
        .forEach(
            (name, table) -> {
              if (hasAllCells || name.equals(ChoiceTables.RANKING)) {
                tables.put(name, dataset(spark, table));
              } else if (name.equals(ChoiceTables.CHOICES)) {
                tables.put(name, withoutComparisons(dataset(spark, table)));
              }
            });
    return new ReportSubject(
        nameOf(source),
        this.source,
        query.workload(),
        request.objective().toString(),
        targets(query),
        Summary.within(query.settings().targets().get(0))
            + query.budgets().stream()
                .map(limit -> " AND " + limit.sql())
                .collect(Collectors.joining()),
        source.size(),
        List.of());
  }

  /**
   * Choices without what other cells would cost. A frontier has the best cell, but lacks cells that
   * are the best of simpler hardware, or at other prices.
   */
  private static Dataset<Row> withoutComparisons(Dataset<Row> choices) {
    Dataset<Row> left = choices;
    for (StructField field : choices.schema().fields()) {
      if (field.name().matches("(homogeneous|pooled)_.*|share_of_draws")) {
        left = left.withColumn(field.name(), functions.lit(null).cast(field.dataType()));
      }
    }
    return left;
  }

  private static <R> Dataset<Row> dataset(SparkSession spark, AnsweredTable<R> answered) {
    return Relations.dataset(spark, answered.table(), answered.found());
  }

  /** The targets and limits of a query in words. */
  private static String targets(ChoiceQuery query) {
    List<String> parts = new ArrayList<>();
    String targets =
        query.settings().targets().stream()
            .map(ReportRun::words)
            .filter(text -> !text.isEmpty())
            .collect(Collectors.joining("; or "));
    if (!targets.isEmpty()) {
      parts.add(targets);
    }
    query.budgets().forEach(limit -> parts.add(limit.toString()));
    return String.join(", ", parts);
  }

  private static String words(LatencyTargets targets) {
    List<String> parts = new ArrayList<>();
    if (Double.isFinite(targets.ttftSeconds())) {
      String which = targets.limitsPercentile() ? "P" + targets.percentile() + " of TTFT" : "TTFT";
      parts.add(which + " at most " + Words.seconds(targets.ttftSeconds()));
    }
    if (Double.isFinite(targets.tpotSeconds())) {
      parts.add("TPOT at most " + Words.seconds(targets.tpotSeconds()));
    }
    return String.join(" and ", parts);
  }

  private ReportSubject subjectOfChoices(CellSource cells, SparkTables tables, List<String> notes) {
    List<String> workload = new ArrayList<>();
    if (isOfChoices(tables.names())) {
      String table =
          tables.names().contains(ChoiceTables.CHOICES)
              ? ChoiceTables.CHOICES
              : ChoiceTables.RANKING;
      List<String> columns = tables.rows("SELECT * FROM " + table + " LIMIT 0").names();
      workload.addAll(columns.subList(0, columns.indexOf(ChoiceTables.targetColumns().get(0))));
      notes.add("The source has choices without their cells, so charts of all cells are left out.");
    }
    return new ReportSubject(
        tables.names().contains(FleetAnswer.Hour.TABLE.name()) ? nameOfFolder() : nameOf(cells),
        source,
        workload,
        tables.names().contains(ChoiceTables.CHOICES)
            ? "min " + CellColumns.DOLLARS_PER_REQUEST.name()
            : "the objective of the ranking",
        "",
        "true",
        cells.size(),
        List.of());
  }

  /**
   * Name of the folder of the source, as of checks, and of a fleet whose sweep has another name.
   */
  private String nameOfFolder() {
    String path = source.replaceAll("/+$", "");
    return path.substring(path.lastIndexOf('/') + 1);
  }

  private String nameOf(CellSource cells) {
    String name =
        cells instanceof CellSource.Live live
            ? live.sweep().name()
            : cells instanceof CellSource.Written written ? written.content().sweep() : "";
    return name.isEmpty() ? nameOfFolder() : name;
  }

  /** Adds the chosen cells. Those of choices are evaluated again. */
  private static void addWinners(
      SparkSession spark, CellSource source, SparkTables tables, List<String> notes) {
    Optional<Dataset<Row>> chosen = chosen(spark, tables);
    if (chosen.isEmpty()) {
      return;
    }
    Column[] columns =
        ReportTables.WINNER_COLUMNS.stream().map(functions::col).toArray(Column[]::new);
    if (tables.names().contains(CellSource.CELLS)) {
      tables.put(
          ReportTables.WINNERS,
          spark
              .table(CellSource.CELLS)
              .select(columns)
              .join(functions.broadcast(chosen.get().distinct()), CellSource.CELL)
              .cache());
      return;
    }
    try {
      tables.put(
          ReportTables.WINNERS,
          new CellSource.Live(source.sweep())
              .rows(spark, chosen.get().distinct(), ReportTables.WINNER_COLUMNS)
              .cache());
    } catch (ConfigException e) {
      notes.add(
          "The catalogs have changed since, so figures of the chosen cells are left out. Maybe name"
              + " the catalogs of the run with --catalogs.");
    }
  }

  /** Numbers of the best cells. */
  private static Optional<Dataset<Row>> chosen(SparkSession spark, SparkTables tables) {
    if (tables.names().contains(ChoiceTables.CHOICES)) {
      return Optional.of(
          spark
              .table(ChoiceTables.CHOICES)
              .where(functions.col(ChosenMixColumns.MIX.name()).isNotNull())
              .select(CellSource.CELL));
    }
    if (tables.names().contains(ChoiceTables.RANKING)) {
      return Optional.of(
          spark
              .table(ChoiceTables.RANKING)
              .where(functions.col(RankedColumns.RANK.name()).equalTo(1))
              .where(functions.col(RankedColumns.IS_WITHIN.name()))
              .select(CellSource.CELL));
    }
    return Optional.empty();
  }
}
