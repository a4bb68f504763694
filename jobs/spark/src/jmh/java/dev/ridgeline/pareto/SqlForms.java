package dev.ridgeline.pareto;

import static java.util.stream.Collectors.joining;

import dev.ridgeline.catalog.CatalogDirectories;
import dev.ridgeline.sql.SqlRule;
import dev.ridgeline.table.DesignSpaceSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;

/**
 * Frontiers against what plain SQL has for them, on the same cells in memory and in one run: prints
 * how many times as long each form takes as the table function, which all must agree with.
 */
public final class SqlForms {

  private static final int ROUNDS = 5;

  private SqlForms() {}

  public static void main(String[] arguments) throws IOException {
    SparkSession spark = session();
    FrontierFunction.of(SqlRule.everything()).register(spark);
    List<String> two = List.of("dollars", "tpot");
    List<String> three = List.of("dollars", "ttft", "tpot");
    hold(spark, 100);
    compare(
        spark,
        Map.of("frontier()", function(two), "window", window(two), "NOT EXISTS", notExists(two)));
    compare(spark, Map.of("frontier()", function(three), "NOT EXISTS", notExists(three)));
    hold(spark, 1000);
    compare(spark, Map.of("frontier()", function(two), "window", window(two)));
    compare(spark, Map.of("frontier()", function(three)));
    spark.stop();
  }

  /** A quiet session on all cores. */
  static SparkSession session() {
    SparkSession spark =
        SparkSession.builder()
            .master("local[*]")
            .config("spark.ui.enabled", false)
            .config("spark.sql.shuffle.partitions", 8)
            .getOrCreate();
    spark.sparkContext().setLogLevel("ERROR");
    return spark;
  }

  /** Keeps the cells of a sweep in memory that can be on a frontier, with all batches to one. */
  private static void hold(SparkSession spark, int largestBatch) throws IOException {
    Path root = Path.of(System.getProperty("ridgeline.root", "../.."));
    String batches =
        IntStream.rangeClosed(1, largestBatch).mapToObj(String::valueOf).collect(joining(", "));
    Path sweep = Files.createTempFile("ridgeline", ".yaml");
    Files.writeString(
        sweep,
        Files.readString(root.resolve("sweep-configs/hardware-mixes.yaml"))
            .replaceFirst("batch: \\[[^]]*]", "batch: [" + batches + "]"));
    Dataset<Row> held =
        DesignSpaceSource.cells(spark, sweep, CatalogDirectories.of(root.resolve("catalogs")), 16)
            .where("dollars_per_request IS NOT NULL")
            .selectExpr(
                "cell",
                "concat_ws(' ', model, workflow, context, tariff) AS workload",
                "dollars_per_request AS dollars",
                "ttft_s AS ttft",
                "tpot_s AS tpot")
            .cache();
    held.createOrReplaceTempView("held");
    System.out.printf(
        Locale.ROOT,
        "%n%,d cells of %,d workloads in memory%n%-12s %8s %9s %8s%n",
        held.count(),
        held.select("workload").distinct().count(),
        "form",
        "points",
        "seconds",
        "ratio");
    Files.delete(sweep);
  }

  private static void compare(SparkSession spark, Map<String, String> forms) {
    Map<String, Double> least = new TreeMap<>();
    Map<String, Long> points = new TreeMap<>();
    for (int round = 0; round < ROUNDS; round++) {
      forms.forEach(
          (form, query) -> {
            long start = System.nanoTime();
            points.put(form, spark.sql(query).agg(functions.count("cell")).head().getLong(0));
            least.merge(form, (System.nanoTime() - start) / 1e9, Math::min);
          });
    }
    if (points.values().stream().distinct().count() > 1) {
      throw new IllegalStateException("forms differ: " + points);
    }
    double function = least.get("frontier()");
    least.forEach(
        (form, seconds) ->
            System.out.printf(
                Locale.ROOT,
                "%-12s %8d %9.2f %8.1f%n",
                form,
                points.get(form),
                seconds,
                seconds / function));
  }

  private static String function(List<String> objectives) {
    return "SELECT cell FROM frontier('held', 'min %s', 'workload')"
        .formatted(String.join(", min ", objectives));
  }

  /** Cells in rising order of one objective, of which those stay that are the best so far. */
  private static String window(List<String> objectives) {
    return """
        SELECT cell FROM (
          SELECT cell, %2$s AS second,
                 min(%2$s) OVER (PARTITION BY workload ORDER BY %1$s, %2$s, cell
                                 ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS best
          FROM held)
        WHERE best IS NULL OR second < best"""
        .formatted(objectives.get(0), objectives.get(1));
  }

  private static String notExists(List<String> objectives) {
    StringBuilder noWorse = new StringBuilder();
    StringBuilder better = new StringBuilder("o.cell < c.cell");
    for (String objective : objectives) {
      noWorse.append(" AND o.%1$s <= c.%1$s".formatted(objective));
      better.append(" OR o.%1$s < c.%1$s".formatted(objective));
    }
    return "SELECT cell FROM held c WHERE NOT EXISTS (SELECT 1 FROM held o"
        + " WHERE o.workload = c.workload%s AND (%s))".formatted(noWorse, better);
  }
}
