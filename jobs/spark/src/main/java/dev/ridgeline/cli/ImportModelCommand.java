package dev.ridgeline.cli;

import dev.ridgeline.config.ConfigException;
import dev.ridgeline.imports.ImportedModel;
import dev.ridgeline.imports.ModelImport;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Command;
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
    footer = {
      "",
      "Examples:",
      "  ridgeline import model Qwen3-8B/config.json",
      "  ridgeline import model config.json --index model.safetensors.index.json --id my-model"
          + " --out my-catalog",
      "  ridgeline validate sweep.yaml --catalog my-catalog",
      "",
      "Exit codes: 0 when done, 1 when failed, 2 for a config that no entry can say."
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
      names = "--id",
      paramLabel = "ID",
      description = "Id of the entry (default: after the folder or the file).")
  private Optional<String> id = Optional.empty();

  @Option(
      names = "--name",
      paramLabel = "NAME",
      description = "Name of the model (default: after the folder or the file).")
  private Optional<String> name = Optional.empty();

  @Option(
      names = "--source",
      paramLabel = "TEXT",
      description = "Public place of the config, for the sources (default: the file's name).")
  private Optional<String> source = Optional.empty();

  @Option(
      names = "--ignore",
      paramLabel = "KEY",
      description = "A key of the config that changes neither size nor attention. May be repeated.")
  private List<String> ignored = new ArrayList<>();

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description =
          "Directory of catalogs that the entries are written into, for --catalog (default: they are"
              + " printed).")
  private Optional<Path> out = Optional.empty();

  @Option(names = "--overwrite", description = "Replaces entries with the same ids in --out.")
  private boolean overwrite;

  @Override
  public void run() {
    ImportedModel imported =
        new ModelImport(config, index, quantization, id, name, source, ignored).read();
    PrintWriter printer = spec.commandLine().getOut();
    if (out.isEmpty()) {
      imported.files().forEach((path, text) -> printer.printf("# %s%n%s%n", path, text));
    } else {
      write(out.get(), imported.files(), printer);
    }
    printer.flush();
  }

  private void write(Path directory, Map<String, String> files, PrintWriter printer) {
    for (String path : files.keySet()) {
      Path file = directory.resolve(path);
      if (Files.exists(file) && !overwrite) {
        throw new ConfigException(
            file.toString(), "exists. Maybe another --id, or --overwrite to replace it.");
      }
    }
    try {
      for (Map.Entry<String, String> entry : files.entrySet()) {
        Path file = directory.resolve(entry.getKey());
        Files.createDirectories(file.toAbsolutePath().getParent());
        Files.writeString(file, entry.getValue());
        printer.println("wrote " + file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
