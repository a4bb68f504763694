package dev.ridgeline.cli;

import dev.ridgeline.output.Format;
import dev.ridgeline.output.Output;
import dev.ridgeline.output.Screen;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;

/** The option that says in which form a command prints its answer. */
final class FormatOptions {

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      defaultValue = "table",
      description =
          "Form of the answer: ${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}). In json and csv"
              + " numbers have all digits. But for tables, only the answer goes to the standard"
              + " output, and messages go to the standard error.")
  private Format format;

  /** Where the command prints its answer in the form of the option. */
  Output output(CommandSpec command) {
    return output(command, format);
  }

  /** Where a command prints that has tables alone. */
  static Output tables(CommandSpec command) {
    return output(command, Format.TABLE);
  }

  private static Output output(CommandSpec command, Format format) {
    CommandLine line = command.commandLine();
    return new Output(
        format, screen(), line.getOut(), line.getErr(), Main.of(command).progress(line.getErr()));
  }

  /** The terminal. Picocli knows whether it has colours, and honours NO_COLOR. */
  static Screen screen() {
    return Screen.of(System.getenv("COLUMNS"), CommandLine.Help.Ansi.AUTO.enabled());
  }
}
