package dev.ridgeline.cli;

import dev.ridgeline.config.ConfigException;
import dev.ridgeline.output.Output;
import dev.ridgeline.space.Axis;
import dev.ridgeline.space.Grid;
import dev.ridgeline.sweep.Sweep;
import java.util.List;
import java.util.Locale;
import java.util.StringJoiner;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

@Command(
    name = "validate",
    mixinStandardHelpOptions = true,
    description = "Checks a sweep and its catalogs, and counts its cells.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  ridgeline validate my-sweep.yaml --catalog my-catalog",
      "  ridgeline validate my-sweep.yaml --format json"
    })
final class ValidateCommand implements Callable<Integer> {

  @Mixin private SweepArguments arguments;
  @Mixin private FormatOptions format;
  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    Output output = format.output(spec);
    Sweep sweep;
    try {
      sweep = arguments.readSweep();
    } catch (ConfigException e) {
      if (output.isTable()) {
        throw e;
      }
      output.print(ProblemRows.of(e.problems()));
      return Main.WRONG_INPUT;
    }
    Grid grid = sweep.space().grid();
    StringJoiner product = new StringJoiner(" x ");
    for (Axis<?> axis : Axis.ALL) {
      product.add(grid.size(axis) + " " + axis.name());
    }
    if (!output.isTable()) {
      output.print(ProblemRows.of(List.of()));
    }
    output.say(
        String.format(
            Locale.ROOT,
            "%s is valid: %,d cells = %s%n",
            sweep.source().file(),
            grid.cells(),
            product));
    return 0;
  }
}
