package dev.ridgeline.cli;

import dev.ridgeline.evaluate.Explanation;
import dev.ridgeline.remote.Locations;
import dev.ridgeline.run.ExplainQuery;
import dev.ridgeline.run.ExplainQuery.Selection;
import dev.ridgeline.space.DesignSpace;
import dev.ridgeline.sweep.Sweep;
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
        "Explains one cell: its results, what would change them, and the operators of its steps.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  ridgeline explain sweep-configs/quickstart.yaml --cell 15280",
      "  ridgeline explain runs/quickstart --best --where \"model = 'deepseek-v3'\"",
      "  ridgeline explain sweep-configs/quickstart.yaml --cell 15280 --format csv"
    })
final class ExplainCommand implements Runnable {

  @Mixin private SparkMaster spark;
  @Mixin private CatalogArguments catalogs;
  @Mixin private FormatOptions format;
  @Spec private CommandSpec spec;

  @Parameters(
      index = "0",
      paramLabel = "SOURCE",
      description = "Sweep file (.yaml), or directory of a finished run.")
  private String source;

  @ArgGroup(multiplicity = "1")
  private Selected selected;

  @Option(
      names = "--columns",
      description =
          "Prints every column of the cell, too. In json, csv and markdown they stand instead of the"
              + " operators.")
  private boolean columns;

  /** Options that select a cell: its number, or a condition. */
  private static final class Selected {

    @Option(
        names = "--cell",
        required = true,
        paramLabel = "N",
        description = "Number of the cell.")
    private Optional<Long> cell = Optional.empty();

    @ArgGroup(exclusive = false)
    private Search search;
  }

  /** Options that search for a cell. */
  private static final class Search {

    @Option(
        names = "--where",
        paramLabel = "SQL",
        defaultValue = "true",
        description =
            "SQL condition whose first cell is explained, such as \"model = 'deepseek-v3' AND batch ="
                + " 64\".")
    private String where;

    @Option(
        names = "--best",
        description =
            "Explains the cell with the cheapest request instead of the first. The cell is OK and"
                + " within the latency targets of the sweep.")
    private boolean best;
  }

  @Override
  public void run() {
    if (selected.cell.isPresent() && isSweepFile()) {
      explainWithoutSpark(selected.cell.get());
    } else {
      new ExplainQuery(source, catalogs.directories(), selection(), columns)
          .execute(spark.url(), format.output(spec));
    }
  }

  private boolean isSweepFile() {
    return source.endsWith(".yaml") || source.endsWith(".yml");
  }

  /** Explains a numbered cell of a sweep. This needs no Spark, and the launcher starts none. */
  private void explainWithoutSpark(long cell) {
    Sweep sweep = Sweep.read(Locations.path(source), catalogs.directories());
    DesignSpace space = sweep.space();
    new Selection.Numbered(cell).requireIn(source, space.grid().cells());
    Explanation.print(space, cell, columns, format.output(spec));
  }

  private Selection selection() {
    if (selected.cell.isPresent()) {
      return new Selection.Numbered(selected.cell.get());
    }
    Search search = selected.search;
    return search.best ? new Selection.Best(search.where) : new Selection.First(search.where);
  }
}
