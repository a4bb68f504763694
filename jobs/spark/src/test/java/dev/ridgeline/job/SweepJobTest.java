package dev.ridgeline.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ridgeline.catalog.Catalogs;
import dev.ridgeline.config.ConfigException;
import dev.ridgeline.evaluate.ResultColumn;
import dev.ridgeline.space.Sweep;
import dev.ridgeline.table.SparkTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.hadoop.metadata.ParquetMetadata;
import org.apache.parquet.hadoop.util.HadoopInputFile;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A sweep from its file to Parquet, and what can be done with that. */
class SweepJobTest extends SparkTest {

  private RunManifest manifest;
  private Path run;

  @BeforeAll
  void runTheSmallSweep() {
    run = directory.resolve("run");
    manifest = sweepInto(run, false);
  }

  @Test
  void theCellsAreThoseOfTheLiveTable() {
    Dataset<Row> live = smallCells(1);
    Dataset<Row> written = spark().read().parquet(run.resolve("cells").toString());
    // Parquet readers take every column for nullable; the schema is compared apart.
    assertThat(written.schema().fieldNames()).isEqualTo(live.schema().fieldNames());
    assertDataFrameEquals(
        live.orderBy("cell"),
        spark().createDataFrame(written.orderBy("cell").collectAsList(), live.schema()));
  }

  @Test
  void filesCarryCommentsAreCompressedAndInTheOrderOfTheGrid() throws IOException {
    ParquetMetadata footer = footer();
    String schema =
        footer
            .getFileMetaData()
            .getKeyValueMetaData()
            .get("org.apache.spark.sql.parquet.row.metadata");
    for (ResultColumn column : ResultColumn.values()) {
      assertThat(schema).contains(column.comment().replace("\"", "\\\""));
    }
    assertThat(footer.getBlocks())
        .allSatisfy(
            block ->
                assertThat(block.getColumns())
                    .allSatisfy(
                        chunk ->
                            assertThat(chunk.getCodec()).isEqualTo(CompressionCodecName.ZSTD)));
    List<Long> cells =
        spark().read().parquet(parquetFile().toString()).select("cell").collectAsList().stream()
            .map(row -> row.getLong(0))
            .toList();
    assertThat(cells).isSorted();
  }

  @Test
  void theManifestSaysWhatTheRunWasMadeFromAndCountsItsRows() throws IOException {
    assertThat(manifest.cells()).isEqualTo(3840);
    assertThat(manifest.cellsByStatus().values().stream().mapToLong(Long::longValue).sum())
        .isEqualTo(3840);
    assertThat(manifest.sweepText()).isEqualTo(Files.readString(smallSweep()));
    assertThat(manifest.catalogSha256())
        .containsKeys("models/llama-3.1-70b.yaml", "prices/b200.yaml", "efficiency/b200.yaml");
    assertThat(place(run).manifest()).contains(manifest);
    assertThat(Files.exists(run.resolve("_unfinished"))).isFalse();
  }

  @Test
  void catalogsAreTablesToJoinById() {
    spark().read().parquet(run.resolve("cells").toString()).createOrReplaceTempView("cells");
    for (String table : manifest.tables()) {
      spark().read().parquet(run.resolve(table).toString()).createOrReplaceTempView(table);
      assertThat(spark().table(table).count()).as(table).isPositive();
    }
    Row row =
        spark()
            .sql(
                """
                SELECT count(*), min(m.total_parameters), min(a.memory_bytes), min(p.dollars_per_hour)
                FROM cells c JOIN models m ON c.model = m.id JOIN accelerators a ON c.decode = a.id
                JOIN prices p ON p.accelerator = c.decode AND p.tariff = c.tariff
                WHERE c.model = 'deepseek-v3' AND c.decode = 'b200' AND c.tariff = 'owner'
                """)
            .first();
    assertThat(row.getLong(0)).isEqualTo(384);
    assertThat(row.getDouble(1)).isBetween(670e9, 672e9);
    assertThat(row.getDouble(2)).isEqualTo(183_359.0 * (1 << 20));
    assertThat(row.getDouble(3)).isEqualTo(1.73);
  }

