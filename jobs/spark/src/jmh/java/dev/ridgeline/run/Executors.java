package dev.ridgeline.run;

import dev.ridgeline.catalog.CatalogDirectories;
import dev.ridgeline.store.RunDirectory;
import dev.ridgeline.store.UnfinishedRun;
import dev.ridgeline.sweep.Sweep;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerTaskEnd;
import org.apache.spark.sql.SparkSession;

/**
 * How many times as fast two executors write a sweep as one does. Master, workers, drivers and
 * executors are processes of their own. An executor has one core, and each worker is kept on a core
 * of the machine where the program {@code taskset} is there.
 *
 * <p>The sweep is {@code billion.yaml} with one model in one number format, and all columns are
 * written. A driver first writes a twelfth of it, so that the code of its executors is compiled,
 * and then measures a job over all of it. One and two executors take turns. The ratio is that of
 * all their seconds.
 *
 * <p>It exits with 1 where the ratio is below its limit. The machine needs two cores that are free:
 * what else runs on it takes more from two executors than from one.
 *
 * <p>Two more columns say where a low ratio comes from: the share of executors' time in which they
 * have a task, and the CPU time of tasks for a cell. The second grows, too, where others use the
 * caches of the machine.
 */
public final class Executors {

  private static final double LEAST_RATIO = 1.9;

  /** How often each number of executors is measured. */
  private static final int TURNS = 2;

  private static final Pattern RESULT =
      Pattern.compile("cells=(\\d+) seconds=(\\S+) ofTasks=(\\S+) ofCpu=(\\S+)");

  private Executors() {}

  public static void main(String[] arguments) throws Exception {
    Path folder = Files.createTempDirectory("ridgeline-executors");
    boolean isFast;
    try (StandaloneCluster cluster =
        StandaloneCluster.start(
            Files.createDirectory(folder.resolve("cluster")), Executors.class)) {
      isFast = compare(cluster, folder);
    }
    delete(folder);
    if (!isFast) {
      System.out.println("The ratio is below its limit.");
      System.exit(1);
    }
  }

  private static boolean compare(StandaloneCluster cluster, Path folder) throws Exception {
    System.out.printf(
        "%nWorkers are %s%n%-10s %12s %10s %16s %10s %22s%n",
        cluster.keepWorkersOnCores() ? "kept on a core each" : "not kept on cores: no taskset",
        "executors",
        "cells",
        "seconds",
        "cells a second",
        "with task",
        "CPU of tasks, us/cell");
    Path sweep = part(folder.resolve("part.yaml"), "");
    Path warmUp = part(folder.resolve("warm-up.yaml"), "64");
    double[] seconds = new double[2];
    for (int turn = 0; turn < TURNS; turn++) {
      for (int executors = 1; executors <= 2; executors++) {
        seconds[executors - 1] += write(cluster, folder, executors, sweep, warmUp);
      }
    }
    double ratio = seconds[0] / seconds[1];
    System.out.printf(
        Locale.ROOT, "Two executors are %.2f times as fast, limit %.2f%n", ratio, LEAST_RATIO);
    return ratio >= LEAST_RATIO;
  }

  private static Path root() {
    return Path.of(System.getProperty("ridgeline.root", "../..")).toAbsolutePath().normalize();
  }

  /** Writes a part of {@code billion.yaml}: of all batches, or of one. */
  private static Path part(Path file, String batch) throws IOException {
    String text = Files.readString(root().resolve("sweep-configs/billion.yaml"));
    text = replace(text, "models:\\n( +- .*\\n)+", "models: [deepseek-v3]\n");
    text = replace(text, "quantizations: \\[.*\\]", "quantizations: [fp8]");
    return Files.writeString(
        file, batch.isEmpty() ? text : replace(text, "batch: \\[.*\\]", "batch: [" + batch + "]"));
  }

  private static String replace(String text, String what, String by) {
    String replaced = text.replaceFirst(what, by);
    if (replaced.equals(text)) {
      throw new IllegalStateException("billion.yaml has no " + what);
    }
    return replaced;
  }

