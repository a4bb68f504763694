package dev.ridgeline.pareto;

import com.sun.management.OperatingSystemMXBean;
import dev.ridgeline.catalog.CatalogDirectories;
import dev.ridgeline.frontier.Ties;
import dev.ridgeline.parquet.TaskFiles;
import dev.ridgeline.space.DesignSpace;
import dev.ridgeline.sweep.Sweep;
import dev.ridgeline.table.DesignSpaceSource;
import dev.ridgeline.table.LocalCellFiles;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * A gate on performance: the CPU time of quickstart, of frontiers over 16 million cells and of a
 * million written rows, each over that of a yardstick. The yardstick of the cold process is {@link
 * ColdStart}, and that of the others a pair of the {@link PlainLoop}. A yardstick is measured
 * before and after each pass, since other processes change the speed of a core from one second to
 * the next. The gate fails where the least ratio of some passes is above its limit.
 *
 * <p>CPU time contains the JVM's compiler, which works in any pass but finds less and less to do.
 * So the least ratio of warm passes is that of the work. The first pass is cold, as users see it,
 * and has no limit but that of quickstart. A limit is 1.6 to 2 times what was measured when it was
 * set.
 */
public final class Gate {

  private static final String OF_FRONTIER =
      "status = 'OK' AND ttft_s <= 10 AND tpot_s <= 0.05 AND model = 'deepseek-v3'"
          + " AND quantization = 'fp8'";

  private static final List<String> WORKLOAD = List.of("model", "workflow", "context", "tariff");

  private static final double QUICKSTART_LIMIT = 3.0;
  private static final double ROWS_LIMIT = 400;
  private static final double UNDOMINATED_LIMIT = 9;
  private static final double ALL_LIMIT = 11;

  private static final int STARTS = 3;
  private static final int PASSES = 6;
  private static final int WRITTEN = 1_000_000;
  private static final int FILES = 4;

  /** Where in the grid cells are written: amid large models. */
  private static final double GOLDEN_SECTION = 0.618;

  private boolean isOpen = true;

  private Gate() {}

  public static void main(String[] arguments) throws IOException, InterruptedException {
    System.out.printf(
        "%n%-36s %12s %12s %12s %10s %8s%n",
        "CPU time", "cells", "seconds", "yardstick", "ratio", "limit");
    Gate gate = new Gate();
    gate.quickstart();
    try (PlainLoop.Meter meter = PlainLoop.meter()) {
      gate.rows(meter);
      gate.frontiers(meter);
    }
    if (!gate.isOpen) {
      System.out.println("A ratio is above its limit.");
      System.exit(1);
    }
  }

  private static Path root() {
    return Path.of(System.getProperty("ridgeline.root", "../.."));
  }

  private static CatalogDirectories catalogs() {
    return CatalogDirectories.of(root().resolve("catalogs"));
  }

  private static Path sweep(String name) {
    return root().resolve("sweep-configs/" + name + ".yaml");
  }

  /** Whole processes without Spark, with the options of the launcher but no archive of classes. */
  private void quickstart() throws IOException, InterruptedException {
    long cells = Sweep.read(sweep("quickstart"), catalogs()).space().grid().cells();
    double least = Double.POSITIVE_INFINITY;
    double before = ColdStart.seconds();
    for (int start = 1; start <= STARTS; start++) {
      Path out = Files.createTempDirectory("ridgeline-gate");
      double seconds =
          ColdStart.secondsOf(
              List.of(
                  "-cp",
                  System.getProperty("java.class.path"),
                  "dev.ridgeline.cli.Main",
                  "sweep",
                  sweep("quickstart").toString(),
                  "--catalogs",
                  root().resolve("catalogs").toString(),
                  "--out",
                  out.resolve("run").toString()));
      if (!Files.exists(out.resolve("run/run.json"))) {
        throw new IllegalStateException("quickstart did not finish");
      }
      delete(out);
      double after = ColdStart.seconds();
      double yardstick = (before + after) / 2;
      before = after;
      least = Math.min(least, seconds / yardstick);
      print(
          "quickstart, process " + start,
          cells,
          seconds,
          String.format(Locale.ROOT, "%.2f s", yardstick),
          seconds / yardstick);
    }
    limit("quickstart, a whole process", least, QUICKSTART_LIMIT);
  }

  private void rows(PlainLoop.Meter meter) throws IOException {
    DesignSpace space = Sweep.read(sweep("billion"), catalogs()).space();
    long from = (long) (GOLDEN_SECTION * space.grid().cells());
    long[] bounds =
        LongStream.rangeClosed(0, FILES).map(part -> from + WRITTEN / FILES * part).toArray();
    passes(
        meter,
        "rows of all columns",
        WRITTEN,
        ROWS_LIMIT,
        () -> {
          Path out = Files.createTempDirectory("ridgeline-gate");
          LocalCellFiles.write(
              space,
              bounds,
              new TaskFiles(out.toString(), "cells-", false),
              new Configuration(),
              any -> {});
          delete(out);
        });
  }

  private void frontiers(PlainLoop.Meter meter) throws IOException {
    SparkSession spark = SqlForms.session();
    Dataset<Row> cells = DesignSpaceSource.cells(spark, sweep("billion"), catalogs(), 0);
    FrontierQuery query =
        new FrontierQuery(
            Objective.parse("objectives", "min dollars_per_request, min ttft_s, min tpot_s"),
            WORKLOAD,
            OF_FRONTIER,
            Ties.COLLAPSE,
            0,
            1);
    long asked = DesignSpaceSource.cellsOf(cells.where(OF_FRONTIER));
    for (String sides : List.of("undominated", "all")) {
      spark.conf().set("spark.ridgeline.sides", sides);
      passes(
          meter,
          "frontiers, sides " + sides,
          asked,
          sides.equals("all") ? ALL_LIMIT : UNDOMINATED_LIMIT,
          () -> FrontierTables.of(spark, cells, query).counts());
    }
    spark.stop();
  }

  /** Work that may fail. */
  private interface Work {
    void run() throws IOException;
  }

  /** Does some work a few times, and closes the gate where no warm pass is within the limit. */
  private void passes(PlainLoop.Meter meter, String what, long cells, double limit, Work work)
      throws IOException {
    double least = Double.POSITIVE_INFINITY;
    double before = meter.nanosOfPair();
    for (int pass = 1; pass <= PASSES; pass++) {
      long start = processNanos();
      work.run();
      double seconds = (processNanos() - start) / 1e9;
      double after = meter.nanosOfPair();
      double yardstick = (before + after) / 2;
      before = after;
      double ratio = seconds * 1e9 / cells / yardstick;
      print(
          what + ", pass " + pass,
          cells,
          seconds,
          String.format(Locale.ROOT, "%.2f ns", yardstick),
          ratio);
      if (pass > 1) {
        least = Math.min(least, ratio);
      }
    }
    limit(what + ", least", least, limit);
  }

  private static void print(
      String what, long cells, double seconds, String yardstick, double ratio) {
    System.out.printf(
        Locale.ROOT, "%-36s %,12d %12.2f %12s %10.2f%n", what, cells, seconds, yardstick, ratio);
  }

  /** Prints the least ratio, and closes the gate where it is above the limit. */
  private void limit(String what, double least, double limit) {
    isOpen &= least <= limit;
    System.out.printf(Locale.ROOT, "%-36s %48.2f %8.2f%n", what, least, limit);
  }

  private static long processNanos() {
    return ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
        .getProcessCpuTime();
  }

  static void delete(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
