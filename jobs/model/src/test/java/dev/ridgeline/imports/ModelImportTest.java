package dev.ridgeline.imports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ridgeline.catalog.Attention;
import dev.ridgeline.catalog.Catalogs;
import dev.ridgeline.catalog.EntryYaml;
import dev.ridgeline.catalog.FeedForward;
import dev.ridgeline.catalog.LayerGroup;
import dev.ridgeline.catalog.Model;
import dev.ridgeline.catalog.Window;
import dev.ridgeline.config.ConfigException;
import dev.ridgeline.config.Document;
import dev.ridgeline.config.Problem;
import dev.ridgeline.config.YamlReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Configs of published models become the entries that people wrote by hand from papers and cards.
 */
class ModelImportTest {

  private static final Catalogs CATALOGS = Catalogs.read(Path.of("../../catalogs"));

  @TempDir private Path directory;

  /** The entry was written from other sources; it is checked against a published count, too. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "deepseek-v2-lite",
        "deepseek-v3",
        "deepseek-v3.2",
        "deepseek-v4-flash",
        "deepseek-v4-pro",
        "falcon-40b",
        "gemma-3-27b",
        "glm-4.5",
        "glm-5.2",
        "gpt-oss-120b",
        "gpt-oss-20b",
        "grok-1",
        "kimi-k2",
        "kimi-k3",
        "kimi-linear-48b-a3b",
        "llama-2-7b",
        "llama-3.1-8b",
        "llama-3.1-70b",
        "llama-4-maverick",
        "llama-4-scout",
        "minimax-m1",
        "minimax-m2",
        "minimax-m3",
        "mixtral-8x7b",
        "nemotron-3-nano-30b-a3b",
        "nemotron-3-super-120b-a12b",
        "nemotron-h-56b",
        "phi-4",
        "qwen2.5-7b",
        "qwen3-235b-a22b",
        "qwen3-30b-a3b",
        "qwen3-8b",
        "qwen3-coder-480b-a35b",
        "qwen3-next-80b-a3b",
        "qwen3.5-397b-a17b"
      })
  void anImportEqualsOurEntryInAllNumbers(String id) {
    Model ours = CATALOGS.models().find(id).orElseThrow();
    Model imported = Configs.read(id).model();
    assertThat(imported.layers()).isEqualTo(ours.layers());
    assertThat(imported.hiddenSize()).isEqualTo(ours.hiddenSize());
    assertThat(imported.vocabularySize()).isEqualTo(ours.vocabularySize());
    assertThat(imported.tiedEmbeddings()).isEqualTo(ours.tiedEmbeddings());
    assertThat(imported.otherParameters()).isEqualTo(ours.otherParameters());
    assertThat(imported.residualStreams()).isEqualTo(ours.residualStreams());
    assertThat(imported.residualBlockLayers()).isEqualTo(ours.residualBlockLayers());
  }

  /**
   * Published counts: of safetensors files on huggingface.co where they have a model exactly, else
   * of the model's card or name.
   */
  @ParameterizedTest
  @CsvSource({
    "llama-3.2-1b, 1235814400",
    "mistral-7b, 7241732096",
    "qwen2-57b-a14b, 57.41e9",
    "qwen3-0.6b, 596049920",
    "gemma-2-9b, 9241705984",
    "phi-2, 2779683840",
    "falcon-7b, 6921720704",
    "grok-2, 269.5e9",
    "kimi-k2.5, 1026408232448",
    "kimi-k3, 2.78e12",
    "glm-5, 744e9",
    "qwen3.5-27b, 27e9",
    "qwen3.5-122b-a10b, 122e9",
    "gemma-4-26b-a4b, 25.2e9",
    "nemotron-3-ultra-550b-a55b, 550e9",
    "deepseek-v4-flash, 284e9",
  })
  void countsOfOtherModelsAreThePublishedOnes(String config, double published) {
    assertThat(Configs.read(config).model().totalParameters())
        .isCloseTo(published, Percentage.withPercentage(1));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "qwen3-8b",
        "deepseek-v3.2",
        "deepseek-v4-pro",
        "kimi-linear-48b-a3b",
        "gpt-oss-120b"
      })
  void theEntriesReadBackAsThemselves(String config) {
    ImportedModel imported = Configs.read(config);
    List<Problem> problems = new ArrayList<>();
    assertThat(new YamlReader().parse("m", EntryYaml.of(imported.model()), Model.class, problems))
        .get()
        .extracting(Document::value)
        .isEqualTo(imported.model());
    assertThat(problems).isEmpty();
    assertThat(imported.files().keySet()).first().isEqualTo("models/" + config + ".yaml");
  }

  @Test
  void sourcesNameTheKeysAndWhatWasNotGiven() {
    Model model = Configs.read("llama-2-7b").model();
    assertThat(model.sources())
        .containsEntry("hiddenSize", "llama-2-7b.json: hidden_size 4096")
        .containsEntry("vocabularySize", "llama-2-7b.json: vocab_size 32000")
        .containsEntry("published", "not checked: no index of safetensors files was given");
    assertThat(model.sources().get("layers"))
        .contains("num_attention_heads 32", "intermediate_size 11008")
        .contains("num_key_value_heads is not given")
        .contains("head_dim is not given: hidden_size / num_attention_heads = 128");
    assertThat(Configs.read("qwen2.5-7b").model().sources().get("otherParameters"))
        .isEqualTo("biases of query, key and value, 4,608 in 28 layers: 129,024");
  }

  /** Mistral 7B: 4,096 tokens in all layers; Gemma 2: every second; Gemma 3: five of six. */
  @Test
  void windowsFollowSizesAndPatterns() {
    assertThat(windowed("mistral-7b")).isEqualTo(32);
    assertThat(windowed("gemma-2-9b")).isEqualTo(21);
    assertThat(windowed("gemma-3-27b")).isEqualTo(52);
    assertThat(windowed("qwen2.5-7b")).isZero();
    assertThat(windowed("gemma-4-26b-a4b")).isEqualTo(25);
  }

  private static int windowed(String config) {
    return Configs.read(config).model().layers().stream()
        .filter(
            group ->
                group.attention() instanceof Attention.GroupedQuery gqa
                    && gqa.window().kind() == Window.Kind.SLIDING)
        .mapToInt(LayerGroup::count)
        .sum();
  }

  @Test
  void aKeyThatNobodyKnowsIsAnErrorUnlessTheUserSaysSo() throws IOException {
    Path config =
        changed("kimi-linear-48b-a3b", "\"vocab_size\"", "\"attn_gate_span\": 12, \"vocab_size\"");
    assertThatThrownBy(() -> ModelImport.of(config).read())
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("/attn_gate_span")
        .hasMessageContaining("is an unknown key with the value 12")
        .hasMessageContaining("(line ");
    Model model = Configs.with(config, Optional.empty(), List.of("attn_gate_span")).read().model();
    assertThat(model.totalParameters()).isCloseTo(49.1e9, Percentage.withPercentage(1));
    assertThat(model.sources().get("layers")).contains("attn_gate_span is ignored on request");
  }

  @Test
  void aMisspelledKeyIsNamedWithTheNearestKnownOne() throws IOException {
    Path config = changed("qwen3-8b", "\"num_hidden_layers\"", "\"num_hiden_layers\"");
    assertThatThrownBy(() -> ModelImport.of(config).read())
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("2 problems")
        .hasMessageContaining("/num_hidden_layers: is missing")
        .hasMessageContaining("/num_hiden_layers: is an unknown key with the value 36")
        .hasMessageContaining("Maybe you meant 'num_hidden_layers'.");
  }

  @Test
  void anUnknownTypeIsAnsweredWithTheKnownOnes() throws IOException {
    Path config = changed("qwen3-8b", "\"qwen3\"", "\"qwen4\"");
    assertThatThrownBy(() -> ModelImport.of(config).read())
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("/model_type: unknown model_type 'qwen4'")
        .hasMessageContaining(" more.")
        .hasMessageContaining("Maybe you meant 'qwen2'.");
  }

  /** Python writes numbers that JSON does not have. */
  @Test
  void infinityIsRead() throws IOException {
    String limit = "\"time_step_limit\": [0.0, Infinity], \"vocab_size\"";
    Path config = changed("nemotron-h-56b", "\"vocab_size\"", limit);
    assertThat(ModelImport.of(config).read().model().layerCount()).isEqualTo(64);
  }

  @Test
  void filesThatAreNoConfigsAreRefused() throws IOException {
    assertThatThrownBy(() -> ModelImport.of(directory.resolve("none.json")).read())
        .hasMessageContaining("does not exist");
    assertThatThrownBy(() -> ModelImport.of(write("{\"a\": 1, \"a\": 2}")).read())
        .hasMessageContaining("is not JSON: Duplicate field 'a'");
    assertThatThrownBy(() -> ModelImport.of(write("[1]")).read())
        .hasMessageContaining("is not a JSON object");
    assertThatThrownBy(() -> ModelImport.of(write("{\"model_type\": ")).read())
        .hasMessageContaining("is not JSON");
    assertThatThrownBy(() -> ModelImport.of(write("{}")).read())
        .hasMessageContaining("/model_type: is missing");
  }

  /** Qwen3-0.6B has 596,049,920 parameters, 1,192,099,840 bytes in 16 bits. */
  @Test
  void anIndexChecksTheCount() throws IOException {
    Path config = Configs.file("qwen3-0.6b");
    Path right = write("{\"metadata\": {\"total_size\": 1192099840}, \"weight_map\": {}}");
    Model model = Configs.with(config, Optional.of(right), List.of()).read().model();
    assertThat(model.published().totalParameters()).isEqualTo(596_049_920);
    assertThat(model.contradiction()).isEmpty();

    Path wrong = write("{\"metadata\": {\"total_size\": 1220000000}, \"weight_map\": {}}");
    assertThatThrownBy(() -> Configs.with(config, Optional.of(wrong), List.of()).read())
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("/metadata/total_size: is 1,220,000,000 bytes")
        .hasMessageContaining("The config gives 1,192,099,840 bytes, a difference of 2.3 %.");
  }

  /**
   * DeepSeek-V3's index says 688,586,727,753 bytes (huggingface.co/deepseek-ai/DeepSeek-V3), among
   * them the drafting layer 61 with copies of embedding and head.
   */
  @Test
  void anIndexMayHaveALayerThatDraftsTokens() throws IOException {
    Path index =
        write(
            """
            {"metadata": {"total_size": 688586727753}, "weight_map": {
              "model.layers.60.mlp.gate.weight": "a",
              "model.layers.61.embed_tokens.weight": "a",
              "model.layers.61.shared_head.head.weight": "a"}}
            """);
    ImportedModel imported =
        Configs.with(Configs.file("deepseek-v3"), Optional.of(index), List.of()).read();
    assertThat(imported.model().published().totalParameters())
        .isCloseTo(671.03e9, Percentage.withPercentage(1));
  }

  /** Towers are of unknown size, so that only a file that is too small is wrong. */
  @Test
  void anIndexWithATowerGivesABound() throws IOException {
    String text =
        "{\"metadata\": {\"total_size\": %d}, \"weight_map\": {\"visual.patch_embed.weight\": 1}}";
    Path config = Configs.file("qwen3-0.6b");
    Path larger = write(text.formatted(1_500_000_000L));
    Model model = Configs.with(config, Optional.of(larger), List.of()).read().model();
    assertThat(model.published().isKnown()).isFalse();
    assertThat(model.sources().get("published")).startsWith("not checked but for an upper bound");
    Path smaller = write(text.formatted(1_100_000_000L));
    assertThatThrownBy(() -> Configs.with(config, Optional.of(smaller), List.of()).read())
        .hasMessageContaining("a difference of 7.7 %");
  }

  @Test
  void experts() {
    assertThat(Configs.read("kimi-k2.5").model().layers().get(1).ffn())
        .isEqualTo(new FeedForward.MixtureOfExperts(384, 8, 2048, 2048, true, 0, 0, 1));
    assertThat(Configs.read("nemotron-3-ultra-550b-a55b").model().layers().get(0).ffn())
        .isEqualTo(new FeedForward.MixtureOfExperts(512, 22, 5120, 10240, false, 2048, 0, 1));
  }

  private Path changed(String config, String from, String to) throws IOException {
    String text = Files.readString(Configs.file(config));
    assertThat(text).contains(from);
    return Files.writeString(directory.resolve("config.json"), text.replace(from, to));
  }

  private Path write(String text) throws IOException {
    return Files.writeString(Files.createTempFile(directory, "x", ".json"), text);
  }
}
