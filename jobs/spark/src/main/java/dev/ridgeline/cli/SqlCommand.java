package dev.ridgeline.cli;

import dev.ridgeline.catalog.CatalogKind;
import dev.ridgeline.config.ConfigException;
import dev.ridgeline.config.Problem;
import dev.ridgeline.config.Source;
import dev.ridgeline.evaluate.CellColumns;
import dev.ridgeline.output.Output;
import dev.ridgeline.run.SqlQuery;
import dev.ridgeline.run.SqlSession;
import dev.ridgeline.run.SqlSession.Rights;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "sql",
    mixinStandardHelpOptions = true,
    footerHeading = "%nExamples:%n",
    footer = {
      "  ridgeline sql runs/quickstart \"SELECT batch, tpot_s FROM cells LIMIT 5\"",
      "  ridgeline sql sweep-configs/billion.yaml \"SELECT * FROM cells WHERE cell = 7\"",
      "  ridgeline sql runs/quickstart \"FROM cells\" --rows 20000 --format csv > cells.csv",
      "  ridgeline sql runs/quickstart --file questions.sql"
    })
final class SqlCommand implements Runnable {

  private static final String DESCRIPTION =
      "Runs SQL of a finished run or of a sweep. Of a sweep, only the cells that filters"
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

  @Parameters(
      index = "1",
      arity = "0..1",
      paramLabel = "QUERY",
      description = "SQL query, or several with a semicolon after each.")
  private Optional<String> query = Optional.empty();

  @Option(
      names = {"-f", "--file"},
      paramLabel = "FILE",
      description =
          "File with SQL instead of QUERY, a semicolon after each statement. - is the standard"
              + " input. All statements are checked before the first runs.")
  private Optional<String> file = Optional.empty();

  @Option(
      names = "--rows",
      paramLabel = "N",
      defaultValue = "100",
      description =
          "Most rows that are printed of an answer (default: ${DEFAULT-VALUE}). More than a million take"
              + " --format csv or json, which print rows as they come.")
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
        output.streams() ? Integer.MAX_VALUE - 1 : SqlSession.MOST_IN_MEMORY);
    if (query.isPresent() == file.isPresent()) {
      throw new ParameterException(
          spec.commandLine(), "sql needs either QUERY or --file, and not both.");
    }
    String place = file.orElse("query");
    String sql = query.orElseGet(() -> read(place));
    new SqlQuery(source, catalogs.directories(), place, sql, rows, rights(allowWrites))
        .execute(spark.url(), output);
  }

  /** What statements may do, with and without the option {@code --allow-writes}. */
  static Rights rights(boolean allowWrites) {
    return allowWrites ? Rights.EVERYTHING : Rights.READ;
  }

  private static String read(String file) {
    if (file.equals("-")) {
      try {
        return new String(System.in.readAllBytes(), StandardCharsets.UTF_8);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    List<Problem> problems = new ArrayList<>();
    return Source.read(Path.of(file), problems)
        .orElseThrow(() -> new ConfigException(problems))
        .text();
  }
}
