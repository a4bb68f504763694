package dev.ridgeline.job;

import dev.ridgeline.catalog.CatalogDirectories;
import dev.ridgeline.space.Sweep;
import dev.ridgeline.table.DesignSpaceSource;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.SparkSession;

/**
 * Evaluates every cell of a sweep into Parquet.
 *
 * @param sweepFile the sweep
 * @param catalogs where the catalogs are that it refers to
 * @param partitions tasks that evaluate cells; 0 to let the scan decide
 */
public record SweepJob(Path sweepFile, CatalogDirectories catalogs, int partitions) {

  /** Version of this program, from the jar that it runs from. */
  public static String version() {
    String version = SweepJob.class.getPackage().getImplementationVersion();
    return version == null ? "development" : version;
  }

  /**
   * Runs into a place that was {@link RunDirectory#claim claimed}.
   *
   * @return what {@code run.json} says
   */
  public RunManifest run(SparkSession spark, Sweep sweep, RunDirectory target) {
    Dataset<Row> cells = DesignSpaceSource.cells(spark, sweepFile, catalogs, partitions);
    spark.sparkContext().setJobDescription("evaluate the cells of " + sweep.name());
    write(cells, target.cells());
    spark.sparkContext().setJobDescription("write the catalogs");
    Map<String, Dataset<Row>> dimensions = DimensionTables.of(spark, sweep.catalogs());
    dimensions.forEach((name, table) -> write(table, target.table(name)));
    spark.sparkContext().setJobDescription("count the cells of " + sweep.name());
    SortedMap<String, Long> statuses = new TreeMap<>();
    for (Row row : spark.read().parquet(target.cells()).groupBy("status").count().collectAsList()) {
      statuses.put(row.getString(0), row.getLong(1));
    }
    RunManifest manifest =
        manifest(spark, sweepFile, sweep, catalogs)
            .withCells(statuses)
            .withTables(dimensions.keySet());
    target.complete(manifest);
    return manifest;
  }

  /** Writes a table in the way all tables of a run are. */
  static void write(Dataset<Row> table, String path) {
    table.write().mode(SaveMode.Overwrite).option("compression", "zstd").parquet(path);
  }

  /** What {@code run.json} says of tables that come from a sweep. */
  static RunManifest manifest(
      SparkSession spark, Path sweepFile, Sweep sweep, CatalogDirectories catalogs) {
    String text;
    try {
      text = Files.readString(sweepFile);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new RunManifest(
        version(),
        spark.version(),
        Runtime.version().toString(),
        Instant.now().truncatedTo(ChronoUnit.SECONDS).toString(),
        sweep.name(),
        sweepFile.toString(),
        sha256(text),
        text,
        catalogs.toString(),
        sweep.catalogs().fileHashes(),
        sweep.space().grid().cells(),
        new TreeMap<>(),
        List.of());
  }

  private static String sha256(String text) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
