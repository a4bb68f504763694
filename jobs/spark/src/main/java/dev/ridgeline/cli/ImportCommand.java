package dev.ridgeline.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

@Command(
    name = "import",
    mixinStandardHelpOptions = true,
    description = "Makes entries of catalogs from files of other programs.",
    subcommands = {
      ImportModelCommand.class,
      ImportWorkflowCommand.class,
      CommandLine.HelpCommand.class
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  ridgeline import model Qwen3-8B/config.json",
      "  ridgeline import workflow trace.jsonl --out my-catalog"
    })
final class ImportCommand implements Runnable {

  @Spec private CommandSpec spec;

  @Override
  public void run() {
    throw new CommandLine.ParameterException(
        spec.commandLine(), "Missing required subcommand: model or workflow");
  }
}
