package dev.ridgeline.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ridgeline.catalog.Catalog;
import dev.ridgeline.catalog.CatalogDirectories;
import dev.ridgeline.catalog.CatalogKind;
import dev.ridgeline.catalog.Catalogs;
import dev.ridgeline.catalog.PriceBook;
import dev.ridgeline.config.ConfigException;
import dev.ridgeline.store.RunDirectory;
import dev.ridgeline.store.RunDirectory.Replacing;
import dev.ridgeline.store.RunManifest;
import dev.ridgeline.store.UnfinishedRun;
import dev.ridgeline.sweep.Sweep;
import dev.ridgeline.table.DesignSpaceSource;
import dev.ridgeline.testing.FileHashes;
import dev.ridgeline.testing.TestSweep;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What proves that a run is whole, and what continues one that was stopped. */
class WholeRunTest {

  private static final String MASTER = "local[2]";
  private static final int TASKS = 3;
  private static final int TASKS_OF_CHUNK = 2;
  private static final String FIRST_PART = "part-00000.zstd.parquet";
  private static final Replacing NOTHING = new Replacing(false, false);
  private static final CatalogDirectories CATALOGS = CatalogDirectories.of(TestSweep.CATALOGS);

  @TempDir private static Path directory;
  private static Path sweepFile;

  @BeforeAll
  static void writeTheSweep() {
    sweepFile = TestSweep.small(directory);
  }

  @AfterAll
  static void stopSpark() {
    spark().stop();
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
        .isEqualTo(
            DesignSpaceSource.cells(spark(), sweepFile, CATALOGS, 1)
                .orderBy("cell")
                .collectAsList());
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

  /** The manifest is that of the run that began, so that what remains of a killed one is known. */
  @Test
  void theManifestSaysWhenTheRunBegan(@TempDir Path place) {
    Sweep sweep = TestSweep.read(sweepFile);
    SweepJob job = job(5_000);
    RunManifest inputs = job.inputs(sweep);
    try (UnfinishedRun unfinished = directory(place).begin(inputs, NOTHING)) {
      job.run(spark(), sweep, unfinished);
    }
    assertThat(directory(place).open().begunAt()).isEqualTo(inputs.begunAt());
  }

  private static Stream<Path> parquetFiles(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(file -> file.toString().endsWith(".parquet")).sorted().toList().stream();
    }
  }

  private static SparkSession spark() {
    return SparkSessions.open("tests", Optional.of(MASTER));
  }
}
