package dev.ridgeline.cli;

import java.io.PrintWriter;
import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

@Command(
    name = "completion",
    mixinStandardHelpOptions = true,
    description = "Prints a script for bash and zsh that completes commands and options.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  ridgeline completion > ~/.local/share/bash-completion/completions/ridgeline",
      "  source <(ridgeline completion)"
    })
final class CompletionCommand implements Runnable {

  @Spec private CommandSpec spec;

  @Override
  public void run() {
    PrintWriter out = spec.commandLine().getOut();
    out.print(AutoComplete.bash(spec.root().name(), spec.root().commandLine()));
    out.flush();
  }
}
