package dev.ridgeline.cli;

import dev.ridgeline.config.ConfigException;
import dev.ridgeline.traces.ImportedWorkflow;
import dev.ridgeline.traces.TraceFormat;
import dev.ridgeline.traces.TraceFormat.Settings;
import dev.ridgeline.traces.WorkflowImport;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "workflow",
    mixinStandardHelpOptions = true,
    description = {
      "Makes a workflow of a catalog from a trace of requests: turns, tokens, waits and reuse, as"
          + " means and percentiles.",
      "The trace is read once, and may be larger than the memory. What is left out is counted and"
          + " printed."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  ridgeline import workflow toolagent_trace.jsonl",
      "  ridgeline import workflow AzureLLMInferenceTrace_conv.csv --id my-chat --out my-catalog",
      "  ridgeline catalog workflows my-chat --catalog my-catalog"
    })
final class ImportWorkflowCommand implements Runnable {

  private static final int MOST_TOKENS = 1_000_000;
  private static final double MOST_CHARACTERS = 100;

  @Spec private CommandSpec spec;

  @Parameters(
      index = "0",
      paramLabel = "TRACE",
      description = "File of the trace, which may be packed with gzip.")
  private Path trace;

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      description =
          "Format of the trace: ${COMPLETION-CANDIDATES} (default: recognised by its keys).")
  private Optional<TraceFormat> format = Optional.empty();

  @Option(
      names = "--block-tokens",
      paramLabel = "N",
      defaultValue = "512",
      description = "Tokens of a block of hash_ids (default: ${DEFAULT-VALUE}, as Mooncake's).")
  private int blockTokens;

  @Option(
      names = "--characters-per-token",
      paramLabel = "N",
      defaultValue = "4",
      description =
          "Characters of a token, where a trace has texts instead of lengths (default:"
              + " ${DEFAULT-VALUE}, an assumption for English).")
  private double charactersPerToken;

  @Mixin private EntryOptions entry;

  @Override
  public void run() {
    WholeNumbers.require(spec, "--block-tokens", blockTokens, 1, MOST_TOKENS);
    if (!(charactersPerToken > 0 && charactersPerToken <= MOST_CHARACTERS)) {
      throw new ConfigException(
          "--characters-per-token",
          "is " + charactersPerToken + ". Allowed: a number above 0, up to 100.");
    }
    ImportedWorkflow imported =
        new WorkflowImport(
                trace,
                format,
                new Settings(blockTokens, charactersPerToken),
                entry.id(),
                entry.name(),
                entry.source())
            .read();
    PrintWriter err = spec.commandLine().getErr();
    imported.notes().forEach(err::println);
    err.flush();
    entry.write(imported.files(), spec.commandLine().getOut());
  }
}
