package dev.ridgeline.cli;

import dev.ridgeline.space.Axis;
import dev.ridgeline.space.Grid;
import dev.ridgeline.sweep.Sweep;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.StringJoiner;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

@Command(
    name = "validate",
    mixinStandardHelpOptions = true,
    description = "Checks a sweep and its catalogs, and counts its cells.")
final class ValidateCommand implements Runnable {

  @Mixin private SweepArguments arguments;
  @Spec private CommandSpec spec;

  @Override
  public void run() {
    Sweep sweep = arguments.readSweep();
    Grid grid = sweep.space().grid();
    StringJoiner product = new StringJoiner(" x ");
    for (Axis<?> axis : Axis.ALL) {
      product.add(grid.size(axis) + " " + axis.name());
    }
    PrintWriter out = spec.commandLine().getOut();
    out.printf(
        Locale.ROOT, "%s is valid: %,d cells = %s%n", sweep.source().file(), grid.cells(), product);
    out.flush();
  }
}
