package dev.ridgeline.table;

import com.holdenkarau.spark.testing.JavaDataFrameSuiteBase;
import dev.ridgeline.catalog.CatalogDirectories;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** A Spark session for the tests of a class, a small sweep, and comparison of DataFrames. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
public abstract class SparkTest extends JavaDataFrameSuiteBase {

  /** The catalogs that come with Ridgeline. */
  protected static final Path CATALOGS = Path.of("../../catalogs");

  /** 2 x 2 x 5 x 3 x 2 x 2 x 2 x 4 x 2 = 3,840 cells of every status. */
  private static final String SMALL =
      """
      name: small
      axes:
        models: [llama-3.1-70b, deepseek-v3]
        quantizations: [bf16, fp8]
        hardware:
          - colocated: [h100-sxm, b200]
            tier: [none, host-ddr5]
          - {prefill: [b200], decode: [gaudi3], link: [ib-ndr-400]}
        parallelism: [{tp: 8}, {tp: 8, ep: 8}, {tp: 1, ep: 8}]
        efficiency: [calibrated, ideal]
        workflows: [chat, coding]
        contextTokens: [mean, 200000]
        batch: [1, 8, 64, 512]
        tariffs: [on-demand, owner]
      """;

  @TempDir protected static Path directory;

  private final Map<Integer, Dataset<Row>> smallCells = new HashMap<>();

  @Override
  public boolean enableHiveSupport() {
    return false;
  }

  @BeforeAll
  void startSpark() {
    runBefore();
  }

  @AfterAll
  static void stopSpark() {
    runAfterClass();
  }

  /** The file of the small sweep. */
  protected Path smallSweep() {
    try {
      return Files.writeString(directory.resolve("small.yaml"), SMALL);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Its cells as a lazy table. The catalogs are read once for each number of partitions. */
  protected Dataset<Row> smallCells(int partitions) {
    return smallCells.computeIfAbsent(
        partitions,
        tasks ->
            DesignSpaceSource.cells(spark(), smallSweep(), CatalogDirectories.of(CATALOGS), tasks));
  }
}
