package dev.ridgeline.cli;

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
    description =
        "Reduces the cells of a sweep, or of a finished run, to Pareto frontiers. The cells of a"
            + " sweep are written nowhere.")
final class FrontierCommand implements Runnable {

  @Mixin private SparkMaster spark;
  @Mixin private CatalogArguments catalogs;
  @Spec private CommandSpec spec;

  @Parameters(
      index = "0",
      paramLabel = "SOURCE",
      description = "A sweep file (.yaml), or the place of a finished run.")
  private String source;

  @Option(
      names = "--objectives",
      paramLabel = "LIST",
      defaultValue = "min dollars_per_request, min ttft_s, min tpot_s",
      description = "What to be best in: min or max and a column, with commas (${DEFAULT-VALUE}).")
  private String objectives;

  @Option(
      names = "--group-by",
      paramLabel = "COLUMNS",
      split = ",",
      defaultValue = "model,workflow,context,tariff",
      description = "A frontier for each combination of values (${DEFAULT-VALUE}); '-' for one.")
  private List<String> groups;

  @Option(
      names = "--where",
      paramLabel = "SQL",
      defaultValue = "status = 'OK'",
      description = "Which cells (${DEFAULT-VALUE}), such as \"status = 'OK' AND ttft_s <= 2\".")
  private String where;

  @Option(
      names = "--ties",
      defaultValue = "collapse",
      description = "Of cells equal in all objectives keep all, or the first (${DEFAULT-VALUE}).")
  private Ties ties;

  @Option(
      names = "--epsilon",
      paramLabel = "SHARE",
      defaultValue = "0",
      description =
          "Thin the frontier: for every cell there is a kept one that is at most this share worse"
              + " in every objective.")
  private double epsilon;

  @Option(
      names = "--layers",
      paramLabel = "K",
      defaultValue = "1",
      description = "Layers to keep: the frontier, that of what it leaves, and so on.")
  private int layers;

  @Option(
      names = "--reference",
      paramLabel = "NUMBERS",
      split = ",",
      description =
          "Reference of the hypervolume, a number for each objective, so that frontiers of several"
              + " sweeps compare; without, 10 %% worse than the worst of each frontier.")
  private List<Double> reference = List.of();

  @Option(
      names = "--distance-of",
      paramLabel = "SQL",
      description =
          "Also say how far these cells are behind the frontiers: by which factor they would have to"
              + " improve in every objective, such as \"prefill = 'h100-sxm' AND decode ="
              + " 'h100-sxm'\".")
  private Optional<String> distanceOf = Optional.empty();

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description =
          "Where the tables frontier, frontier_groups and frontier_axes go; without, printed.")
  private Optional<String> out = Optional.empty();

  @Option(names = "--overwrite", description = "Replace what a complete run left at --out.")
  private boolean overwrite;

  @Override
  public void run() {
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
            overwrite)
        .execute(spark.url(), spec.commandLine().getOut());
  }
}
