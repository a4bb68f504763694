package dev.ridgeline.cli;

import dev.ridgeline.catalog.CatalogKind;
import dev.ridgeline.run.SqlQuery;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(name = "sql", mixinStandardHelpOptions = true)
final class SqlCommand implements Runnable {

  private static final String DESCRIPTION =
      "Runs SQL over a finished run, or over a sweep: of that only the cells are evaluated that a"
          + " filter leaves, and only the columns that are read. Tables: cells, and the catalogs ";

  /** What is printed is held in memory first. */
  private static final int MOST_ROWS = 1_000_000;

  @Mixin private SparkMaster spark;
  @Mixin private CatalogArguments catalogs;
  private CommandSpec spec;

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

  /** Says in the help which tables there are. */
  @Spec
  void describe(CommandSpec ofThis) {
    spec = ofThis;
    spec.usageMessage()
        .description(
            CatalogKind.allTables().stream()
                .map(catalog -> catalog.table().name())
                .collect(Collectors.joining(", ", DESCRIPTION, ".")));
  }

  @Override
  public void run() {
    WholeNumbers.require(spec, "--rows", rows, 1, MOST_ROWS);
    new SqlQuery(source, catalogs.directories(), query, rows)
        .execute(spark.url(), spec.commandLine().getOut());
  }
}
