package dev.ridgeline.cli;

import dev.ridgeline.catalog.CatalogKind;
import dev.ridgeline.evaluate.CellColumns;
import dev.ridgeline.output.Output;
import dev.ridgeline.run.SqlQuery;
import dev.ridgeline.run.SqlQuery.Rights;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "sql",
    mixinStandardHelpOptions = true,
    footerHeading = "%nExamples:%n",
    footer = {
      "  ridgeline sql runs/quickstart \"SELECT batch, tpot_s FROM cells LIMIT 5\"",
      "  ridgeline sql sweep-configs/billion.yaml \"SELECT * FROM cells WHERE cell = 7\"",
      "  ridgeline sql runs/quickstart \"FROM cells\" --rows 20000 --format csv > cells.csv"
    })
final class SqlCommand implements Runnable {

  private static final String DESCRIPTION =
      "Runs a SQL query of a finished run or of a sweep. Of a sweep, only the cells that filters"
          + " leave are evaluated, and only the columns that the query reads. Tables: "
          + CellColumns.TABLE.name()
          + ", and the catalogs ";

  @Mixin private SparkMaster spark;
  @Mixin private CatalogArguments catalogs;
  @Mixin private FormatOptions format;

  @SuppressWarnings("NullAway.Init") // Picocli calls describe before anything else.
  private CommandSpec spec;

  @Parameters(
      index = "0",
      paramLabel = "SOURCE",
      description = "Sweep file (.yaml), or directory of a finished run.")
  private String source;

  @Parameters(index = "1", paramLabel = "QUERY", description = "SQL query.")
  private String query;

  @Option(
      names = "--rows",
      paramLabel = "N",
      defaultValue = "100",
      description =
          "Most rows that are printed (default: ${DEFAULT-VALUE}). More than a million take --format"
              + " csv or json, which print rows as they come.")
  private int rows;

  @Option(
      names = "--allow-writes",
      description =
          "Lets every statement of Spark run, also one that writes, or reads other files of this"
              + " machine (default: the query only reads the tables of the source).")
  private boolean allowWrites;

  /** Lists the tables in the help text. */
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
    Output output = format.output(spec);
    WholeNumbers.require(
        spec,
        "--rows",
        rows,
        1,
        output.streams() ? Integer.MAX_VALUE - 1 : SqlQuery.MOST_IN_MEMORY);
    Rights rights = allowWrites ? Rights.EVERYTHING : Rights.READ;
    new SqlQuery(source, catalogs.directories(), query, rows, rights).execute(spark.url(), output);
  }
}
