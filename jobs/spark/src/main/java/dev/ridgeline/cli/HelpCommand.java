package dev.ridgeline.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Help about a command, or about a topic that is no command. */
@Command(
    name = "help",
    description = "Prints help about a command, or lists columns, axes or catalogs.",
    subcommands = {HelpTopics.Columns.class, HelpTopics.Axes.class, HelpTopics.Catalogs.class},
    footerHeading = "%nExamples:%n",
    footer = {
      "  ridgeline help sql",
      "  ridgeline help import workflow",
      "  ridgeline help columns ttft"
    })
final class HelpCommand implements Runnable {

  @Spec private CommandSpec spec;

  @Parameters(
      arity = "0..*",
      paramLabel = "COMMAND",
      description = "Command, such as import model (default: all commands are listed).")
  private String[] words = {};

  @Override
  public void run() {
    CommandLine command = spec.parent().commandLine();
    for (String word : words) {
      CommandLine below = command.getSubcommands().get(word);
      if (below == null) {
        throw new ParameterException(
            spec.commandLine(), "Unknown command '" + word + "'.", null, word);
      }
      command = below;
    }
    command.usage(spec.commandLine().getOut());
  }
}
