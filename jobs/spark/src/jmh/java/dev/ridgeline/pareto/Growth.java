package dev.ridgeline.pareto;

import dev.ridgeline.catalog.CatalogDirectories;
import dev.ridgeline.frontier.Ties;
import dev.ridgeline.table.DesignSpaceSource;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * Time of a cell in frontiers over more and more cells: the largest of the sweeps as one query, and
 * the same cells in queries of a hundred, ten and one million each, of which some are asked, spread
 * evenly over all.
 */
public final class Growth {

  private static final List<Objective> OBJECTIVES =
      Objective.parse("objectives", "min dollars_per_request, min ttft_s, min tpot_s");

  private static final List<String> WORKLOAD = List.of("model", "workflow", "context", "tariff");

  private Growth() {}

  public static void main(String[] arguments) {
    SparkSession spark = SqlForms.session();
    Path root = Path.of(System.getProperty("ridgeline.root", "../.."));
    Dataset<Row> cells =
        DesignSpaceSource.cells(
            spark,
            root.resolve("sweep-configs/billion.yaml"),
            CatalogDirectories.of(root.resolve("catalogs")),
            0);
    List<String> models = values(cells, "model");
    List<String> threes = new ArrayList<>();
    for (int from = 0; from < models.size(); from += 3) {
      threes.add("model IN (" + String.join(", ", models.subList(from, from + 3)) + ")");
    }
    List<String> schemes = pieces(equal("model", models), "quantization", cells);
    List<String> workflows = pieces(schemes, "workflow", cells);
    seconds(cells, every(8, schemes)); // for the compiler
    System.out.printf("%n%16s %8s %9s %14s%n", "cells a query", "queries", "seconds", "ns a cell");
    report(cells, every(25, workflows));
    report(cells, every(4, schemes));
    report(cells, every(3, threes));
    report(cells, List.of("true"));
    spark.stop();
  }

  /** Values of an axis, as SQL has them. */
  private static List<String> values(Dataset<Row> cells, String axis) {
    return cells.select(axis).distinct().sort(axis).collectAsList().stream()
        .map(row -> "'" + row.getString(0) + "'")
        .toList();
  }

  private static List<String> equal(String axis, List<String> values) {
    return values.stream().map(value -> axis + " = " + value).toList();
  }

  private static List<String> pieces(List<String> conditions, String axis, Dataset<Row> cells) {
    List<String> conditionsOnAxis = equal(axis, values(cells, axis));
    return conditions.stream()
        .flatMap(one -> conditionsOnAxis.stream().map(other -> one + " AND " + other))
        .toList();
  }

  private static List<String> every(int step, List<String> conditions) {
    List<String> some = new ArrayList<>();
    for (int i = step / 2; i < conditions.size(); i += step) {
      some.add(conditions.get(i));
    }
    return some;
  }

  private static void report(Dataset<Row> cells, List<String> conditions) {
    long asked =
        conditions.stream().mapToLong(one -> DesignSpaceSource.cellsOf(cells.where(one))).sum();
    double seconds = seconds(cells, conditions);
    System.out.printf(
        Locale.ROOT,
        "%,16d %8d %9.1f %14.0f%n",
        asked / conditions.size(),
        conditions.size(),
        seconds,
        seconds / asked * 1e9);
  }

  private static double seconds(Dataset<Row> cells, List<String> conditions) {
    long start = System.nanoTime();
    for (String condition : conditions) {
      new FrontierQuery(OBJECTIVES, WORKLOAD, condition, Ties.COLLAPSE, 0, 1)
          .skylines(cells)
          .count();
    }
    return (System.nanoTime() - start) / 1e9;
  }
}
