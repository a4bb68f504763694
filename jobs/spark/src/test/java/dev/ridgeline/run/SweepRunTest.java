package dev.ridgeline.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;
import static org.assertj.core.data.Percentage.withPercentage;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.ridgeline.catalog.Catalog;
import dev.ridgeline.catalog.CatalogDirectories;
import dev.ridgeline.catalog.CatalogKind;
import dev.ridgeline.catalog.Catalogs;
import dev.ridgeline.catalog.PriceBook;
import dev.ridgeline.config.ConfigException;
import dev.ridgeline.evaluate.CellColumn;
import dev.ridgeline.evaluate.CellColumns;
import dev.ridgeline.evaluate.CellWork;
import dev.ridgeline.space.DesignSpace;
import dev.ridgeline.store.RunDirectory;
import dev.ridgeline.store.RunDirectory.Replacing;
import dev.ridgeline.store.RunManifest;
import dev.ridgeline.store.UnfinishedRun;
import dev.ridgeline.sweep.Sweep;
import dev.ridgeline.table.DesignSpaceSource;
import dev.ridgeline.testing.FileHashes;
import dev.ridgeline.testing.TestSweep;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
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
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A sweep from its file to Parquet, and what is left behind. */
class SweepRunTest {

  private static final String MASTER = "local[2]";
  private static final int TASKS = 3;
  private static final int TASKS_OF_CHUNK = 2;
  private static final String FIRST_PART = "part-00000.zstd.parquet";
  private static final Replacing NOTHING = new Replacing(false, false);
  private static final CatalogDirectories CATALOGS = CatalogDirectories.of(TestSweep.CATALOGS);

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
        "efficiencies",
        "drafters",
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
    actual.keySet().removeIf(name -> !name.endsWith(".yaml"));
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

  /** The cells are written; the catalogs, which come after them, are broken. */
  @Test
  void runThatFailsHalfWayIsNotComplete(@TempDir Path other) {
    SweepJob job = new SweepJob(TASKS);
    RunDirectory place = directory(other);
    failAfterTheCells(job, other);
    assertThat(other.resolve("cells")).doesNotExist();
    assertThat(other.resolve("run.json")).doesNotExist();
    assertThatThrownBy(place::open)
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("holds no complete run, but an unfinished one");

    RunManifest inputs = job.inputs(TestSweep.read(sweepFile));
    assertThatThrownBy(() -> place.begin(inputs, NOTHING))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("holds an unfinished run with 1 committed chunk.")
        .hasMessageContaining("--resume, or throw it away with --discard.");
    place.begin(inputs, new Replacing(false, true)).close();
    assertThat(other.resolve("_unfinished/cells")).doesNotExist();
  }

  private static void failAfterTheCells(SweepJob job, Path place) {
    Sweep sweep = TestSweep.read(sweepFile);
    Catalogs whole = Catalogs.read(TestSweep.CATALOGS);
    SortedMap<String, PriceBook> noBook = new TreeMap<>();
    noBook.put("nobody", null);
    Map<CatalogKind<?>, Catalog<?>> byKind = new LinkedHashMap<>(whole.byKind());
    byKind.put(CatalogKind.PRICES, new Catalog<>(CatalogKind.PRICES, noBook));
    Catalogs broken = new Catalogs(byKind, whole.directories(), whole.hashesByDirectory());
    Sweep unwritable =
        new Sweep(
            sweep.source(),
            sweep.name(),
            sweep.description(),
            sweep.space(),
            sweep.targets(),
            broken);
    try (UnfinishedRun unfinished = directory(place).begin(job.inputs(sweep), NOTHING)) {
      assertThatThrownBy(() -> job.run(spark(), unwritable, unfinished))
          .isInstanceOf(NullPointerException.class);
    }
  }