  /** Has a driver write the sweep, and prints what the job took. Returns its seconds. */
  private static double write(
      StandaloneCluster cluster, Path folder, int executors, Path sweep, Path warmUp)
      throws Exception {
    Path log = Files.createTempFile(folder, "driver-", ".log");
    Path out = folder.resolve("run");
    int code =
        cluster
            .submit(
                log,
                List.of(
                    "--total-executor-cores",
                    String.valueOf(executors),
                    "--executor-memory",
                    "1g",
                    // No options of short-lived processes: those of a JVM's own choice.
                    "--conf",
                    "spark.executor.extraJavaOptions=-Duser.timezone=UTC",
                    // The job begins with all executors there.
                    "--conf",
                    "spark.scheduler.minRegisteredResourcesRatio=1"),
                Driver.class.getName(),
                List.of(
                    root().resolve("catalogs").toString(),
                    out.toString(),
                    warmUp.toString(),
                    sweep.toString()))
            .process()
            .waitFor();
    Matcher result = RESULT.matcher(Files.readString(log));
    if (code != 0 || !result.find()) {
      throw new IllegalStateException("a driver did not finish, see " + log);
    }
    delete(out);
    long cells = Long.parseLong(result.group(1));
    double seconds = Double.parseDouble(result.group(2));
    double ofTasks = Double.parseDouble(result.group(3));
    double ofCpu = Double.parseDouble(result.group(4));
    System.out.printf(
        Locale.ROOT,
        "%-10d %,12d %10.1f %,16.0f %10.3f %22.3f%n",
        executors,
        cells,
        seconds,
        cells / seconds,
        ofTasks / (executors * seconds),
        ofCpu / cells * 1e6);
    return seconds;
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }

  /** Writes sweeps to one place in one session, and prints how long the job of the last took. */
  public static final class Driver {

    private static final SweepJob JOB = new SweepJob(0);

    private Driver() {}

    /** Arguments: the catalogs, the place, and sweeps. */
    public static void main(String[] arguments) {
      CatalogDirectories catalogs = CatalogDirectories.of(Path.of(arguments[0]));
      SparkSession spark = SparkSessions.open("executors", Optional.empty());
      RunDirectory place =
          RunDirectory.of("--out", arguments[1], spark.sparkContext().hadoopConfiguration());
      Tasks tasks = new Tasks();
      spark.sparkContext().addSparkListener(tasks);
      long cells = 0;
      double seconds = 0;
      for (String file : List.of(arguments).subList(2, arguments.length)) {
        Sweep sweep = Sweep.read(Path.of(file), catalogs);
        try (UnfinishedRun run =
            place.begin(JOB.inputs(sweep), new RunDirectory.Replacing(true, false))) {
          tasks.begin();
          long start = System.nanoTime();
          JOB.run(spark, sweep, run);
          seconds = (System.nanoTime() - start) / 1e9;
          cells = sweep.space().grid().cells();
        }
      }
      spark.stop(); // Then the listener has heard of all tasks.
      System.out.printf(
          Locale.ROOT,
          "cells=%d seconds=%.3f ofTasks=%.3f ofCpu=%.3f%n",
          cells,
          seconds,
          tasks.runSeconds(),
          tasks.cpuSeconds());
    }
  }

  /** Adds up the times of the tasks of a job. Spark may tell late of those of an earlier job. */
  private static final class Tasks extends SparkListener {

    private long begin;
    private long runMillis;
    private long cpuNanos;

    synchronized void begin() {
      begin = System.currentTimeMillis();
      runMillis = 0;
      cpuNanos = 0;
    }

    @Override
    public synchronized void onTaskEnd(SparkListenerTaskEnd end) {
      if (end.taskInfo().launchTime() >= begin) {
        runMillis += end.taskMetrics().executorRunTime();
        cpuNanos += end.taskMetrics().executorCpuTime();
      }
    }

    synchronized double runSeconds() {
      return runMillis / 1e3;
    }

    synchronized double cpuSeconds() {
      return cpuNanos / 1e9;
    }
  }
}
