package dev.ridgeline.cli;

import dev.ridgeline.catalog.CatalogKind;
import dev.ridgeline.catalog.CatalogReport;
import dev.ridgeline.output.Output;
import dev.ridgeline.output.Prose;
import java.util.Iterator;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "catalog",
    mixinStandardHelpOptions = true,
    description =
        "Lists the kinds of catalogs, the entries of one kind, or one entry with its sources.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  ridgeline catalog",
      "  ridgeline catalog accelerators --format markdown",
      "  ridgeline catalog models llama-3.1-8b --yaml > my-catalog/models/mine.yaml"
    })
final class CatalogCommand implements Runnable {

  /** Blanks before a line that continues another one. */
  private static final int HANGING = 4;

  @Mixin private CatalogArguments catalogs;
  @Mixin private FormatOptions format;
  @Spec private CommandSpec spec;

  @Parameters(
      index = "0",
      arity = "0..1",
      paramLabel = "KIND",
      completionCandidates = Kinds.class,
      description = "Kind of catalog: ${COMPLETION-CANDIDATES} (default: all kinds are listed).")
  private Optional<String> kind = Optional.empty();

  @Parameters(
      index = "1",
      arity = "0..1",
      paramLabel = "ID",
      description = "Id of an entry (default: all entries of the kind are listed).")
  private Optional<String> id = Optional.empty();

  @Option(
      names = "--yaml",
      description = "Prints the entry as a file of a catalog, which can be changed and read back.")
  private boolean yaml;

  @Override
  public void run() {
    if (yaml && id.isEmpty()) {
      throw new ParameterException(
          spec.commandLine(), "--yaml needs a KIND and an ID, such as models llama-3.1-8b");
    }
    CatalogReport report = CatalogReport.of(catalogs.directories(), kind);
    Output output = format.output(spec);
    if (yaml) {
      output.out().print(report.yaml(kind.orElseThrow(), id.orElseThrow()));
      output.out().flush();
    } else if (output.isTable()) {
      output.say(Prose.wrapped(report.text(kind, id), output.screen(), HANGING));
    } else {
      output.print(report.rows(kind, id));
    }
  }

  /** The folders of catalogs. */
  static final class Kinds implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
      return CatalogKind.ALL.stream().map(CatalogKind::folder).iterator();
    }
  }
}
