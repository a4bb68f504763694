package dev.ridgeline.job;

import dev.ridgeline.catalog.CatalogDirectories;
import dev.ridgeline.config.ConfigException;
import dev.ridgeline.evaluate.CellColumns;
import dev.ridgeline.space.Sweep;
import dev.ridgeline.table.CellRows;
import dev.ridgeline.table.DesignSpaceSource;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;

/** Where cells come from. */
sealed interface CellSource {

  /** Name of the table of cells. */
  String CELLS = CellColumns.TABLE.name();

  /** Name of the column that numbers cells. */
  String CELL = CellColumns.CELL.name();

  /**
   * A sweep file, or the place of a finished run.
   *
   * @throws ConfigException when the sweep is wrong, or there is no complete run
   */
  static CellSource open(SparkSession spark, String place, CatalogDirectories catalogs) {
    if (place.endsWith(".yaml") || place.endsWith(".yml")) {
      Path file = Path.of(place);
      return new Live(file, Sweep.read(file, catalogs.read()), catalogs);
    }
    RunDirectory directory = RunDirectory.of(place, spark.sparkContext().hadoopConfiguration());
    return new Written(
        directory,
        catalogs,
        directory
            .manifest()
            .orElseThrow(
                () ->
                    new ConfigException(
                        place,
                        "holds no complete run: there is no run.json. Maybe run a sweep, or name a"
                            + " sweep file (.yaml).")));
  }

  /** All tables by name. */
  Map<String, Dataset<Row>> tables(SparkSession spark);

  /**
   * All columns of chosen cells.
   *
   * @param chosen has a column {@code cell}
   */
  Dataset<Row> rows(SparkSession spark, Dataset<Row> chosen);

  /** Cells of the grid. */
  long size();

  /**
   * The sweep.
   *
   * @throws ConfigException when a run was computed from other catalogs than there are now
   */
  Sweep sweep();

  /** What {@code run.json} says of other tables that are computed from this. */
  RunManifest manifest(SparkSession spark, Iterable<String> tables);

  /** The cells of a sweep, evaluated as they are read. */
  record Live(Path file, Sweep sweep, CatalogDirectories catalogs) implements CellSource {

    @Override
    public Map<String, Dataset<Row>> tables(SparkSession spark) {
      Map<String, Dataset<Row>> tables = new LinkedHashMap<>();
      tables.put(CELLS, DesignSpaceSource.cells(spark, file, catalogs, 0));
      tables.putAll(DimensionTables.of(spark, sweep.catalogs()));
      return tables;
    }

    @Override
    public Dataset<Row> rows(SparkSession spark, Dataset<Row> chosen) {
      return CellRows.of(
          spark,
          sweep.space(),
          chosen.select(CELL).distinct().sort(CELL).toJavaRDD().map(row -> row.getLong(0)));
    }

    @Override
    public long size() {
      return sweep.space().grid().cells();
    }

    @Override
    public RunManifest manifest(SparkSession spark, Iterable<String> tables) {
      return SweepJob.manifest(spark, file, sweep, catalogs).withTables(tables);
    }
  }

  /** The tables of a finished run. */
  record Written(RunDirectory directory, CatalogDirectories catalogs, RunManifest manifest)
      implements CellSource {

    @Override
    public Map<String, Dataset<Row>> tables(SparkSession spark) {
      Map<String, Dataset<Row>> tables = new LinkedHashMap<>();
      if (directory.hasCells()) {
        tables.put(CELLS, spark.read().parquet(directory.cells()));
      }
      for (String table : manifest.tables()) {
        tables.put(table, spark.read().parquet(directory.table(table)));
      }
      return tables;
    }

    @Override
    public Dataset<Row> rows(SparkSession spark, Dataset<Row> chosen) {
      Dataset<Row> numbers = functions.broadcast(chosen.select(CELL).distinct());
      return tables(spark).get(CELLS).join(numbers, CELL);
    }

    @Override
    public long size() {
      return manifest.cells();
    }

    @Override
    public Sweep sweep() {
      Sweep sweep = Sweep.parse(manifest.sweepFile(), manifest.sweepText(), catalogs.read());
      manifest
          .differenceOfCatalogs(sweep.catalogs().fileHashes())
          .ifPresent(
              difference -> {
                throw new ConfigException(
                    directory.toString(),
                    "was computed from other catalogs than "
                        + catalogs
                        + ": "
                        + difference
                        + ". Maybe name them with --catalogs and --catalog.");
              });
      return sweep;
    }

    @Override
    public RunManifest manifest(SparkSession spark, Iterable<String> tables) {
      return manifest.withTables(tables);
    }
  }
}
