package dev.ridgeline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A model of a user's own, from its config to a valid sweep. */
class ImportCommandTest {

  /** Mistral 7B in FP8. */
  private static final String CONFIG =
      """
      {
        "model_type": "mistral",
        "hidden_size": 4096,
        "intermediate_size": 14336,
        "max_position_embeddings": 32768,
        "num_attention_heads": 32,
        "num_hidden_layers": 32,
        "num_key_value_heads": 8,
        "sliding_window": 4096,
        "tie_word_embeddings": false,
        "vocab_size": 32000,
        "quantization_config": {"quant_method": "fp8", "activation_scheme": "dynamic"}
      }
      """;

  private static final String SWEEP =
      """
      name: mine
      axes:
        models: [mine]
        quantizations: [mine-checkpoint]
        hardware:
          - colocated: [h100-sxm]
        parallelism: [{tp: 1}]
        workflows: [chat]
        batch: [1]
      """;

  @TempDir private Path directory;

  @Test
  void anImportedModelCanBeSwept() throws IOException {
    Path config = Files.writeString(directory.resolve("config.json"), CONFIG);
    Path catalog = directory.resolve("catalog");
    CommandLineRun imported =
        CommandLineRun.of(
            "import", "model", config.toString(), "--id", "mine", "--out", catalog.toString());
    assertThat(imported.err()).isEmpty();
    assertThat(imported.code()).isZero();
    assertThat(imported.out()).contains("wrote " + catalog.resolve("models/mine.yaml"));
    assertThat(catalog.resolve("quantizations/mine-checkpoint.yaml")).exists();

    Path sweep = Files.writeString(directory.resolve("sweep.yaml"), SWEEP);
    CommandLineRun valid =
        CommandLineRun.of(
            "validate",
            sweep.toString(),
            CommandLineRun.CATALOGS,
            "--catalog=" + catalog);
    assertThat(valid.err()).isEmpty();
    assertThat(valid.out()).contains("is valid");

    CommandLineRun again =
        CommandLineRun.of(
            "import", "model", config.toString(), "--id", "mine", "--out", catalog.toString());
    assertThat(again.code()).isEqualTo(2);
    assertThat(again.err()).contains("mine.yaml: 1 problem").contains("--overwrite");
  }

  /** A published size that the dimensions contradict is found by validate, with both counts. */
  @Test
  void aWrongPublishedSizeIsFound() throws IOException {
    Path folder = Files.createDirectories(directory.resolve("catalog/models"));
    String entry =
        CommandLineRun.of("catalog", "models", "llama-3.1-8b", "--yaml", CommandLineRun.CATALOGS)
            .out();
    Files.writeString(
        folder.resolve("llama-3.1-8b.yaml"),
        entry.replace("hiddenSize: 4096", "hiddenSize: 4224"));
    CommandLineRun outcome =
        CommandLineRun.of(
            "catalog", CommandLineRun.CATALOGS, "--catalog=" + directory.resolve("catalog"));
    assertThat(outcome.code()).isEqualTo(2);
    assertThat(outcome.err())
        .contains("/published/totalParameters: is 8.03", "and the dimensions give 8.28")
        .contains("a difference of 3.0 %")
        .contains("Allowed: at most 1 %, or a published/difference that says why.");
  }

  @Test
  void withoutOutTheEntriesArePrinted() throws IOException {
    Path config = Files.writeString(directory.resolve("config.json"), CONFIG);
    CommandLineRun printed =
        CommandLineRun.of("import", "model", config.toString(), "--id", "mine");
    assertThat(printed.out())
        .contains("# models/mine.yaml", "hiddenSize: 4096")
        .contains("# quantizations/mine-checkpoint.yaml", "computePrecision: fp8");
  }

  @Test
  void wrongInputIsExitCodeTwo() throws IOException {
    Path config =
        Files.writeString(
            directory.resolve("config.json"), CONFIG.replace("hidden_size", "hiden_size"));
    CommandLineRun misspelt = CommandLineRun.of("import", "model", config.toString());
    assertThat(misspelt.code()).isEqualTo(2);
    assertThat(misspelt.err())
        .contains("/hidden_size: is missing", "/hiden_size: is an unknown key", "(line 3)");
    assertThat(CommandLineRun.of("import").code()).isEqualTo(2);
    assertThat(CommandLineRun.of("import", "model").code()).isEqualTo(2);
    assertThat(CommandLineRun.of("import", "model", "nowhere.json").err())
        .contains("does not exist");
    assertThat(CommandLineRun.of("catalog", "models", "--yaml").code()).isEqualTo(2);
    assertThat(CommandLineRun.of("import", "model", "--help").out())
        .contains("--index", "Examples:", "Exit codes:");
  }
}
