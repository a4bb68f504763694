package dev.ridgeline.run;

import dev.ridgeline.analysis.AxisCounts;
import dev.ridgeline.analysis.AxisValue;
import dev.ridgeline.catalog.CatalogDirectories;
import dev.ridgeline.choice.CellLimit;
import dev.ridgeline.config.ConfigException;
import dev.ridgeline.config.ErrorText;
import dev.ridgeline.evaluate.CellColumns;
import dev.ridgeline.parquet.PartitionFiles;
import dev.ridgeline.parquet.TaskFiles;
import dev.ridgeline.parquet.WrittenFile;
import dev.ridgeline.plugin.NamedTables;
import dev.ridgeline.remote.Locations;
import dev.ridgeline.space.DesignSpace;
import dev.ridgeline.sql.SqlOption;
import dev.ridgeline.store.RunDirectory;
import dev.ridgeline.store.RunManifest;
import dev.ridgeline.sweep.LatencyTargets;
import dev.ridgeline.sweep.SessionTarget;
import dev.ridgeline.sweep.Sweep;
import dev.ridgeline.table.AxisColumns;
import dev.ridgeline.table.CellRows;
import dev.ridgeline.table.DesignSpaceSource;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.StructType;

/** A source of cells: a sweep or a finished run. */
sealed interface CellSource {

  /** Name of the table of cells. */
  String CELLS = CellColumns.TABLE.name();

  /** Name of the column with the number of a cell. */
  String CELL = CellColumns.CELL.name();

  /**
   * Opens a sweep file or a finished run. This needs no Spark.
   *
   * @param place path of a sweep file, or directory of a run
   * @param catalogs catalogs of the sweep
   * @throws ConfigException when the sweep is wrong, or the place holds no complete run
   */
  static CellSource open(String place, CatalogDirectories catalogs) {
    if (place.endsWith(".yaml") || place.endsWith(".yml")) {
      return new Live(Sweep.read(Locations.path(place), catalogs));
    }
    RunDirectory directory = RunDirectory.of("SOURCE", place, Locations.settings(place));
    try {
      return new Written(directory, catalogs, directory.open());
    } catch (UncheckedIOException e) {
      String why = ErrorText.plain(Objects.requireNonNull(e.getCause()).getMessage());
      throw new ConfigException(place, "cannot be read: " + why + ". Maybe name another place.");
    }
  }

  /** All tables and views. */
  NamedTables tables();

  /** Columns of the cells, as far as they are known before Spark reads them. */
  Optional<StructType> columns();

  /** The table of cells. */
  Dataset<Row> cells(SparkSession spark);

  /**
   * Requires that there are cells to read.
   *
   * @throws ConfigException when a run has none, because it holds only frontiers or choices
   */
  void requireCells();

  /**
   * Columns of chosen cells, before the other columns of the table that chooses them.
   *
   * @param chosen table whose first column {@code cell} has the numbers of the cells, each once
   * @param columns names of columns of cells, of which {@code cell} is the first
   */
  Dataset<Row> rows(SparkSession spark, Dataset<Row> chosen, List<String> columns);

  /**
   * Writes all columns of chosen cells, before the other columns of the table that chooses them.
   *
   * @param chosen table whose first column {@code cell} has the numbers of the cells, each once
   * @param parts parts of the grid, each of which is a file
   * @param files names of the files
   * @return the files, in the order of the grid
   */
  List<WrittenFile> write(
      SparkSession spark, Dataset<Row> chosen, GridParts parts, TaskFiles files);

  /**
   * Counts of the values of axes.
   *
   * @param chosen table whose first column {@code cell} has the numbers of cells, each once
   */
  List<AxisValue> axisValues(SparkSession spark, Dataset<Row> chosen);

  /**
   * Checks SQL over the cells, as far as this needs no Spark.
   *
   * @throws ConfigException when it is wrong, or the source has no cells
   */
  default void require(List<SqlOption> options) {
    columns()
        .ifPresentOrElse(
            columns -> options.forEach(option -> option.require(columns)),
            () -> options.forEach(SqlOption::requireAllowed));
  }

