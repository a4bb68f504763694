package dev.ridgeline.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;
import static org.assertj.core.data.Percentage.withPercentage;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.ridgeline.catalog.CatalogDirectories;
import dev.ridgeline.catalog.Catalogs;
import dev.ridgeline.config.ConfigException;
import dev.ridgeline.evaluate.CellColumn;
import dev.ridgeline.evaluate.CellColumns;
import dev.ridgeline.evaluate.CellWork;
import dev.ridgeline.output.Format;
import dev.ridgeline.output.Output;
import dev.ridgeline.output.Screen;
import dev.ridgeline.space.DesignSpace;
import dev.ridgeline.store.RunDirectory.Replacing;
import dev.ridgeline.sweep.Sweep;
import dev.ridgeline.table.DesignSpaceSource;
import dev.ridgeline.testing.FileHashes;
import dev.ridgeline.testing.TestSweep;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.metadata.BlockMetaData;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.hadoop.metadata.ParquetMetadata;
import org.apache.parquet.hadoop.util.HadoopInputFile;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A sweep from its file to Parquet, and what is left behind. */
class SweepRunTest {

  private static final String MASTER = "local[2]";
  private static final int TASKS = 3;
  private static final Replacing NOTHING = new Replacing(false, false);

  @TempDir private static Path directory;
  private static Path sweepFile;
  private static Path out;
  private static String printed;

  @BeforeAll
  static void run() {
    sweepFile = TestSweep.small(directory);
    out = directory.resolve("run");
    printed = run(sweepFile, out);
  }

  @AfterAll
  static void stopSpark() {
    spark().stop();
  }

  @Test
  void parquetHoldsTheLiveTableInItsOrder() {
    Dataset<Row> live =
        DesignSpaceSource.cells(spark(), sweepFile, CatalogDirectories.of(TestSweep.CATALOGS), 1);
    Dataset<Row> stored = table("cells");
    assertThat(stored.schema()).isEqualTo(nullable(live.schema()));
    assertThat(stored.orderBy("cell").collectAsList()).isEqualTo(live.collectAsList());
  }

  @Test
  void filesHoldTheCellsInTheOrderOfTheGrid() throws IOException {
    List<Long> cells =
        parquetFiles("cells")
            .flatMap(file -> spark().read().parquet(file.toString()).collectAsList().stream())
            .map(row -> row.<Long>getAs("cell"))
            .toList();
    assertThat(parquetFiles("cells")).hasSize(TASKS);
    assertThat(cells)
        .isSorted()
        .doesNotHaveDuplicates()
        .hasSize(TestSweep.SMALL_CELLS)
        .startsWith(0L)
        .endsWith(TestSweep.SMALL_CELLS - 1L);
  }

  @Test
  void everyFileOfCellsSaysWhatItsColumnsMean() throws IOException {
    for (Path file : parquetFiles("cells").toList()) {
      StructType schema = schemaInFooter(file);
      assertThat(schema.fieldNames()).hasSize(CellColumns.ALL.size());
      for (CellColumn column : CellColumns.ALL) {
        assertThat(comment(schema.apply(column.name()))).isEqualTo(column.comment());
      }
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "models",
        "accelerators",
        "quantizations",
        "workflows",
        "links",
        "memory_tiers",
        "prices",
        "capital",
        "token_prices",
        "efficiencies",
        "drafters",
        "engines",
        "columns"
      })
  void everyCatalogIsATableThatSaysWhatItsColumnsMean(String name) throws IOException {
    assertThat(table(name).count()).isPositive();
    for (StructField field :
        schemaInFooter(parquetFiles(name).findFirst().orElseThrow()).fields()) {
      assertThat(comment(field)).as(field.name()).isNotBlank();
    }
  }

  @Test
  void filesAreCompressedWithZstd() throws IOException {
    for (Path file : parquetFiles("cells").toList()) {
      for (BlockMetaData block : footer(file).getBlocks()) {
        assertThat(block.getColumns())
            .allSatisfy(chunk -> assertThat(chunk.getCodec()).isEqualTo(CompressionCodecName.ZSTD));
      }
    }
  }

  @Test
  void everyNameInACellIsTheIdOfOneRowOfItsCatalog() {
    Map<String, String> catalogs =
        Map.of(
            "model", "models",
            "quantization", "quantizations",
            "prefill", "accelerators",
            "decode", "accelerators",
            "workflow", "workflows",
            "link", "links",
            "nullif(tier, 'none')", "memory_tiers");
    catalogs.forEach(
        (column, name) -> {
          List<String> names =
              strings(table("cells").selectExpr(column + " AS id").where("id IS NOT NULL"));
          assertThat(strings(table(name).select("id")))
              .as(name)
              .doesNotHaveDuplicates()
              .containsAll(new TreeSet<>(names));
          assertThat(names).as(column).isNotEmpty();
        });
  }

