package dev.ridgeline.cli;

import dev.ridgeline.imports.ImportedModel;
import dev.ridgeline.imports.ModelImport;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "model",
    mixinStandardHelpOptions = true,
    description = {
      "Makes a model of a catalog from the config.json that Hugging Face publishes with it.",
      "A quantization_config becomes a quantization beside it. A key that may change size or"
          + " attention, and that no family of models reads, is an error."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  ridgeline import model Qwen3-8B/config.json",
      "  ridgeline import model config.json --index model.safetensors.index.json --id my-model"
          + " --out my-catalog",
      "  ridgeline validate sweep.yaml --catalog my-catalog"
    })
final class ImportModelCommand implements Runnable {

  @Spec private CommandSpec spec;

  @Parameters(index = "0", paramLabel = "CONFIG", description = "The file config.json.")
  private Path config;

  @Option(
      names = "--index",
      paramLabel = "FILE",
      description =
          "The file model.safetensors.index.json. Its total size must agree within 1 %% with the"
              + " parameters that follow from the config.")
  private Optional<Path> index = Optional.empty();

  @Option(
      names = "--quantization",
      paramLabel = "FILE",
      description = "The file hf_quant_config.json, where the config names no quantization.")
  private Optional<Path> quantization = Optional.empty();

  @Option(
      names = "--ignore",
      paramLabel = "KEY",
      description = "A key of the config that changes neither size nor attention. May be repeated.")
  private List<String> ignored = new ArrayList<>();

  @Mixin private EntryOptions entry;

  @Override
  public void run() {
    ImportedModel imported =
        new ModelImport(
                config, index, quantization, entry.id(), entry.name(), entry.source(), ignored)
            .read();
    entry.write(imported.files(), spec.commandLine().getOut());
  }
}
