package dev.ridgeline.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ridgeline.catalog.CatalogDirectories;
import dev.ridgeline.output.ProgressDisplay;
import dev.ridgeline.store.RunDirectory;
import dev.ridgeline.store.RunManifest;
import dev.ridgeline.store.UnfinishedRun;
import dev.ridgeline.sweep.Sweep;
import dev.ridgeline.table.SparkTest;
import dev.ridgeline.testing.FileHashes;
import dev.ridgeline.testing.LostShuffleFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Sweeps on a real cluster: master, workers, executors and drivers are processes of their own, and
 * some of them die. The runs have the bytes of a run that nobody disturbed.
 */
class StandaloneClusterTest extends SparkTest {

  private static final String MAIN = "dev.ridgeline.cli.Main";
  private static final SweepJob CHUNKS = ChunkedSweep.JOB;

  private StandaloneCluster cluster;
  private Path root;
  private Path sweep;

  @BeforeAll
  void startCluster() throws Exception {
    root = Files.createDirectories(directory.resolve("cluster"));
    sweep = smallSweep();
    cluster = StandaloneCluster.start(root);
  }

  @AfterAll
  void stopCluster() {
    if (cluster != null) {
      cluster.close();
    }
  }

  /** The bytes of the cells as a job of this JVM writes them. */
  private Map<String, String> undisturbed(SweepJob job) {
    Path place = directory.resolve("undisturbed-" + job.partitions());
    if (!Files.exists(place)) {
      Sweep read = Sweep.read(sweep, CatalogDirectories.of(CATALOGS));
      try (UnfinishedRun run =
          RunDirectory.of("--out", place.toString(), new Configuration())
              .begin(job.inputs(read), new RunDirectory.Replacing(false, false))) {
        job.runHere(read, run, new Configuration(), ProgressDisplay.NONE);
      }
    }
    return cells(place);
  }

  private static Map<String, String> cells(Path place) {
    try {
      Map<String, String> hashes = new TreeMap<>(FileHashes.below(place.resolve("cells")));
      hashes.keySet().removeIf(name -> name.endsWith(".crc")); // Checksums of local files.
      return hashes;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void assertWhole(Path place, SweepJob job) {
    RunManifest manifest = RunDirectory.of("RUN", place.toString(), new Configuration()).verify();
    assertThat(manifest.cells()).isEqualTo(3_840);
    assertThat(cells(place)).isEqualTo(undisturbed(job));
  }

  /** Submits a driver that writes the sweep in four chunks of two tasks, and prints no answer. */
  private Process write(Path log, Path place, boolean resume, String... options)
      throws IOException {
    return cluster.submit(
        log,
        List.of(options),
        ChunkedSweep.class.getName(),
        List.of(
            sweep.toString(),
            CATALOGS.toRealPath().toString(),
            "gated:" + place,
            String.valueOf(resume)));
  }

  /** The driver runs on a worker, and has nothing but the jar: no catalogs, no home. */
  @Test
  void clusterRunsTheDriver() throws Exception {
    Path log = root.resolve("submitted.log");
    Path place = directory.resolve("of-the-cluster");
    Process submitted =
        cluster.submit(
            log,
            List.of(
                "--deploy-mode",
                "cluster",
                "--conf",
                "spark.standalone.submit.waitAppCompletion=true"),
            MAIN,
            List.of("sweep", sweep.toString(), "--out", "gated:" + place, "--partitions", "4"));
    assertThat(cluster.printedBy(submitted, log)).contains("FINISHED");
    assertWhole(place, new SweepJob(4));
    assertThat(cluster.logsOfApplications()).contains("3,840 cells", "Cheapest cell");
  }

  @Test
  void anExecutorAndAWorkerAreKilled() throws Exception {
    Path log = root.resolve("killed.log");
    Path place = directory.resolve("killed");
    cluster.close(".*/chunk-0000[1-3]/part-.*");
    Process driver = write(log, place, false);
    long executor = cluster.waiting(List.of());
    StandaloneCluster.signal("KILL", executor);
    long other = cluster.waiting(List.of(executor));
    cluster.killWorkerOf(other);
    cluster.open();
    cluster.printedBy(driver, log);
    cluster.addWorker();
    assertWhole(place, CHUNKS);
  }

  @Test
  void anExecutorSleepsWhileAnotherTakesItsTask() throws Exception {
    Path log = root.resolve("asleep.log");
    Path place = directory.resolve("asleep");
    cluster.close(".*/part-00001-.*");
    Process driver =
        write(
            log,
            place,
            false,
            "--conf",
            "spark.speculation=true",
            "--conf",
            "spark.speculation.interval=100ms",
            "--conf",
            "spark.speculation.minTaskRuntime=100ms",
            "--conf",
            "spark.speculation.quantile=0.5");
    long executor = cluster.waiting(List.of());
    StandaloneCluster.signal("STOP", executor);
    try {
      cluster.open();
      cluster.await(
          "complete run beside a sleeping executor", () -> Files.exists(place.resolve("run.json")));
    } finally {
      StandaloneCluster.signal("CONT", executor);
    }
    cluster.printedBy(driver, log);
    assertWhole(place, CHUNKS);
  }

  @Test
  void aDriverIsKilledAndAnotherGoesOn() throws Exception {
    Path log = root.resolve("resumed.log");
    Path place = directory.resolve("resumed");
    cluster.close(".*/chunk-00003/part-00001-.*"); // The other executor goes on.
    Process driver = write(log, place, false);
    cluster.waiting(List.of());
    Path committed = place.resolve("_unfinished/chunk-00001.json");
    cluster.await("committed chunk", () -> Files.exists(committed));
    driver.destroyForcibly().waitFor();
    assertThat(place.resolve("run.json")).doesNotExist();
    String file = "cells/part-00001-00000.zstd.parquet";
    FileTime before = Files.getLastModifiedTime(place.resolve("_unfinished").resolve(file));
    cluster.open();
    Process next = write(log, place, true);
    cluster.printedBy(next, log);
    assertWhole(place, CHUNKS);
    assertThat(Files.getLastModifiedTime(place.resolve(file))).isEqualTo(before);
  }

  @Test
  void filesOfAShuffleAreLost() throws Exception {
    Path log = root.resolve("lost.log");
    String query = "SELECT status, count(*) AS n FROM cells GROUP BY status ORDER BY status";
    Process driver =
        cluster.submit(
            log,
            List.of(
                "--conf",
                "spark.sql.extensions=" + LostShuffleFiles.class.getName(),
                "--driver-java-options",
                "-D" + LostShuffleFiles.FOLDER + "=" + cluster.shuffles()),
            MAIN,
            List.of("sql", sweep.toString(), query, "--format", "csv"));
    StringBuilder answer = new StringBuilder("status,n\r\n");
    smallCells(1).groupBy("status").count().orderBy("status").collectAsList().stream()
        .map(row -> row.getString(0) + "," + row.getLong(1) + "\r\n")
        .forEach(answer::append);
    assertThat(cluster.printedBy(driver, log))
        .containsPattern("deleted \\d+ files of the shuffle")
        .contains(answer);
  }
}