  /**
   * The table of cells, whose columns SQL was checked against.
   *
   * @throws ConfigException when a run has no cells, or the SQL is wrong
   */
  default Dataset<Row> cells(SparkSession spark, List<SqlOption> options) {
    Dataset<Row> cells = cells(spark);
    if (columns().isEmpty()) {
      options.forEach(option -> option.require(cells.schema()));
    }
    return cells;
  }

  /**
   * At most so many values of a column of cells, as texts, where no cell is evaluated for them.
   *
   * @param column name of the column
   */
  List<String> values(SparkSession spark, String column, int most);

  /** Number of cells of the grid. */
  long size();

  /**
   * The sweep.
   *
   * @throws ConfigException when the catalogs of a run have changed
   */
  Sweep sweep();

  /** The latency targets of the sweep. */
  LatencyTargets targets();

  /** What decides up to which time to first token the cells count sessions. */
  SessionTarget sessionTarget();

  /**
   * This source with sessions that are counted up to another time to first token.
   *
   * @throws ConfigException where the cells are written, with sessions up to another time
   */
  CellSource countingSessions(SessionTarget target);

  /**
   * Whether fleets of the cells may count tasks in progress. The cells of a run say it themselves.
   */
  boolean mayCountSessions();

  /** The design space that the cells follow from, where they are few; empty where they are read. */
  Optional<DesignSpace> smallSpace();

  /** Place of the cells; empty for a sweep. */
  String place();

  /**
   * The design space whose cells this JVM evaluates without Spark, where they are few.
   *
   * @param master master that was asked for
   */
  default Optional<DesignSpace> spaceHere(Optional<String> master) {
    return ThisJvm.suffices(master, size(), place()) ? smallSpace() : Optional.empty();
  }

  /** The manifest of a run that begins now, whose tables are computed from this source. */
  RunManifest manifest();

  /** A sweep, whose cells are evaluated when they are read. */
  record Live(Sweep sweep) implements CellSource {

    @Override
    public NamedTables tables() {
      return NamedTables.of(sweep);
    }

    @Override
    public Optional<StructType> columns() {
      return Optional.of(DesignSpaceSource.columns());
    }

    @Override
    public void requireCells() {
      // The grid of a sweep is never empty.
    }

    @Override
    public Dataset<Row> cells(SparkSession spark) {
      return DesignSpaceSource.cells(spark, sweep);
    }

    @Override
    public Dataset<Row> rows(SparkSession spark, Dataset<Row> chosen, List<String> columns) {
      return CellRows.of(spark, sweep.space(), chosen, columns);
    }

    @Override
    public List<WrittenFile> write(
        SparkSession spark, Dataset<Row> chosen, GridParts parts, TaskFiles files) {
      return CellRows.write(sweep.space(), parts.divide(chosen, CELL), files);
    }

    @Override
    public List<AxisValue> axisValues(SparkSession spark, Dataset<Row> chosen) {
      return AxisCounts.of(sweep.space(), chosen.toJavaRDD().map(row -> row.getLong(0)));
    }

    @Override
    public List<String> values(SparkSession spark, String column, int most) {
      return AxisColumns.values(sweep.space(), column, most);
    }

    @Override
    public long size() {
      return sweep.space().grid().cells();
    }

    @Override
    public LatencyTargets targets() {
      return sweep.targets();
    }

    @Override
    public SessionTarget sessionTarget() {
      return sweep.sessionTarget();
    }

    @Override
    public CellSource countingSessions(SessionTarget target) {
      return new Live(sweep.countingSessions(target));
    }

    @Override
    public boolean mayCountSessions() {
      return CellLimit.countsSessions(sweep.space());
    }

    @Override
    public Optional<DesignSpace> smallSpace() {
      return size() <= ThisJvm.MOST_CELLS ? Optional.of(sweep.space()) : Optional.empty();
    }

    @Override
    public String place() {
      return "";
    }

