package dev.ridgeline.cli;

import dev.ridgeline.config.ConfigException;
import dev.ridgeline.evaluate.Explanation;
import dev.ridgeline.sweep.Sweep;
import java.io.PrintWriter;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
    name = "explain",
    mixinStandardHelpOptions = true,
    description = "Prints one cell with every intermediate number.")
final class ExplainCommand implements Runnable {

  @Mixin private SweepArguments arguments;
  @Spec private CommandSpec spec;

  @Option(names = "--cell", required = true, paramLabel = "N", description = "Number of the cell.")
  private long cell;

  @Override
  public void run() {
    Sweep sweep = arguments.readSweep();
    long cells = sweep.space().grid().cells();
    if (cell < 0 || cell >= cells) {
      throw new ConfigException(
          arguments.sweepFile().toString(),
          "has no cell " + cell + ". Allowed: 0 to " + (cells - 1) + ".");
    }
    PrintWriter out = spec.commandLine().getOut();
    out.print(Explanation.of(sweep.space(), cell));
    out.flush();
  }
}