  @Test
  void cellsWithAPriceJoinThePricesOfBothAccelerators() {
    table("cells").createOrReplaceTempView("cells");
    table("prices").createOrReplaceTempView("prices");
    Dataset<Row> priced =
        spark()
            .sql(
                """
            SELECT c.status = 'OK' AS ok,
                   p.accelerator IS NOT NULL AND d.accelerator IS NOT NULL AS priced
            FROM cells c
            LEFT JOIN prices p ON p.accelerator = c.prefill AND p.tariff = c.tariff
            LEFT JOIN prices d ON d.accelerator = c.decode AND d.tariff = c.tariff
            WHERE c.status IN ('OK', 'NO_PRICE')
            """);
    assertThat(priced.distinct().collectAsList())
        .extracting(row -> row.getBoolean(0), row -> row.getBoolean(1))
        .containsExactlyInAnyOrder(tuple(true, true), tuple(false, false));
  }

  @Test
  void manifestCountsTheCellsByStatus() throws IOException {
    JsonNode counts = manifest(out).get("cellsByStatus");
    Map<String, Long> counted = new TreeMap<>();
    for (Row row : table("cells").groupBy("status").count().collectAsList()) {
      counted.put(row.getString(0), row.getLong(1));
    }
    Map<String, Long> stated = new TreeMap<>();
    counts.fieldNames().forEachRemaining(name -> stated.put(name, counts.get(name).asLong()));
    assertThat(stated).isEqualTo(counted).hasSize(5);
    assertThat(stated.values().stream().mapToLong(Long::longValue).sum())
        .isEqualTo(manifest(out).get("cells").asLong())
        .isEqualTo(TestSweep.SMALL_CELLS);
  }

  @Test
  void manifestSaysWhatTheRunWasComputedFrom() throws IOException {
    JsonNode manifest = manifest(out);
    assertThat(manifest.get("sweep").asText()).isEqualTo("small");
    assertThat(manifest.get("sweepText").asText()).isEqualTo(Files.readString(sweepFile));
    JsonNode inputs = manifest.get("inputs");
    assertThat(inputs.get("sweepSha256").asText()).isEqualTo(FileHashes.of(sweepFile));
    assertThat(inputs.get("programSha256").asText()).matches("[0-9a-f]{64}");
    assertThat(inputs.get("sparkVersion").asText()).isEqualTo(spark().version());
    assertThat(manifest.get("javaVersion").asText()).startsWith(System.getProperty("java.version"));
    assertThat(manifest.get("ridgelineVersion").asText()).isNotBlank();
    assertThat(manifest.get("finishedAt").asText()).matches("\\d{4}-\\d\\d-\\d\\dT[\\d:]{8}Z");
  }

  @Test
  void manifestHashesEveryFileOfTheCatalogs() throws IOException {
    JsonNode hashes = manifest(out).get("inputs").get("catalogSha256").get(0);
    Map<String, String> stated = new TreeMap<>();
    hashes.fieldNames().forEachRemaining(name -> stated.put(name, hashes.get(name).asText()));
    Map<String, String> actual = FileHashes.below(TestSweep.CATALOGS);
    // What others measured is no input of a sweep.
    actual.keySet().removeIf(name -> !name.endsWith(".yaml") || name.startsWith("measurements/"));
    assertThat(stated).isEqualTo(actual);
  }

  @Test
  void manifestNamesTheTablesThatAreThere() throws IOException {
    try (Stream<Path> folders = Files.list(out)) {
      List<String> names =
          folders.filter(Files::isDirectory).map(path -> path.getFileName().toString()).toList();
      assertThat(manifest(out).get("tables"))
          .extracting(JsonNode::asText)
          .doesNotContain("cells")
          .containsExactlyInAnyOrderElementsOf(
              names.stream().filter(name -> !name.equals("cells")).toList());
    }
  }

  @Test
  void printsTheCheapestCellsTheStatusesAndWhereItAllIs() {
    assertThat(printed)
        .startsWith(sweepFile + ": 4,800 cells")
        .contains("Cheapest cell by dollars per request with TTFT <= 10.0 s and TPOT <= 0.05 s:")
        .containsPattern("Rows by status: CONTEXT_TOO_LONG [\\d,]+ DOES_NOT_FIT [\\d,]+")
        .containsPattern("Parquet: .*" + out)
        .contains("deploy/ridgeline sql ")
        .contains("deploy/ridgeline explain " + sweepFile);
    assertThat(
            printed
                .lines()
                .dropWhile(line -> !line.startsWith("Cheapest"))
                .takeWhile(line -> !line.startsWith("Rows by status")))
        .anyMatch(line -> line.matches("Context [\\w-]+, tariff [\\w-]+:"))
        .anyMatch(line -> line.endsWith("colocated_x  cell"))
        .allMatch(line -> line.length() <= 100);
  }

  @Test
  void completeRunIsKept() throws IOException {
    Map<String, String> before = FileHashes.below(out);

    assertThatThrownBy(() -> run(sweepFile, out))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("holds a complete run. Maybe add --overwrite");
    assertThat(FileHashes.below(out)).isEqualTo(before);
  }