  /** A chunk that was committed is not written again; all others are, with the same bytes. */
  @Test
  void runThatGoesOnEndsWithTheBytesOfOneThatWasNotStopped(@TempDir Path directory)
      throws IOException {
    Path whole = directory.resolve("whole");
    Path resumed = directory.resolve("resumed");
    write(whole, 700);
    failAfterTheCells(job(700), resumed);
    Path unfinished = resumed.resolve("_unfinished");
    for (int chunk : new int[] {1, 3, 4, 6}) {
      Files.delete(unfinished.resolve("chunk-%05d.json".formatted(chunk)));
    }
    Path stopped = Files.createDirectories(unfinished.resolve("chunk-00003"));
    Files.writeString(stopped.resolve("part-00000-ab.zstd.parquet"), "x");
    Path kept = Path.of("cells/part-00002-00001.zstd.parquet");
    FileTime written = FileTime.fromMillis(1_000_000_000_000L);
    Files.setLastModifiedTime(unfinished.resolve(kept), written);

    resume(resumed, 700);

    assertThat(parquetFiles(whole.resolve("cells"))).hasSize(7 * TASKS_OF_CHUNK);
    assertThat(hashes(resumed)).isEqualTo(hashes(whole));
    assertThat(Files.getLastModifiedTime(resumed.resolve(kept))).isEqualTo(written);
    assertThat(unfinished).doesNotExist();
    assertThat(
            spark()
                .read()
                .parquet(whole.resolve("cells").toString())
                .orderBy("cell")
                .collectAsList())
        .isEqualTo(table("cells").orderBy("cell").collectAsList());
  }

  /** What may happen to a file between two attempts. */
  private enum Damage {
    DELETED,
    CUT,
    CHANGED,
    REPLACED_BY_ANOTHER_CHUNK;

    void strike(Path file) throws IOException {
      switch (this) {
        case DELETED -> Files.delete(file);
        case CUT -> Files.write(file, Arrays.copyOf(Files.readAllBytes(file), 100));
        case CHANGED -> {
          byte[] bytes = Files.readAllBytes(file);
          bytes[bytes.length / 2] ^= 1;
          Files.write(file, bytes);
        }
        case REPLACED_BY_ANOTHER_CHUNK ->
            Files.copy(
                file.resolveSibling("part-00000-00000.zstd.parquet"),
                file,
                StandardCopyOption.REPLACE_EXISTING);
        default -> throw new IllegalStateException();
      }
    }
  }

  @ParameterizedTest
  @EnumSource(Damage.class)
  void damagedChunkIsWrittenAgain(Damage damage, @TempDir Path directory) throws IOException {
    Path whole = directory.resolve("whole");
    Path resumed = directory.resolve("resumed");
    write(whole, 2_000);
    failAfterTheCells(job(2_000), resumed);
    damage.strike(resumed.resolve("_unfinished/cells/part-00001-00000.zstd.parquet"));
    resume(resumed, 2_000);
    assertThat(hashes(resumed)).isEqualTo(hashes(whole));
  }

  @ParameterizedTest
  @EnumSource(Damage.class)
  void damagedRunIsNotOpened(Damage damage, @TempDir Path place) throws IOException {
    write(place, 2_000);
    assertThat(directory(place).open().cells()).isEqualTo(TestSweep.SMALL_CELLS);
    damage.strike(place.resolve("cells/part-00001-00000.zstd.parquet"));
    assertThatThrownBy(() -> CellSource.open(place.toString(), CATALOGS))
        .isInstanceOf(ConfigException.class)
        .hasMessageStartingWith(place + ": 1 problem")
        .hasMessageContaining("cells/part-00001-00000.zstd.parquet")
        .hasMessageContaining("Maybe run the sweep again with --overwrite.");
  }

  /** Spark reads every file in a folder, so one more file is rows more. */
  @ParameterizedTest
  @ValueSource(strings = {"cells", "models"})
  void runWithAFileOfSomethingElseIsNotOpened(String table, @TempDir Path place)
      throws IOException {
    write(place, 5_000);
    Path other = place.resolve(table).resolve("more.parquet");
    Files.copy(parquetFiles(place.resolve(table)).findFirst().orElseThrow(), other);
    assertThatThrownBy(() -> directory(place).open())
        .hasMessageContaining(table + "/more.parquet: is not of this run.");
  }

