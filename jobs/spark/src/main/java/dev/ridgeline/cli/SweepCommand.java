package dev.ridgeline.cli;

import dev.ridgeline.run.ChoiceRequest;
import dev.ridgeline.run.ReportRun;
import dev.ridgeline.run.SweepRun;
import dev.ridgeline.sweep.Sweep;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

@Command(
    name = "sweep",
    mixinStandardHelpOptions = true,
    description = "Evaluates every cell of a sweep into Parquet and prints the cheapest ones.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  ridgeline sweep sweep-configs/quickstart.yaml",
      "  ridgeline sweep my-sweep.yaml --catalog my-catalog --out runs/mine",
      "  ridgeline sweep my-sweep.yaml --out runs/mine --resume",
      "  ridgeline sweep sweep-configs/quickstart.yaml --report page.html"
    })
final class SweepCommand implements Runnable {

  /** Most tasks of a sweep. The driver of Spark takes too long to schedule more. */
  private static final int MOST_PARTITIONS = 1_000_000;

  @Mixin private SweepArguments arguments;
  @Mixin private SparkMaster spark;
  @Spec private CommandSpec spec;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description =
          "Directory of the run: a path, or a URL that Hadoop knows (default: runs/<sweep>, where the"
              + " last run of that sweep is replaced).")
  private Optional<String> out = Optional.empty();

  @Mixin private OutOptions replaced;

  @Option(
      names = "--resume",
      description =
          "Continues the unfinished run at --out, which must have the same sweep, catalogs and --partitions.")
  private boolean resume;

  @Option(
      names = "--max-cells",
      paramLabel = "N",
      defaultValue = "100000000",
      description =
          "Most cells that are written. Larger sweeps are refused (default: ${DEFAULT-VALUE}).")
  private long maxCells;

  @Option(
      names = "--partitions",
      paramLabel = "N",
      defaultValue = "0",
      description =
          "Number of tasks that evaluate cells. With 0 it follows from the cells (default:"
              + " ${DEFAULT-VALUE}).")
  private int partitions;

  @Option(
      names = "--report",
      arity = "0..1",
      paramLabel = "FILE",
      fallbackValue = "",
      description =
          "Makes the page of 'ridgeline report' of the run, too (default file: runs/<name of the"
              + " run>.html).")
  private Optional<String> report = Optional.empty();

  @Override
  public void run() {
    WholeNumbers.require(spec, "--partitions", partitions, 0, MOST_PARTITIONS);
    if (resume && replaced.replacing().discard()) {
      throw new ParameterException(
          spec.commandLine(), "Option '--resume' excludes '--discard', which begins anew.");
    }
    Sweep sweep = arguments.readSweep();
    String place = out.orElse("runs/" + sweep.name());
    Optional<ReportFile> page =
        report.map(
            file ->
                file.isEmpty()
                    ? ReportFile.beside(place, Optional.empty(), "html")
                    : ReportFile.of(file));
    page.ifPresent(file -> file.require(false));
    new SweepRun(
            sweep,
            place,
            out.isPresent() ? replaced.replacing() : replaced.replacingComplete(),
            resume,
            partitions,
            maxCells)
        .execute(spark.url(), FormatOptions.tables(spec));
    page.ifPresent(
        file -> {
          file.write(
              new ReportRun(place, arguments.catalogs(), ChoiceRequest.usual(), Optional.empty())
                  .read(spark.url())
                  .page());
          file.say(spec.commandLine().getOut());
        });
  }
}
