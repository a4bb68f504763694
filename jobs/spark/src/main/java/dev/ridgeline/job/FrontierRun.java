package dev.ridgeline.job;

import dev.ridgeline.catalog.CatalogDirectories;
import dev.ridgeline.config.ConfigException;
import dev.ridgeline.pareto.FrontierQuery;
import dev.ridgeline.pareto.FrontierTables;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.spark.SparkThrowable;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;

/**
 * Reduces the cells of a run or of a sweep to frontiers, and writes those. The cells of a sweep are
 * evaluated on the way and written nowhere.
 *
 * @param source a sweep file or the place of a run
 * @param catalogs where the catalogs of a sweep are
 * @param query which frontiers
 * @param out where the tables go; empty to print only
 * @param overwrite whether what a complete run left there may be replaced
 */
public record FrontierRun(
    String source,
    CatalogDirectories catalogs,
    FrontierQuery query,
    Optional<String> out,
    boolean overwrite) {

  private static final String FRONTIER = "frontier";
  private static final String GROUPS = "frontier_groups";

  /** Points that are printed; the rest is a query away. */
  private static final int PRINTED_ROWS = 40;

  /** Runs, and prints the frontiers. */
  public void execute(Optional<String> master, PrintWriter print) {
    long start = System.nanoTime();
    SparkSession spark = SparkSessions.open("ridgeline frontier " + source, master);
    try {
      CellSource cells = CellSource.open(spark, source, catalogs);
      cells
          .sweep()
          .ifPresent(
              sweep ->
                  print.printf(
                      Locale.ROOT, "%s: %,d cells%n", source, sweep.space().grid().cells()));
      print.flush();
      Optional<RunDirectory> target =
          out.map(place -> RunDirectory.of(place, spark.sparkContext().hadoopConfiguration()));
      target.ifPresent(directory -> directory.claim(overwrite));
      spark.sparkContext().setJobDescription("frontiers of " + source);
      FrontierTables tables = tables(spark, cells);
      long points = tables.points().count();
      double seconds = (System.nanoTime() - start) / 1e9;
      print(tables, print);
      target.ifPresent(directory -> write(spark, cells, tables, directory));
      cells
          .sweep()
          .ifPresent(
              sweep ->
                  print.printf(
                      Locale.ROOT,
                      "%,d points of %,d groups out of %,d cells in %.1f s: %,.0f cells/s%n",
                      points,
                      tables.groups().count(),
                      sweep.space().grid().cells(),
                      seconds,
                      sweep.space().grid().cells() / seconds));
      out.ifPresent(
          place ->
              print.printf(
                  "Parquet: %s%nAsk it:  deploy/ridgeline sql %s \"SELECT * FROM frontier WHERE"
                      + " knee\"%n",
                  place, place));
      print.flush();
    } finally {
      spark.stop();
    }
  }

  private FrontierTables tables(SparkSession spark, CellSource cells) {
    try {
      return FrontierTables.of(spark, cells.cells(), query);
    } catch (RuntimeException e) {
      throw e;
    } catch (Exception e) {
      // AnalysisException and ParseException are checked, but Scala does not declare them.
      if (e instanceof SparkThrowable) {
        throw new ConfigException("frontier", SqlQuery.firstSentences(e.getMessage()));
      }
      throw new IllegalStateException(e);
    }
  }

  private void print(FrontierTables tables, PrintWriter print) {
    List<String> order = new ArrayList<>(query.groups());
    order.add("layer");
    order.add("`" + query.objectives().get(0).column() + "`");
    order.add("cell");
    Dataset<Row> sorted =
        tables.points().orderBy(order.stream().map(functions::expr).toArray(Column[]::new));
    print.printf("%n%s%n", TextTable.of(sorted, PRINTED_ROWS));
    print.flush();
  }

  private void write(
      SparkSession spark, CellSource cells, FrontierTables tables, RunDirectory target) {
    spark.sparkContext().setJobDescription("write the frontiers of " + source);
    Dataset<Row> index = tables.points().select("cell", "layer", "knee");
    Dataset<Row> rows =
        cells.rows(spark, index).join(functions.broadcast(index), "cell").orderBy("cell");
    SweepJob.write(rows.coalesce(1), target.table(FRONTIER));
    Dataset<Row> groups = tables.groups();
    if (!query.groups().isEmpty()) {
      groups = groups.orderBy(query.groups().stream().map(functions::col).toArray(Column[]::new));
    }
    SweepJob.write(groups.coalesce(1), target.table(GROUPS));
    target.complete(manifest(spark, cells));
  }

  private RunManifest manifest(SparkSession spark, CellSource cells) {
    List<String> tables = List.of(FRONTIER, GROUPS);
    return cells
        .sweep()
        .map(
            sweep ->
                SweepJob.manifest(spark, Path.of(source), sweep, catalogs, new TreeMap<>(), tables))
        .orElseGet(
            () ->
                RunDirectory.of(source, spark.sparkContext().hadoopConfiguration())
                    .manifest()
                    .orElseThrow()
                    .withTables(tables));
  }
}
