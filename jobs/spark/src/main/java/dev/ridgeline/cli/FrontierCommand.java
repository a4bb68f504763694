package dev.ridgeline.cli;

import dev.ridgeline.config.ConfigException;
import dev.ridgeline.frontier.Skyline;
import dev.ridgeline.frontier.Ties;
import dev.ridgeline.pareto.FrontierQuery;
import dev.ridgeline.pareto.Objective;
import dev.ridgeline.run.FrontierRun;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "frontier",
    mixinStandardHelpOptions = true,
    defaultValueProvider = ColumnDefaults.class,
    description =
        "Takes the Pareto frontiers of the cells of a sweep or of a finished run. The cells of a sweep"
            + " are not written.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  ridgeline frontier sweep-configs/quickstart.yaml --group-by model,workflow",
      "  ridgeline frontier runs/quickstart --objectives \"min dollars_per_task, min tpot_s\"",
      "  ridgeline frontier runs/quickstart --format json --table frontier_axes"
    })
final class FrontierCommand implements Runnable {

  @Mixin private SparkMaster spark;
  @Mixin private CatalogArguments catalogs;
  @Mixin private FormatOptions format;
  @Spec private CommandSpec spec;

  @Parameters(
      index = "0",
      paramLabel = "SOURCE",
      description = "Sweep file (.yaml), or directory of a finished run.")
  private String source;

  @Option(
      names = "--objectives",
      paramLabel = "LIST",
      description =
          "Objectives with commas between: min or max, and a column (default: ${DEFAULT-VALUE}).")
  private String objectives;

  @Option(
      names = "--group-by",
      paramLabel = "COLUMNS",
      split = ",",
      description =
          "Columns whose values make a group. Each group has a frontier, and '-' makes one group of"
              + " all cells (default: ${DEFAULT-VALUE}).")
  private List<String> groups;

  @Option(
      names = "--where",
      paramLabel = "SQL",
      description =
          "SQL condition of the cells, such as \"status = 'OK' AND ttft_s <= 2\" (default:"
              + " ${DEFAULT-VALUE}).")
  private String where;

  @Option(
      names = "--ties",
      paramLabel = "RULE",
      defaultValue = "collapse",
      description =
          "Which cells are kept of those that are equal in all objectives: ${COMPLETION-CANDIDATES}"
              + " (default: ${DEFAULT-VALUE}, which keeps the first).")
  private Ties ties;

  @Option(
      names = "--epsilon",
      paramLabel = "SHARE",
      defaultValue = "0",
      description =
          "Thins the frontier. Every cell has a kept one that is at most this share worse in every"
              + " objective (default: ${DEFAULT-VALUE}, the whole frontier).")
  private double epsilon;

  @Option(
      names = "--layers",
      paramLabel = "K",
      defaultValue = "1",
      description =
          "Number of layers, at most "
              + Skyline.MOST_LAYERS
              + ". The second is the frontier of the cells that the first leaves, and so on"
              + " (default: ${DEFAULT-VALUE}).")
  private int layers;

  @Option(
      names = "--reference",
      paramLabel = "NUMBERS",
      split = ",",
      description =
          "Reference of the hypervolume, a number for each objective. It makes the frontiers"
              + " of several sweeps comparable (default: 10 %% worse than the worst of each frontier).")
  private List<Double> reference = List.of();

  @Option(
      names = "--distance-of",
      paramLabel = "SQL",
      description =
          "SQL condition of cells whose distance from the frontiers is printed, too, such as"
              + " \"prefill = 'h100-sxm' AND decode = 'h100-sxm'\". The distance is the factor by which"
              + " every objective would have to improve.")
  private Optional<String> distanceOf = Optional.empty();

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description =
          "Place of the tables frontier, frontier_groups and frontier_axes (default: the frontiers"
              + " are only printed).")
  private Optional<String> out = Optional.empty();

  @Mixin private OutOptions replaced;
  @Mixin private PrintedTable printed;

  @Override
  public void run() {
    if (groups.isEmpty()) {
      throw new ConfigException(
          "--group-by", "names no column. Allowed: columns with commas between, or '-'.");
    }
    new FrontierRun(
            source,
            catalogs.directories(),
            new FrontierQuery(
                Objective.parse("--objectives", objectives),
                groups.equals(List.of("-"))
                    ? List.of()
                    : groups.stream().map(String::strip).toList(),
                where,
                ties,
                epsilon,
                layers,
                reference),
            distanceOf,
            out,
            replaced.replacing(),
            printed.of(FrontierRun.TABLES))
        .execute(spark.url(), format.output(spec));
  }
}
