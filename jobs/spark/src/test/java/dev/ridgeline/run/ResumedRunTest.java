package dev.ridgeline.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ridgeline.config.ConfigException;
import dev.ridgeline.remote.Locations;
import dev.ridgeline.remote.Renames;
import dev.ridgeline.store.RunDirectory;
import dev.ridgeline.store.RunDirectory.Replacing;
import dev.ridgeline.store.RunManifest;
import dev.ridgeline.store.UnfinishedRun;
import dev.ridgeline.sweep.Sweep;
import dev.ridgeline.testing.FileHashes;
import dev.ridgeline.testing.GatedFileSystem;
import dev.ridgeline.testing.OtherJvm;
import dev.ridgeline.testing.TestSweep;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A run of many chunks in a process of its own, killed on the way, and another that goes on. */
class ResumedRunTest {

  private static final String MASTER = "local[2]";
  private static final Duration PATIENCE = Duration.ofSeconds(90);
  private static final int CHUNKS = 30;
  private static final int BATCHES = 60;
  private static final long CELLS = TestSweep.SMALL_CELLS / 5 * BATCHES;

  @TempDir private Path directory;

  /** What is killed: {@code ResumedRunTest SWEEP PLACE}. */
  public static void main(String[] arguments) {
    run(Path.of(arguments[0]), arguments[1], false);
  }

  private static void run(Path file, String place, boolean resume) {
    SparkSession spark = SparkSessions.open("resumed", Optional.of(MASTER));
    Sweep sweep = TestSweep.read(file);
    SweepJob job = new SweepJob(2 * CHUNKS, CELLS / CHUNKS);
    RunManifest inputs = job.inputs(sweep);
    RunDirectory target = RunDirectory.of("--out", place, Locations.settings(place));
    try (UnfinishedRun unfinished =
        resume ? target.resume(inputs) : target.begin(inputs, new Replacing(false, false))) {
      job.run(spark, sweep, unfinished);
    }
  }

  @Test
  void aRunThatWasKilledGoesOnFromWhatItHadCommittedAndEndsWithTheSameBytes() throws Exception {
    Path file = manyBatches();
    Path whole = directory.resolve("whole");
    Path killed = directory.resolve("killed");
    SparkSessions.open("resumed", Optional.of(MASTER));
    Process run = start(file, killed);
    try {
      awaitCommitted(killed, run);
      assertThatThrownBy(() -> run(file, killed.toString(), true))
          .isInstanceOf(ConfigException.class)
          .hasMessageContaining("is being written by process " + run.pid());
    } finally {
      run.destroyForcibly();
    }
    assertThat(run.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
    assertThat(killed.resolve("run.json")).doesNotExist();
    assertThat(killed.resolve("cells")).doesNotExist();
    List<Path> done = committed(killed);
    assertThat(done).hasSizeBetween(1, CHUNKS - 1);
    Map<String, Object> before = times(killed.resolve("_unfinished/cells"), done);

    run(file, killed.toString(), true);
    run(file, whole.toString(), false);

    assertThat(tables(killed)).isEqualTo(tables(whole));
    assertThat(times(killed.resolve("cells"), done)).isEqualTo(before);
    SparkSession spark = SparkSessions.open("resumed", Optional.of(MASTER));
    assertThat(
            spark
                .read()
                .parquet(killed.resolve("cells").toString())
                .selectExpr("count(*)", "count(DISTINCT cell)", "max(cell)")
                .first()
                .mkString(" "))
        .isEqualTo(CELLS + " " + CELLS + " " + (CELLS - 1));
  }

  @AfterEach
  void stopSpark() {
    SparkSessions.open("resumed", Optional.of(MASTER)).stop();
  }

  /** Hashes of the files of cells, without the check sums that local files have beside them. */
  private static Map<String, String> tables(Path run) throws IOException {
    Map<String, String> hashes = new TreeMap<>(FileHashes.below(run.resolve("cells")));
    hashes.keySet().removeIf(name -> name.startsWith("."));
    return hashes;
  }

  /** The small sweep with many more batches. */
  private Path manyBatches() throws IOException {
    String batches =
        IntStream.rangeClosed(1, BATCHES)
            .mapToObj(Integer::toString)
            .collect(Collectors.joining(", "));
    String text = Files.readString(TestSweep.small(directory));
    return Files.writeString(
        directory.resolve("many.yaml"),
        text.replace("batch: [1, 8, 64, 256, 1024]", "batch: [" + batches + "]"));
  }

  private static void awaitCommitted(Path place, Process run) throws Exception {
    Instant end = Instant.now().plus(PATIENCE);
    while (committed(place).isEmpty()) {
      assertThat(run.isAlive()).as("the run ended by itself").isTrue();
      assertThat(Instant.now()).as("waiting for a chunk").isBefore(end);
      TimeUnit.MILLISECONDS.sleep(20);
    }
  }

  private static List<Path> committed(Path place) throws IOException {
    Path staging = place.resolve("_unfinished");
    if (!Files.exists(staging)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(staging)) {
      return files
          .filter(file -> file.getFileName().toString().matches("chunk-\\d+\\.json"))
          .toList();
    }
  }

  /** When the files of chunks were written. */
  private static Map<String, Object> times(Path folder, List<Path> markers) throws IOException {
    Map<String, Object> times = new TreeMap<>();
    for (Path marker : markers) {
      String chunk = marker.getFileName().toString().replaceAll("\\D", "");
      try (Stream<Path> files = Files.list(folder)) {
        for (Path file :
            files
                .filter(one -> one.getFileName().toString().startsWith("part-" + chunk))
                .toList()) {
          times.put(file.getFileName().toString(), Files.getLastModifiedTime(file));
        }
      }
    }
    assertThat(times).isNotEmpty();
    return times;
  }

  /**
   * This class in a JVM with the class path and the opened packages of this one. It commits its
   * first chunk, and waits before it commits another.
   */
  private Process start(Path file, Path place) throws IOException {
    Path gate =
        Files.writeString(directory.resolve("gate"), ".*chunk-(?!00000)[0-9]+[.]json[.]part");
    return new ProcessBuilder(
            OtherJvm.command(
                List.of(
                    "-Dspark.hadoop.fs.gated.impl=" + GatedFileSystem.class.getName(),
                    "-Dspark.hadoop." + GatedFileSystem.GATE + "=" + gate,
                    "-Dspark.hadoop." + Renames.SCHEMES + "=file,gated"),
                ResumedRunTest.class.getName(),
                file.toString(),
                "gated:" + place))
        .redirectErrorStream(true)
        .redirectOutput(directory.resolve("run.log").toFile())
        .start();
  }
}
