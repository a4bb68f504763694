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
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * A gate on performance: the CPU time of quickstart, of frontiers over 16 million cells and of a
 * million written rows, each over that of a pair in the {@link PlainLoop}. It fails where a ratio
 * is above its limit. A limit is about 1.6 times what was measured when it was set.
 *
 * <p>The first pass of each is cold, as users see it, and has no limit but that of quickstart.
 */
public final class Gate {

  private static final String OF_FRONTIER =
      "status = 'OK' AND ttft_s <= 10 AND tpot_s <= 0.05 AND model = 'deepseek-v3'"
          + " AND quantization = 'fp8'";

  private static final List<String> WORKLOAD = List.of("model", "workflow", "context", "tariff");

  private static final double QUICKSTART_LIMIT = 230_000;
  private static final double ROWS_LIMIT = 3_900;
  private static final double UNDOMINATED_LIMIT = 70;
  private static final double ALL_LIMIT = 95;

  private static final int PASSES = 3;
  private static final int WRITTEN = 1_000_000;
  private static final int FILES = 4;

  /** Where in the grid cells are written: amid large models. */
  private static final double GOLDEN_SECTION = 0.618;

  private static final Pattern CHILDREN =
      Pattern.compile("(\\d+)m([\\d.]+)s\\s+(\\d+)m([\\d.]+)s\\s*$");

  private final double plainNanos = PlainLoop.nanosOfPair();
  private boolean isOpen = true;

  private Gate() {}

  public static void main(String[] arguments) throws IOException, InterruptedException {
    Gate gate = new Gate();
    System.out.printf(
        Locale.ROOT, "%nA pair takes %.2f ns in the plain loop.%n%n", gate.plainNanos);
    System.out.printf(
        "%-36s %12s %12s %10s %10s %8s%n",
        "CPU time", "cells", "seconds", "ns a cell", "ratio", "limit");
    gate.quickstart();
    gate.rows();
    gate.frontiers();
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

  /** A whole process without Spark, with the options of the launcher. */
  private void quickstart() throws IOException, InterruptedException {
    Path out = Files.createTempDirectory("ridgeline-gate");
    String command =
        ("%s -XX:TieredStopAtLevel=1 -XX:+UseSerialGC -cp %s dev.ridgeline.cli.Main"
                + " sweep %s --catalogs %s")
            .formatted(
                Path.of(System.getProperty("java.home"), "bin", "java"),
                "\"$CLASS_PATH\"",
                sweep("quickstart"),
                root().resolve("catalogs"));
    ProcessBuilder builder =
        new ProcessBuilder(
                "bash", "-c", command + " --out " + out.resolve("run") + " >&2; TIMEFORMAT=; times")
            .redirectError(ProcessBuilder.Redirect.DISCARD);
    builder.environment().put("CLASS_PATH", System.getProperty("java.class.path"));
    Process process = builder.start();
    String times = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    process.waitFor();
    Matcher children = CHILDREN.matcher(times.strip());
    if (!children.find() || !Files.exists(out.resolve("run/run.json"))) {
      throw new IllegalStateException("quickstart did not finish: " + times);
    }
    double seconds =
        60 * (Integer.parseInt(children.group(1)) + Integer.parseInt(children.group(3)))
            + Double.parseDouble(children.group(2))
            + Double.parseDouble(children.group(4));
    delete(out);
    long cells = Sweep.read(sweep("quickstart"), catalogs()).space().grid().cells();
    report("quickstart, a whole process", cells, seconds, QUICKSTART_LIMIT);
  }

  private void rows() throws IOException {
    DesignSpace space = Sweep.read(sweep("billion"), catalogs()).space();
    long from = (long) (GOLDEN_SECTION * space.grid().cells());
    long[] bounds =
        LongStream.rangeClosed(0, FILES).map(part -> from + WRITTEN / FILES * part).toArray();
    for (int pass = 1; pass <= PASSES; pass++) {
      Path out = Files.createTempDirectory("ridgeline-gate");
      long start = processNanos();
      LocalCellFiles.write(
          space,
          bounds,
          new TaskFiles(out.toString(), "cells-", false),
          new Configuration(),
          any -> {});
      double seconds = (processNanos() - start) / 1e9;
      delete(out);
      report(
          "rows of all columns, pass " + pass, WRITTEN, seconds, pass == PASSES ? ROWS_LIMIT : 0);
    }
  }

  private void frontiers() {
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
      for (int pass = 1; pass <= PASSES; pass++) {
        long start = processNanos();
        FrontierTables.of(spark, cells, query).counts();
        report(
            "frontiers, sides " + sides + ", pass " + pass,
            asked,
            (processNanos() - start) / 1e9,
            pass < PASSES ? 0 : sides.equals("all") ? ALL_LIMIT : UNDOMINATED_LIMIT);
      }
    }
    spark.stop();
  }

  /** Prints a line, and closes the gate where a ratio is above its limit; 0 is no limit. */
  private void report(String what, long cells, double seconds, double limit) {
    double ratio = seconds * 1e9 / cells / plainNanos;
    isOpen &= limit == 0 || ratio <= limit;
    System.out.printf(
        Locale.ROOT,
        "%-36s %,12d %12.2f %10.1f %10.1f %8s%n",
        what,
        cells,
        seconds,
        seconds * 1e9 / cells,
        ratio,
        limit == 0 ? "" : String.format(Locale.ROOT, "%.1f", limit));
  }

  private static long processNanos() {
    return ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
        .getProcessCpuTime();
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
