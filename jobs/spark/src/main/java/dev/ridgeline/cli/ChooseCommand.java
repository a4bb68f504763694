package dev.ridgeline.cli;

import dev.ridgeline.choice.ChoiceTables;
import dev.ridgeline.run.ChoiceRequest;
import dev.ridgeline.run.ChoiceRun;
import java.util.Optional;
import java.util.concurrent.Callable;
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
            + " simpler mixes are, which price would change the choice, and how robust it is. Where"
            + " nothing meets the targets, it says what comes nearest.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  ridgeline choose sweep-configs/quickstart.yaml",
      "  ridgeline choose runs/quickstart --ttft 2s,10s --tpot 40ms --out runs/choices",
      "  ridgeline choose sweep.yaml --objective 'min dollars_per_task' --candidates 'b200, b200 >"
          + " mi300x'",
      "  ridgeline choose runs/quickstart --max fleet_watts=200kW --format json"
    })
final class ChooseCommand implements Callable<Integer> {

  @Mixin private SparkMaster spark;
  @Mixin private CatalogArguments catalogs;
  @Mixin private FormatOptions format;
  @Mixin private ChoiceOptions choice;
  @Spec private CommandSpec spec;

  @Parameters(
      index = "0",
      paramLabel = "SOURCE",
      description = "Sweep file (.yaml), or directory of a finished run.")
  private String source;

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
              + ", with --candidates or --objective "
              + ChoiceTables.RANKING
              + " (default: they are only printed).")
  private Optional<String> out = Optional.empty();

  @Mixin private OutOptions replaced;
  @Mixin private PrintedTable printed;

  @Override
  public Integer call() {
    ChoiceRequest request = choice.request();
    boolean isMet =
        new ChoiceRun(
                source,
                catalogs.directories(),
                request,
                out,
                replaced.replacing(),
                printed.of(request.tables()))
            .execute(spark.url(), format.output(spec));
    return isMet ? 0 : Main.NOT_MET;
  }
}
