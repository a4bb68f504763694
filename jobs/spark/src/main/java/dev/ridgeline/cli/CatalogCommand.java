package dev.ridgeline.cli;

import dev.ridgeline.catalog.CatalogKind;
import dev.ridgeline.catalog.CatalogReport;
import java.util.Iterator;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "catalog",
    mixinStandardHelpOptions = true,
    description =
        "Lists the kinds of catalogs, the entries of one kind, or one entry with its sources.")
final class CatalogCommand implements Runnable {

  @Mixin private CatalogArguments catalogs;
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

  @Override
  public void run() {
    String text = new CatalogReport(catalogs.directories().read()).text(kind, id);
    spec.commandLine().getOut().print(text);
    spec.commandLine().getOut().flush();
  }

  /** The folders of catalogs. */
  static final class Kinds implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
      return CatalogKind.ALL.stream().map(CatalogKind::folder).iterator();
    }
  }
}
