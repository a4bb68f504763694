package dev.ridgeline.cli;

import dev.ridgeline.run.Verification;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "verify",
    mixinStandardHelpOptions = true,
    description =
        "Reads every byte of a finished run, and says whether it is what was written: each file with"
            + " its hash, and each cell once.",
    footerHeading = "%nExamples:%n",
    footer = {"  ridgeline verify runs/quickstart"})
final class VerifyCommand implements Runnable {

  @Spec private CommandSpec spec;

  @Parameters(index = "0", paramLabel = "RUN", description = "Directory of a finished run.")
  private String run;

  @Override
  public void run() {
    Verification.execute(run, spec.commandLine().getOut());
  }
}
