package dev.ridgeline.pareto;

import com.sun.management.OperatingSystemMXBean;
import dev.ridgeline.catalog.CatalogDirectories;
import dev.ridgeline.evaluate.CellEvaluator;
import dev.ridgeline.evaluate.CellResult;
import dev.ridgeline.evaluate.Depth;
import dev.ridgeline.evaluate.Status;
import dev.ridgeline.frontier.Ties;
import dev.ridgeline.space.Axis;
import dev.ridgeline.space.DesignSpace;
import dev.ridgeline.space.GridSlice;
import dev.ridgeline.sweep.Sweep;
import dev.ridgeline.table.DesignSpaceSource;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * CPU time and memory of frontiers over more and more cells, from 10^5 to 10^12, by undominated
 * sides and by all cells. The first line is cold, and so is what users see. A plain loop over cells
 * of the same sweep, without groups, frontiers and Spark, is what the times are compared with.
 *
 * <p>Without arguments it stops at 10^9 cells. With {@code trillion} it goes on to 10^12.
 */
public final class Growth {

  private static final List<Objective> OBJECTIVES =
      Objective.parse("objectives", "min dollars_per_request, min ttft_s, min tpot_s");

  private static final List<String> WORKLOAD = List.of("model", "workflow", "context", "tariff");

  private static final String WITHIN = "status = 'OK' AND ttft_s <= 10 AND tpot_s <= 0.05";

  /** Most cells of a query that evaluates each of them. */
  private static final long MOST_EVALUATED = 200_000_000;

  private static final long LOOP_CELLS = 3_000_000;

  private Growth() {}

  public static void main(String[] arguments) {
    SparkSession spark = SqlForms.session();
    System.out.printf(
        "%n%-12s %18s %10s %10s %12s %10s %14s%n",
        "sides", "cells", "points", "seconds", "CPU seconds", "ns a cell", "peak heap, MB");
    List<String> models =
        List.of(
            "model = 'qwen3-14b' AND quantization = 'fp8' AND workflow = 'chat' AND batch = 64",
            "model = 'qwen3-14b' AND quantization = 'fp8' AND workflow = 'chat'",
            "model = 'deepseek-v3' AND quantization = 'fp8'",
            "model IN ('deepseek-v3', 'qwen3-14b', 'glm-4.6')",
            "true");
    report(spark, "billion", models);
    if (List.of(arguments).contains("trillion")) {
      report(
          spark,
          "trillion",
          List.of("model = 'deepseek-v3' AND quantization = 'fp8'", "model = 'glm-4.6'", "true"));
    }
    spark.stop();
  }

  private static Path file(String sweep) {
    return Path.of(System.getProperty("ridgeline.root", "../.."))
        .resolve("sweep-configs/" + sweep + ".yaml");
  }

  private static CatalogDirectories catalogs() {
    return CatalogDirectories.of(
        Path.of(System.getProperty("ridgeline.root", "../..")).resolve("catalogs"));
  }

  private static void report(SparkSession spark, String sweep, List<String> conditions) {
    Dataset<Row> cells = DesignSpaceSource.cells(spark, file(sweep), catalogs(), 0);
    for (String condition : conditions) {
      report(spark, cells, condition, "undominated");
      if (DesignSpaceSource.cellsOf(cells.where(condition)) <= MOST_EVALUATED) {
        report(spark, cells, condition, "all");
      }
    }
    loop(Sweep.read(file(sweep), catalogs()).space());
  }

  private static void report(
      SparkSession spark, Dataset<Row> cells, String condition, String sides) {
    spark.conf().set("spark.ridgeline.sides", sides);
    long asked = DesignSpaceSource.cellsOf(cells.where(condition));
    heap().forEach(MemoryPoolMXBean::resetPeakUsage);
    long start = System.nanoTime();
    long cpu = processNanos();
    FrontierQuery query =
        new FrontierQuery(OBJECTIVES, WORKLOAD, WITHIN + " AND " + condition, Ties.COLLAPSE, 0, 1);
    long points = FrontierTables.of(spark, cells, query).counts().points();
    double used = processNanos() - cpu;
    System.out.printf(
        Locale.ROOT,
        "%-12s %,18d %,10d %,10.1f %,12.1f %,10.3f %,14.0f%n",
        sides,
        asked,
        points,
        (System.nanoTime() - start) / 1e9,
        used / 1e9,
        used / asked,
        heap().stream().mapToLong(pool -> pool.getPeakUsage().getUsed()).sum() / 1e6);
  }

  /** Prints the time of a cell in a plain loop, in its first pass and in its third. */
  private static void loop(DesignSpace space) {
    for (int pass = 1; pass <= 3; pass++) {
      GridSlice.Cursor cursor = GridSlice.all(space.grid()).cursor(space.grid().cells() / 2);
      CellEvaluator evaluator = new CellEvaluator(space, EnumSet.of(Depth.PLAN));
      long start = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
      double sum = 0;
      for (long cell = 0; cell < LOOP_CELLS; cell++) {
        Axis<?> moved = cursor.next();
        CellResult result = evaluator.evaluate(cursor, moved);
        sum += result.status() == Status.OK ? result.economics().dollarsPerRequest() : 0;
      }
      double nanos = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - start;
      System.out.printf(
          Locale.ROOT,
          "%-12s %,18d %32s %,23.3f   (pass %d, dollars %.3g)%n",
          "plain loop",
          LOOP_CELLS,
          "",
          nanos / LOOP_CELLS,
          pass,
          sum);
    }
  }

  private static long processNanos() {
    return ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
        .getProcessCpuTime();
  }

  private static List<MemoryPoolMXBean> heap() {
    return ManagementFactory.getMemoryPoolMXBeans().stream()
        .filter(pool -> pool.getType() == MemoryType.HEAP)
        .toList();
  }
}