  @Test
  void sweepOfMoreCellsThanAllowedWritesNothing(@TempDir Path parent) {
    Path place = parent.resolve("run");
    Sweep sweep = TestSweep.read(sweepFile);
    SweepRun run =
        new SweepRun(sweep, place.toString(), NOTHING, false, 0, TestSweep.SMALL_CELLS - 1);
    assertThatThrownBy(() -> run.execute(Optional.of(MASTER), into(new StringWriter())))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("has 4,800 cells, more than --max-cells 4,799. Maybe take fewer");
    assertThat(place).doesNotExist();
  }

  @Test
  void chunksAreAllCells() {
    CellWork work = CellWork.of(Sweep.read(sweepFile, Catalogs.read(TestSweep.CATALOGS)).space());
    assertThat(Chunk.of(work, 4_800, Chunk.CELLS, 0)).containsExactly(new Chunk(0, 0, 4_800, 1));
    List<Chunk> chunks = Chunk.of(work, 1001, 100, 22);
    assertThat(chunks).hasSize(11).allSatisfy(chunk -> assertThat(chunk.tasks()).isEqualTo(2));
    long next = 0;
    for (Chunk chunk : chunks) {
      assertThat(chunk.from()).isEqualTo(next);
      assertThat(chunk.cells()).isPositive();
      next = chunk.to();
    }
    assertThat(next).isEqualTo(1001);
  }

  /** Some 100 to 500 MB each: not thousands of small ones, whatever of the grid is feasible. */
  @Test
  void filesOfALargeRunAreOfEqualWork() {
    Path billion = TestSweep.CATALOGS.resolveSibling("sweep-configs/billion.yaml");
    DesignSpace space = Sweep.read(billion, Catalogs.read(TestSweep.CATALOGS)).space();
    CellWork work = CellWork.of(space);
    long cells = space.grid().cells();
    List<Chunk> chunks = Chunk.of(work, cells, Chunk.CELLS, 0);
    assertThat(chunks).hasSize(66);
    assertThat(chunks.stream().mapToInt(Chunk::tasks).sum()).isBetween(100, 300);
    for (Chunk chunk : chunks) {
      assertThat(work.of(chunk.from(), chunk.to()))
          .isCloseTo(work.of(0, cells) / chunks.size(), withPercentage(0.01));
      long[] bounds = work.cut(chunk.from(), chunk.to(), chunk.tasks());
      double share = work.of(chunk.from(), chunk.to()) / chunk.tasks();
      assertThat(share).isBetween(1_250_000.0, 3_750_000.0);
      for (int task = 0; task < chunk.tasks(); task++) {
        assertThat(work.of(bounds[task], bounds[task + 1])).isCloseTo(share, withPercentage(0.01));
      }
    }
  }

  /** Runs a sweep the way the command does. Returns what it prints. */
  private static String run(Path sweepFile, Path out) {
    StringWriter text = new StringWriter();
    Catalogs catalogs = Catalogs.read(TestSweep.CATALOGS);
    new SweepRun(Sweep.read(sweepFile, catalogs), out.toString(), NOTHING, false, TASKS, 1_000_000)
        .execute(Optional.of(MASTER), into(text));
    return text.toString();
  }

  private static Output into(StringWriter text) {
    PrintWriter out = new PrintWriter(text);
    return new Output(Format.TABLE, Screen.UNKNOWN, out, out);
  }

  /** Not kept, since a run stops its session. */
  private static SparkSession spark() {
    return SparkSessions.open("tests", Optional.of(MASTER));
  }

  private static Dataset<Row> table(String name) {
    return spark().read().parquet(out.resolve(name).toString());
  }

  private static List<String> strings(Dataset<Row> column) {
    return column.collectAsList().stream().map(row -> row.getString(0)).toList();
  }

  private static Stream<Path> parquetFiles(String table) throws IOException {
    return parquetFiles(out.resolve(table));
  }

  private static Stream<Path> parquetFiles(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(file -> file.toString().endsWith(".parquet")).sorted().toList().stream();
    }
  }

  private static ParquetMetadata footer(Path file) throws IOException {
    try (ParquetFileReader reader =
        ParquetFileReader.open(
            HadoopInputFile.fromPath(
                new org.apache.hadoop.fs.Path(file.toUri()), new Configuration()))) {
      return reader.getFooter();
    }
  }

  private static StructType schemaInFooter(Path file) throws IOException {
    return (StructType)
        DataType.fromJson(
            footer(file)
                .getFileMetaData()
                .getKeyValueMetaData()
                .get("org.apache.spark.sql.parquet.row.metadata"));
  }

  private static String comment(StructField field) {
    return field.getComment().get();
  }

  private static StructType nullable(StructType schema) {
    return new StructType(
        Stream.of(schema.fields())
            .map(field -> new StructField(field.name(), field.dataType(), true, field.metadata()))
            .toArray(StructField[]::new));
  }

  private static JsonNode manifest(Path run) throws IOException {
    return new ObjectMapper().readTree(run.resolve("run.json").toFile());
  }
}