  @Test
  void anotherSqlEngineReadsTheSame() throws SQLException {
    String query =
        "SELECT status, count(*) AS n, sum(tpot_s) AS t, min(dollars_per_request) AS d"
            + " FROM %s GROUP BY status ORDER BY status";
    List<Row> ofSpark =
        spark().sql(query.formatted("parquet.`" + run.resolve("cells") + "`")).collectAsList();
    try (Connection duck = DriverManager.getConnection("jdbc:duckdb:");
        Statement statement = duck.createStatement();
        ResultSet ofDuck =
            statement.executeQuery(
                query.formatted("read_parquet('" + run.resolve("cells") + "/*.parquet')"))) {
      for (Row expected : ofSpark) {
        assertThat(ofDuck.next()).isTrue();
        assertThat(ofDuck.getString("status")).isEqualTo(expected.getString(0));
        assertThat(ofDuck.getLong("n")).isEqualTo(expected.getLong(1));
        if (expected.isNullAt(2)) {
          assertThat(ofDuck.getObject("t")).isNull();
        } else {
          assertThat(ofDuck.getDouble("t") / expected.getDouble(2)).isBetween(1 - 1e-9, 1 + 1e-9);
        }
        if (!expected.isNullAt(3)) {
          assertThat(ofDuck.getDouble("d")).isEqualTo(expected.getDouble(3));
        }
      }
      assertThat(ofDuck.next()).isFalse();
    }
  }

  @Test
  void aCompleteRunIsReplacedOnlyWhenToldTo() {
    Path place = directory.resolve("twice");
    sweepInto(place, false);
    assertThatThrownBy(() -> place(place).claim(false))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("holds a complete run")
        .hasMessageContaining("--overwrite");
    assertThat(place(place).isComplete()).isTrue();
    sweepInto(place, true);
    assertThat(place(place).isComplete()).isTrue();
  }

  @Test
  void somebodyElsesFolderIsLeftAlone() throws IOException {
    Path place = Files.createDirectories(directory.resolve("mine"));
    Path precious = Files.writeString(place.resolve("precious.txt"), "mine");
    assertThatThrownBy(() -> place(place).claim(true))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("is not empty and holds no run");
    assertThat(precious).hasContent("mine");
  }

  @Test
  void aRunThatFailsHalfWayDoesNotReadAsComplete() throws IOException {
    Path place = directory.resolve("failing");
    sweepInto(place, false);
    RunDirectory target = place(place);
    target.claim(true);
    // The sweep file is gone when the job wants to read it.
    Path gone = directory.resolve("gone.yaml");
    Catalogs catalogs = Catalogs.read(CATALOGS);
    Sweep sweep = Sweep.read(smallSweep(), catalogs);
    assertThatThrownBy(() -> new SweepJob(gone, CATALOGS, 0).run(spark(), sweep, catalogs, target))
        .isInstanceOf(ConfigException.class);
    assertThat(target.isComplete()).isFalse();
    assertThat(target.manifest()).isEmpty();
    // What is left over is taken for what it is, and a new run goes there without being told to.
    target.claim(false);
  }

  private RunManifest sweepInto(Path place, boolean overwrite) {
    Catalogs catalogs = Catalogs.read(CATALOGS);
    Path file = smallSweep();
    RunDirectory target = place(place);
    target.claim(overwrite);
    return new SweepJob(file, CATALOGS, 3)
        .run(spark(), Sweep.read(file, catalogs), catalogs, target);
  }

  private RunDirectory place(Path path) {
    return RunDirectory.of(path.toString(), spark().sparkContext().hadoopConfiguration());
  }

  private Path parquetFile() throws IOException {
    try (Stream<Path> files = Files.list(run.resolve("cells"))) {
      return files.filter(file -> file.toString().endsWith(".parquet")).findFirst().orElseThrow();
    }
  }

  private ParquetMetadata footer() throws IOException {
    HadoopInputFile file =
        HadoopInputFile.fromPath(
            new org.apache.hadoop.fs.Path(parquetFile().toString()), new Configuration());
    try (ParquetFileReader reader = ParquetFileReader.open(file)) {
      return reader.getFooter();
    }
  }
}
