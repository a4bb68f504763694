package dev.ridgeline.cli;

import dev.ridgeline.run.SqlQuery;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "sql",
    mixinStandardHelpOptions = true,
    description =
        "Runs SQL over a finished run, or over a sweep: of that only the cells are evaluated that a"
            + " filter leaves, and only the columns that are read. Tables: cells, and the catalogs models, accelerators,"
            + " quantizations, workflows, links, memory_tiers, prices, capital,"
            + " efficiencies, drafters.")
final class SqlCommand implements Runnable {

  /** What is printed is held in memory first. */
  private static final int MOST_ROWS = 1_000_000;

  @Mixin private SparkMaster spark;
  @Mixin private CatalogArguments catalogs;
  @Spec private CommandSpec spec;

  @Parameters(
      index = "0",
      paramLabel = "SOURCE",
      description = "Place of a finished run, or a sweep file (.yaml).")
  private String source;

  @Parameters(index = "1", paramLabel = "QUERY", description = "A SQL query.")
  private String query;

  @Option(
      names = "--rows",
      paramLabel = "N",
      defaultValue = "100",
      description = "Rows to print (${DEFAULT-VALUE}).")
  private int rows;

  @Override
  public void run() {
    WholeNumbers.require(spec, "--rows", rows, 1, MOST_ROWS);
    new SqlQuery(source, catalogs.directories(), query, rows)
        .execute(spark.url(), spec.commandLine().getOut());
  }
}
