package dev.ridgeline.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ridgeline.output.ProgressDisplay;
import dev.ridgeline.store.RunDirectory;
import dev.ridgeline.store.RunManifest;
import dev.ridgeline.store.UnfinishedRun;
import dev.ridgeline.sweep.Sweep;
import dev.ridgeline.testing.FileHashes;
import dev.ridgeline.testing.LostShuffleFiles;
import dev.ridgeline.testing.OtherJvm;
import dev.ridgeline.testing.TestSweep;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import org.apache.hadoop.conf.Configuration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/**
 * Sweeps on a real cluster: master, workers, executors and drivers are processes of their own, and
 * some of them die. The runs have the bytes of a run that nobody disturbed.
 *
 * <p>Starting a driver and its executors takes seconds. So scenarios share a driver where they can.
 * Each runs by itself, too; their order spares the start of further processes.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class StandaloneClusterTest {

  private static final String MAIN = "dev.ridgeline.cli.Main";
  private static final SweepJob CHUNKS = ClusterDriver.JOB;

  /** Another executor soon takes a task that is slow. Lost files of a shuffle are soon missed. */
  private static final List<String> IMPATIENT =
      List.of(
          "--conf",
          "spark.speculation=true",
          "--conf",
          "spark.speculation.interval=100ms",
          "--conf",
          "spark.speculation.minTaskRuntime=100ms",
          "--conf",
          "spark.speculation.quantile=0.5",
          "--conf",
          "spark.shuffle.io.retryWait=100ms",
          "--conf",
          "spark.sql.extensions=" + LostShuffleFiles.class.getName());

  @TempDir private static Path directory;

  private StandaloneCluster cluster;
  private Path root;
  private Path sweep;

  /** The driver that scenarios share, as long as none of them ends it. */
  private StandaloneCluster.@Nullable Driver shared;

  @BeforeAll
  void startCluster() throws Exception {
    root = Files.createDirectories(directory.resolve("cluster"));
    sweep = TestSweep.small(directory);
    cluster = StandaloneCluster.start(root);
  }

  @AfterAll
  void stopCluster() {
    if (cluster != null) {
      cluster.close();
    }
  }

  private static Path place(SweepJob job) {
    return directory.resolve("undisturbed-" + job.partitions());
  }

  /** The run as a job of this JVM writes it. */
  private RunManifest undisturbed(SweepJob job) {
    RunDirectory place = RunDirectory.of("--out", place(job).toString(), new Configuration());
    if (Files.exists(place(job))) {
      return place.verify();
    }
    Sweep read = TestSweep.read(sweep);
    try (UnfinishedRun run =
        place.begin(job.inputs(read), new RunDirectory.Replacing(false, false))) {
      return job.runHere(read, run, new Configuration(), ProgressDisplay.NONE);
    }
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
    assertThat(manifest.cells()).isEqualTo(TestSweep.SMALL_CELLS);
    assertThat(manifest.cellsByStatus()).isEqualTo(undisturbed(job).cellsByStatus());
    assertThat(cells(place)).isEqualTo(cells(place(job)));
  }

  private StandaloneCluster.Driver driver(String name, List<String> options) throws Exception {
    return cluster.submit(
        root.resolve(name + ".log"),
        options,
        ClusterDriver.class.getName(),
        List.of(sweep.toString(), TestSweep.CATALOGS.toRealPath().toString()));
  }

  private StandaloneCluster.Driver shared() throws Exception {
    if (shared == null) {
      shared = driver("shared", IMPATIENT);
    }
    return shared;
  }

  /** The driver runs on a worker, and has nothing but the jar: no catalogs, no home. */
  @Test
  @Order(1)
  void clusterRunsTheDriver() throws Exception {
    Path place = directory.resolve("of-the-cluster");
    cluster.submit(
        root.resolve("submitted.log"),
        List.of("--deploy-mode", "cluster"),
        MAIN,
        List.of("sweep", sweep.toString(), "--out", "gated:" + place, "--partitions", "4"));
    Matcher ended = cluster.awaitInLog("Removing driver: driver-\\S+ \\((\\w+)");
    assertThat(ended.group(1)).as(cluster.logsOfApplications()).isEqualTo("FINISHED");
    assertWhole(place, new SweepJob(4));
    assertThat(cluster.logsOfApplications()).contains("4,800 cells", "Cheapest cell");
  }

  @Test
  @Order(2)
  void aDriverIsKilledAndAnotherGoesOn() throws Exception {
    Path place = directory.resolve("resumed");
    cluster.close(".*/chunk-00003/part-00001-.*"); // The other executor goes on.
    StandaloneCluster.Driver first = driver("killed-driver", List.of());
    first.say("write gated:" + place);
    cluster.waiting(List.of());
    Path committed = place.resolve("_unfinished/chunk-00001.json");
    cluster.await("committed chunk", () -> Files.exists(committed));
    first.process().destroyForcibly().waitFor();
    assertThat(place.resolve("run.json")).doesNotExist();
    String file = "cells/part-00001-00000.zstd.parquet";
    FileTime before = Files.getLastModifiedTime(place.resolve("_unfinished").resolve(file));
    cluster.open();
    shared().say("resume gated:" + place);
    shared().awaitDone();
    assertWhole(place, CHUNKS);
    assertThat(Files.getLastModifiedTime(place.resolve(file))).isEqualTo(before);
  }

  @Test
  @Order(3)
  void anExecutorSleepsWhileAnotherTakesItsTask() throws Exception {
    Path place = directory.resolve("asleep");
    cluster.close(".*/part-00001-.*");
    shared().say("write gated:" + place);
    long executor = cluster.waiting(List.of());
    OtherJvm.signal("STOP", executor);
    try {
      cluster.open();
      cluster.await(
          "complete run beside a sleeping executor", () -> Files.exists(place.resolve("run.json")));
    } finally {
      OtherJvm.signal("CONT", executor);
    }
    shared().awaitDone();
    assertWhole(place, CHUNKS);
  }

  @Test
  @Order(4)
  void filesOfAShuffleAreLost() throws Exception {
    shared().say("count " + cluster.shuffles());
    String printed = shared().awaitDone();
    assertThat(printed).containsPattern("deleted \\d+ files of the shuffle");
    undisturbed(CHUNKS)
        .cellsByStatus()
        .forEach((status, cells) -> assertThat(printed).contains("\n" + status + "=" + cells));
  }

  /** The last scenario, because it leaves one worker. */
  @Test
  @Order(5)
  void anExecutorAndAWorkerAreKilled() throws Exception {
    Path place = directory.resolve("killed");
    cluster.close(".*/chunk-0000[1-3]/part-.*");
    shared().say("write gated:" + place);
    long executor = cluster.waiting(List.of());
    OtherJvm.signal("KILL", executor);
    long other = cluster.waiting(List.of(executor));
    cluster.killWorkerOf(other);
    cluster.open();
    shared().awaitDone();
    assertWhole(place, CHUNKS);
  }
}
