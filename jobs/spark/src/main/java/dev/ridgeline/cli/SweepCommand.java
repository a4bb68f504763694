package dev.ridgeline.cli;

import dev.ridgeline.run.SweepRun;
import dev.ridgeline.sweep.Sweep;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
    name = "sweep",
    mixinStandardHelpOptions = true,
    description = "Evaluates every cell of a sweep into Parquet and prints the cheapest ones.")
final class SweepCommand implements Runnable {

  /** More tasks than this keep the driver busy with nothing else. */
  private static final int MOST_PARTITIONS = 1_000_000;

  @Mixin private SweepArguments arguments;
  @Mixin private SparkMaster spark;
  @Spec private CommandSpec spec;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description =
          "Where the run goes: a path or a URL that Hadoop knows. Without, runs/<sweep>, which"
              + " replaces the last run of that sweep.")
  private Optional<String> out = Optional.empty();

  @Option(names = "--overwrite", description = "Replace a complete run at --out.")
  private boolean overwrite;

  @Option(
      names = "--resume",
      description =
          "Go on with the unfinished run at --out, which must be of the same sweep and catalogs.")
  private boolean resume;

  @Option(
      names = "--max-cells",
      paramLabel = "N",
      defaultValue = "100000000",
      description = "Refuse to write more cells than these (${DEFAULT-VALUE}).")
  private long maxCells;

  @Option(
      names = "--partitions",
      paramLabel = "N",
      defaultValue = "0",
      description =
          "Tasks that evaluate cells; 0, as without, for as many as suit cores and cells.")
  private int partitions;

  @Override
  public void run() {
    WholeNumbers.require(spec, "--partitions", partitions, 0, MOST_PARTITIONS);
    Sweep sweep = arguments.readSweep();
    new SweepRun(
            sweep,
            out.orElse("runs/" + sweep.name()),
            overwrite || out.isEmpty(),
            resume,
            partitions,
            maxCells)
        .execute(spark.url(), spec.commandLine().getOut());
  }
}
