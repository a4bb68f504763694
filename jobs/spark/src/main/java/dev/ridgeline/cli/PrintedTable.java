package dev.ridgeline.cli;

import dev.ridgeline.config.ConfigException;
import dev.ridgeline.config.NearestName;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Option;

/** The option that says which of several tables is printed as JSON, CSV or Markdown. */
final class PrintedTable {

  @Option(
      names = "--table",
      paramLabel = "NAME",
      description =
          "Table that --format json, csv and markdown print, of those that --out leaves (default:"
              + " the first).")
  private Optional<String> name = Optional.empty();

  /**
   * The name of the table.
   *
   * @throws ConfigException where the command has no such table
   */
  String of(List<String> tables) {
    String chosen = name.orElse(tables.get(0));
    if (!tables.contains(chosen)) {
      throw new ConfigException(
          "--table", "unknown table '" + chosen + "'." + NearestName.advice(chosen, tables));
    }
    return chosen;
  }
}
