package dev.ridgeline.cli;

import dev.ridgeline.analysis.ChoiceQuery;
import dev.ridgeline.choice.ChoiceSettings;
import dev.ridgeline.choice.ChoiceTables;
import dev.ridgeline.config.ConfigException;
import dev.ridgeline.run.ChoiceRun;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "choose",
    mixinStandardHelpOptions = true,
    defaultValueProvider = ColumnDefaults.class,
    description =
        "Chooses the cheapest mix for each workload within latency targets. Also says how much dearer"
            + " simpler mixes are, which price would change the choice, and how robust it is.")
final class ChooseCommand implements Runnable {

  @Mixin private SparkMaster spark;
  @Mixin private CatalogArguments catalogs;
  @Spec private CommandSpec spec;

  @Parameters(
      index = "0",
      paramLabel = "SOURCE",
      description = "Sweep file (.yaml), or directory of a finished run.")
  private String source;

  @Option(
      names = "--workload",
      paramLabel = "COLUMNS",
      split = ",",
      description =
          "Columns whose values make a workload. Each workload has a choice (default:"
              + " ${DEFAULT-VALUE}).")
  private List<String> workload;

  @Option(
      names = "--where",
      paramLabel = "SQL",
      defaultValue = "true",
      description =
          "SQL condition of the cells that may be chosen, such as \"speculation = 'none'\" (default:"
              + " all cells).")
  private String where;

  @Option(
      names = "--ttft",
      paramLabel = "TIME",
      split = ",",
      defaultValue = Quantities.NONE,
      converter = Quantities.Ttft.class,
      description =
          "Longest time to first token, such as 2s (default: none). Several values with commas"
              + " give a choice for each combination of targets.")
  private List<Double> ttft;

  @Option(
      names = "--tpot",
      paramLabel = "TIME",
      split = ",",
      defaultValue = Quantities.NONE,
      converter = Quantities.Tpot.class,
      description =
          "Longest time per output token, such as 40ms (default: none). Several values with"
              + " commas give a choice for each combination of targets.")
  private List<Double> tpot;

  @Option(
      names = "--percentile",
      paramLabel = "50|90|99",
      defaultValue = "0",
      description =
          "Percentile of the time to first token that --ttft limits, with requests that come at"
              + " random. A saturated fleet has none (default: a request that does not queue).")
  private int percentile;

  @Option(
      names = "--price-move",
      paramLabel = "SHARE",
      defaultValue = "0.3",
      description =
          "Share by which the price of one accelerator moves up and down (default:"
              + " ${DEFAULT-VALUE}).")
  private double priceMove;

  @Option(
      names = "--draws",
      paramLabel = "N",
      defaultValue = "1000",
      description =
          "Number of random draws of all prices and speeds, at most "
              + ChoiceSettings.MOST_DRAWS
              + " (default: ${DEFAULT-VALUE}).")
  private int draws;

  @Option(
      names = "--price-spread",
      paramLabel = "SIGMA",
      defaultValue = "0.2",
      description =
          "Standard deviation of the logarithm of an accelerator's price (default: ${DEFAULT-VALUE},"
              + " an assumption).")
  private double priceSpread;

  @Option(
      names = "--speed-spread",
      paramLabel = "SIGMA",
      defaultValue = "0.15",
      description =
          "Standard deviation of the logarithm of an accelerator's speed (default: ${DEFAULT-VALUE},"
              + " an assumption: fitted kernels are off by 10 to 30 %%).")
  private double speedSpread;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "1",
      description = "Seed of the draws (default: ${DEFAULT-VALUE}).")
  private long seed;

  @Option(
      names = "--epsilon",
      paramLabel = "SHARE",
      defaultValue = "0",
      description =
          "Share by which a cell may be better than the cell of its mix that stands for it. It"
              + " bounds the memory that large sweeps take (default: ${DEFAULT-VALUE}, exact).")
  private double epsilon;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description =
          "Place of the tables "
              + ChoiceTables.CHOICES
              + ", "
              + ChoiceTables.PRICE_MOVES
              + " and "
              + ChoiceTables.ROBUSTNESS
              + " (default: they are only printed).")
  private Optional<String> out = Optional.empty();

  @Mixin private OutOptions replaced;

  @Override
  public void run() {
    if (workload.isEmpty()) {
      throw new ConfigException(
          "--workload", "names no column. Allowed: columns with commas between.");
    }
    new ChoiceRun(
            source,
            catalogs.directories(),
            new ChoiceQuery(
                workload.stream().map(String::strip).toList(),
                where,
                epsilon,
                new ChoiceSettings(
                    ChoiceSettings.combinations(ttft, tpot, percentile),
                    priceMove,
                    draws,
                    priceSpread,
                    speedSpread,
                    seed)),
            out,
            replaced.replacing())
        .execute(spark.url(), spec.commandLine().getOut());
  }
}
