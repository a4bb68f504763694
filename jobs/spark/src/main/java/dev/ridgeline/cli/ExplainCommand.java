package dev.ridgeline.cli;

import dev.ridgeline.evaluate.Explanation;
import dev.ridgeline.job.ExplainQuery;
import dev.ridgeline.job.ExplainQuery.Choice;
import dev.ridgeline.space.DesignSpace;
import dev.ridgeline.space.Sweep;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "explain",
    mixinStandardHelpOptions = true,
    description =
        "Says what one cell comes to and what would change it, and prints the operators of its"
            + " steps.")
final class ExplainCommand implements Runnable {

  @Mixin private SparkMaster spark;
  @Mixin private CatalogArguments catalogs;
  @Spec private CommandSpec spec;

  @Parameters(
      index = "0",
      paramLabel = "SOURCE",
      description = "A sweep file (.yaml), or the place of a finished run.")
  private String source;

  @ArgGroup(multiplicity = "1")
  private Selection selection;

  @Option(names = "--columns", description = "Also print every column of the cell.")
  private boolean columns;

  /** Either the number of a cell, or what to look for. */
  private static final class Selection {

    @Option(
        names = "--cell",
        required = true,
        paramLabel = "N",
        description = "Number of the cell.")
    private Optional<Long> cell = Optional.empty();

    @ArgGroup(exclusive = false)
    private Search search;
  }

  /** A cell by what it is. */
  private static final class Search {

    @Option(
        names = "--where",
        paramLabel = "SQL",
        defaultValue = "true",
        description =
            "The first cell of those that a condition leaves, such as \"model = 'deepseek-v3' AND"
                + " batch = 64\".")
    private String where;

    @Option(
        names = "--best",
        description =
            "Of those the cheapest a request that is OK within the latency targets of the sweep.")
    private boolean best;
  }

  @Override
  public void run() {
    PrintWriter out = spec.commandLine().getOut();
    if (selection.cell.isPresent() && isSweepFile()) {
      out.print(withoutSpark(selection.cell.get()));
      out.flush();
    } else {
      new ExplainQuery(source, catalogs.directories(), choice(), columns).execute(spark.url(), out);
    }
  }

  private boolean isSweepFile() {
    return source.endsWith(".yaml") || source.endsWith(".yml");
  }

  /** A numbered cell of a sweep needs no Spark, and so the launcher starts none. */
  private String withoutSpark(long cell) {
    Sweep sweep = Sweep.read(Path.of(source), catalogs.directories().read());
    DesignSpace space = sweep.space();
    new Choice.Numbered(cell).requireIn(source, space.grid().cells());
    return columns ? Explanation.withColumns(space, cell) : Explanation.of(space, cell);
  }

  private Choice choice() {
    if (selection.cell.isPresent()) {
      return new Choice.Numbered(selection.cell.get());
    }
    Search search = selection.search;
    return search.best ? new Choice.Best(search.where) : new Choice.First(search.where);
  }
}
