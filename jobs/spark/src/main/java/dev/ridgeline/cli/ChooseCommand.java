package dev.ridgeline.cli;

import dev.ridgeline.analysis.ChoiceQuery;
import dev.ridgeline.choice.ChoiceSettings;
import dev.ridgeline.job.ChoiceRun;
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
    description =
        "Chooses the cheapest mix for each workload within latency targets, and says what one kind of"
            + " hardware would cost more, which price would change the choice, and how sure it is.")
final class ChooseCommand implements Runnable {

  @Mixin private SparkMaster spark;
  @Mixin private CatalogArguments catalogs;
  @Spec private CommandSpec spec;

  @Parameters(
      index = "0",
      paramLabel = "SOURCE",
      description = "A sweep file (.yaml), or the place of a finished run.")
  private String source;

  @Option(
      names = "--workload",
      paramLabel = "COLUMNS",
      split = ",",
      defaultValue = "model,workflow,context,tariff",
      description = "A choice for each combination of values (${DEFAULT-VALUE}).")
  private List<String> workload;

  @Option(
      names = "--where",
      paramLabel = "SQL",
      defaultValue = "true",
      description = "Which cells may be chosen, such as \"speculation = 'none'\".")
  private String where;

  @Option(
      names = "--ttft",
      paramLabel = "SECONDS",
      split = ",",
      defaultValue = "Infinity",
      description =
          "Target of the time to first token; without, any. Several with commas: a choice for each"
              + " combination of targets.")
  private List<Double> ttft;

  @Option(
      names = "--tpot",
      paramLabel = "SECONDS",
      split = ",",
      defaultValue = "Infinity",
      description =
          "Target of the time per output token; without, any. Several with commas: a choice for each"
              + " combination of targets.")
  private List<Double> tpot;

  @Option(
      names = "--price-move",
      paramLabel = "SHARE",
      defaultValue = "0.3",
      description =
          "By how much the price of one accelerator moves up and down (${DEFAULT-VALUE}).")
  private double priceMove;

  @Option(
      names = "--draws",
      paramLabel = "N",
      defaultValue = "1000",
      description = "Draws of all prices and speeds together (${DEFAULT-VALUE}).")
  private int draws;

  @Option(
      names = "--price-spread",
      paramLabel = "SIGMA",
      defaultValue = "0.2",
      description =
          "Standard deviation of the logarithm of an accelerator's price (${DEFAULT-VALUE}, an"
              + " assumption).")
  private double priceSpread;

  @Option(
      names = "--speed-spread",
      paramLabel = "SIGMA",
      defaultValue = "0.15",
      description =
          "Standard deviation of the logarithm of an accelerator's speed (${DEFAULT-VALUE}, an"
              + " assumption: kernels are fitted to 10 to 30 %%).")
  private double speedSpread;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "1",
      description = "Of the draws (${DEFAULT-VALUE}).")
  private long seed;

  @Option(
      names = "--epsilon",
      paramLabel = "SHARE",
      defaultValue = "0",
      description =
          "For large sweeps: let a candidate stand for others of its mix that are at most this share"
              + " better.")
  private double epsilon;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description = "Where the tables choices, price_moves and robustness go; without, printed.")
  private Optional<String> out = Optional.empty();

  @Option(names = "--overwrite", description = "Replace what a complete run left at --out.")
  private boolean overwrite;

  @Override
  public void run() {
    new ChoiceRun(
            source,
            catalogs.directories(),
            new ChoiceQuery(
                workload.stream().map(String::strip).toList(),
                where,
                epsilon,
                new ChoiceSettings(
                    ChoiceSettings.combinations(ttft, tpot),
                    priceMove,
                    draws,
                    priceSpread,
                    speedSpread,
                    seed)),
            out,
            overwrite)
        .execute(spark.url(), spec.commandLine().getOut());
  }
}
