package dev.ridgeline.job;

import dev.ridgeline.catalog.CatalogDirectories;
import dev.ridgeline.config.ConfigException;
import dev.ridgeline.space.Sweep;
import dev.ridgeline.table.CellRows;
import dev.ridgeline.table.DesignSpaceSource;
import java.nio.file.Path;
import java.util.Optional;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;

/**
 * Where cells come from: a sweep file, whose cells are evaluated as they are read, or a finished
 * run, whose cells are in Parquet.
 *
 * @param place the file of the sweep, or the place of the run
 * @param sweep the sweep; empty for a run
 * @param cells all cells
 */
record CellSource(String place, Optional<Sweep> sweep, Dataset<Row> cells) {

  /**
   * Opens a source.
   *
   * @throws ConfigException when the sweep is wrong, or there is no complete run
   */
  static CellSource open(SparkSession spark, String place, CatalogDirectories catalogs) {
    if (isSweep(place)) {
      Path file = Path.of(place);
      Sweep sweep = Sweep.read(file, catalogs.read());
      return new CellSource(
          place, Optional.of(sweep), DesignSpaceSource.cells(spark, file, catalogs, 0));
    }
    RunDirectory run = RunDirectory.of(place, spark.sparkContext().hadoopConfiguration());
    if (!run.isComplete()) {
      throw new ConfigException(
          place,
          "is no sweep file (.yaml), and holds no complete run: there is no run.json. Maybe run a"
              + " sweep.");
    }
    return new CellSource(place, Optional.empty(), spark.read().parquet(run.cells()));
  }

  /** Whether a place names a sweep file. */
  static boolean isSweep(String place) {
    return place.endsWith(".yaml") || place.endsWith(".yml");
  }

  /**
   * All columns of chosen cells.
   *
   * @param chosen has a column {@code cell}
   */
  Dataset<Row> rows(SparkSession spark, Dataset<Row> chosen) {
    Dataset<Row> numbers = chosen.select("cell").distinct();
    return sweep
        .map(
            one ->
                CellRows.of(
                    spark,
                    one.space(),
                    numbers.sort("cell").toJavaRDD().map(row -> row.getLong(0))))
        .orElseGet(() -> cells.join(functions.broadcast(numbers), "cell"));
  }
}