  /** The bytes of all tables, and so those of {@code files.json}, follow from the inputs. */
  @Test
  void anotherRunOfTheSameSweepHasTheSameBytes(@TempDir Path directory) throws IOException {
    write(directory.resolve("a"), 5_000);
    write(directory.resolve("b"), 5_000);
    assertThat(hashes(directory.resolve("a"))).isEqualTo(hashes(directory.resolve("b")));
    assertThat(hashes(directory.resolve("a"))).containsKeys("files.json", "models/" + FIRST_PART);
  }

  @Test
  void runOfOtherTasksIsNotContinued(@TempDir Path place) {
    failAfterTheCells(job(5_000), place);
    Sweep sweep = TestSweep.read(sweepFile);
    RunManifest other = new SweepJob(3, 5_000).inputs(sweep);
    assertThatThrownBy(() -> directory(place).resume(other))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("of other inputs: --partitions was 14 and is 3.");
  }

  private static void resume(Path place, long cellsOfChunk) {
    Sweep sweep = TestSweep.read(sweepFile);
    SweepJob job = job(cellsOfChunk);
    try (UnfinishedRun unfinished = directory(place).resume(job.inputs(sweep))) {
      job.run(spark(), sweep, unfinished);
    }
  }

  private static RunDirectory directory(Path place) {
    return RunDirectory.of("--out", place.toString(), new Configuration());
  }

  /** Hashes of all data. The manifest says when the run was, and differs. */
  private static Map<String, String> hashes(Path folder) throws IOException {
    Map<String, String> hashes = new TreeMap<>(FileHashes.below(folder));
    hashes.keySet().removeIf(name -> name.endsWith(".crc") || name.equals("run.json"));
    return hashes;
  }

  private static SweepJob job(long cellsOfChunk) {
    return new SweepJob(7 * TASKS_OF_CHUNK, cellsOfChunk);
  }

  private static void write(Path place, long cellsOfChunk) {
    Sweep sweep = TestSweep.read(sweepFile);
    SweepJob job = job(cellsOfChunk);
    try (UnfinishedRun unfinished = directory(place).begin(job.inputs(sweep), NOTHING)) {
      job.run(spark(), sweep, unfinished);
    }
  }

  /** What is evaluated, and what {@code run.json} says of it, is what was read at first. */
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aSweepThatIsEditedOrDeletedOnDiskIsTheOneThatWasRead(boolean deleted, @TempDir Path parent)
      throws IOException {
    Path file = TestSweep.small(parent);
    Path place = parent.resolve("run");
    String text = Files.readString(file);
    String hash = FileHashes.of(file);
    Sweep sweep = TestSweep.read(file);
    SweepJob job = job(5_000);
    try (UnfinishedRun unfinished = directory(place).begin(job.inputs(sweep), NOTHING)) {
      if (deleted) {
        Files.delete(file);
      } else {
        Files.writeString(file, text.replace("batch: [1, 8, 64, 256, 1024]", "batch: [1]"));
      }
      job.run(spark(), sweep, unfinished);
    }
    RunManifest manifest = directory(place).verify();
    assertThat(manifest.cells()).isEqualTo(TestSweep.SMALL_CELLS);
    assertThat(manifest.sweepText()).isEqualTo(text);
    assertThat(manifest.inputs().sweepSha256()).isEqualTo(hash);
  }

  @Test
  void sweepOfMoreCellsThanAllowedWritesNothing(@TempDir Path parent) {
    Path place = parent.resolve("run");
    Sweep sweep = TestSweep.read(sweepFile);
    SweepRun run =
        new SweepRun(sweep, place.toString(), NOTHING, false, 0, TestSweep.SMALL_CELLS - 1);
    assertThatThrownBy(() -> run.execute(Optional.of(MASTER), new PrintWriter(new StringWriter())))
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
        .execute(Optional.of(MASTER), new PrintWriter(text));
    return text.toString();
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
