package dev.ridgeline.cli;

import dev.ridgeline.catalog.Catalogs;
import dev.ridgeline.choice.MixPattern;
import dev.ridgeline.question.InitialSweep;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "init",
    mixinStandardHelpOptions = true,
    description =
        "Writes a small sweep with comments, to begin with. It refuses to replace a file. Without"
            + " --hardware the sweep has H200 and B200, alone and as a pair.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  ridgeline init agents.yaml",
      "  ridgeline init agents.yaml --model qwen3-235b-a22b --ttft 2s --tpot 40ms"
          + " --hardware 'h200-sxm,b200 > mi300x'"
    })
final class InitCommand implements Runnable {

  private static final String HARDWARE = "h200-sxm, b200, b200 > h200-sxm";

  @Mixin private QuestionOptions options;
  @Mixin private CatalogArguments catalogs;
  @Spec private CommandSpec spec;

  @Parameters(
      index = "0",
      arity = "0..1",
      paramLabel = "FILE",
      defaultValue = "sweep.yaml",
      description = "The file (default: ${DEFAULT-VALUE}).")
  private Path file;

  @Override
  public void run() {
    NewFile.requireNone(file);
    Catalogs read = catalogs.directories().read();
    String text =
        InitialSweep.of(
            InitialSweep.nameOf(String.valueOf(file.getFileName())),
            options.question(
                read,
                List.of(),
                MixPattern.parse("--hardware", HARDWARE, read),
                Optional.empty(),
                Optional.empty(),
                Optional.empty()),
            read);
    NewFile.write(file, text);
    PrintWriter out = spec.commandLine().getOut();
    out.printf("wrote %1$s%nNext: deploy/ridgeline sweep %1$s%n", file);
    out.flush();
  }
}