    @Override
    public RunManifest manifest() {
      return RunManifest.of(sweep);
    }
  }

  /** A finished run. */
  record Written(RunDirectory directory, CatalogDirectories catalogs, RunManifest content)
      implements CellSource {

    @Override
    public NamedTables tables() {
      return NamedTables.of(directory, content, catalogs);
    }

    @Override
    public Optional<StructType> columns() {
      return Optional.empty();
    }

    @Override
    public void require(List<SqlOption> options) {
      requireCells();
      CellSource.super.require(options);
    }

    @Override
    public void requireCells() {
      if (!directory.hasCells()) {
        throw new ConfigException(
            directory.toString(),
            "holds no cells, only tables that were computed from them. Maybe name the sweep file.");
      }
    }

    @Override
    public Dataset<Row> cells(SparkSession spark) {
      return RunTables.read(spark, directory, CELLS);
    }

    @Override
    public Dataset<Row> rows(SparkSession spark, Dataset<Row> chosen, List<String> columns) {
      return joined(spark, chosen, columns).sort(CELL);
    }

    private Dataset<Row> joined(SparkSession spark, Dataset<Row> chosen, List<String> columns) {
      Dataset<Row> all = cells(spark);
      List<String> there = List.of(all.columns());
      return all.selectExpr(columns.stream().filter(there::contains).toArray(String[]::new))
          .join(functions.broadcast(chosen), CELL);
    }

    @Override
    public List<WrittenFile> write(
        SparkSession spark, Dataset<Row> chosen, GridParts parts, TaskFiles files) {
      return PartitionFiles.write(parts.divide(joined(spark, chosen, PointRows.ALL), CELL), files);
    }

    @Override
    public List<AxisValue> axisValues(SparkSession spark, Dataset<Row> chosen) {
      List<String> columns = new ArrayList<>(List.of(CELL));
      columns.addAll(AxisCounts.columns());
      return AxisCounts.of(joined(spark, chosen, columns));
    }

    @Override
    public List<String> values(SparkSession spark, String column, int most) {
      return directory.hasCells() && List.of(cells(spark).columns()).contains(column)
          ? cells(spark)
              .select(functions.col(column).cast("string").as(column))
              .where(functions.col(column).isNotNull())
              .distinct()
              .limit(most)
              .sort(column)
              .collectAsList()
              .stream()
              .map(row -> row.getString(0))
              .toList()
          : List.of();
    }

    @Override
    public long size() {
      return content.cells();
    }

    @Override
    public Sweep sweep() {
      return content.sweepOf(directory, catalogs);
    }

    @Override
    public LatencyTargets targets() {
      return Sweep.targetsOf(content.sweepFile(), content.sweepText());
    }

    @Override
    public SessionTarget sessionTarget() {
      return SessionTarget.of(content.sweepFile(), content.sweepText());
    }

    @Override
    public CellSource countingSessions(SessionTarget target) {
      SessionTarget own = sessionTarget();
      if (own.ttftSeconds() == target.ttftSeconds()) {
        return this;
      }
      throw new ConfigException(
          directory.toString(),
          "has "
              + SessionTarget.COLUMN
              + " with a turn_ttft_s of "
              + own
              + ", not of "
              + target
              + ". Maybe name the sweep file instead of the run, or ask with --ttft "
              + own.seconds().replace(" ", "")
              + ".");
    }

    @Override
    public boolean mayCountSessions() {
      return true;
    }

    /** The cells of a run of this very program follow from its sweep again. */
    @Override
    public Optional<DesignSpace> smallSpace() {
      if (!directory.hasCells() || !content.isOfThisProgram() || size() > ThisJvm.MOST_CELLS) {
        return Optional.empty();
      }
      try {
        return Optional.of(sweep().space());
      } catch (ConfigException e) {
        return Optional.empty(); // The catalogs have changed since, and the cells are read.
      }
    }

    @Override
    public String place() {
      return directory.toString();
    }

    @Override
    public RunManifest manifest() {
      return content.begun();
    }
  }
}
