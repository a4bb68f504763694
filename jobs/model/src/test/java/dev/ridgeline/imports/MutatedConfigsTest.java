package dev.ridgeline.imports;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ridgeline.catalog.Model;
import dev.ridgeline.catalog.Quantization;
import dev.ridgeline.config.ConfigException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Each key of each config, changed in each way: the answer is a located error, or the same entry
 * where the key is harmless, or an entry that says what was not given. Never is it another entry
 * without a word.
 */
class MutatedConfigsTest {

  private static final ObjectMapper JSON = new ObjectMapper();

  /** Keys for which null or 0 is a value of its own: none of it. */
  private static final Set<String> MAY_BE_NONE =
      Set.of(
          "q_lora_rank",
          "n_shared_experts",
          "num_shared_experts",
          "first_k_dense_replace",
          "shared_intermediate_size",
          "shared_expert_intermediate_size",
          "moe_latent_size",
          "routed_expert_hidden_size",
          "attn_res_block_size",
          "max_window_layers",
          "sliding_window");

  /** Keys that are for a family what a missing one is, too; the family's constant is documented. */
  private static final Set<String> FAMILY_DEFAULTS =
      Set.of(
          "attention_bias",
          "attn_output_gate",
          "mlp_bias",
          "use_qk_norm",
          "decoder_sparse_step",
          "moe_layer_freq",
          "topk_method",
          "qk_norm_type",
          "index_topk",
          "residual_moe",
          "moe_intermediate_size",
          "moe_latent_size",
          "num_nextn_predict_layers",
          "torch_dtype",
          "activation_scheme",
          "weight_block_size",
          "quantization_config",
          "ignore",
          "modules_to_not_convert",
          "shared_intermediate_size",
          "input_activations",
          "symmetric",
          "group_size",
          "type",
          "targets",
          "latent_moe_use_norm",
          "use_full_rank_gate",
          "attn_res_block_size",
          "routed_expert_hidden_size",
          "mla_use_output_gate",
          "vision_config");

  @TempDir private Path directory;

  static Stream<String> configs() throws IOException {
    try (Stream<Path> files = Files.list(Configs.FOLDER)) {
      return files
          .map(file -> file.getFileName().toString().replace(".json", ""))
          .sorted()
          .toList()
          .stream();
    }
  }

  private static Map<String, BiConsumer<ObjectNode, String>> mutations(JsonNode value) {
    Map<String, BiConsumer<ObjectNode, String>> all = new LinkedHashMap<>();
    all.put("missing", ObjectNode::remove);
    all.put("null", ObjectNode::putNull);
    all.put(
        "misspelled",
        (object, key) -> object.set(key.substring(0, key.length() - 1) + "zz", object.remove(key)));
    if (value.isTextual()) {
      all.put("a number", (object, key) -> object.put(key, 7));
      all.put("another text", (object, key) -> object.put(key, "qqq"));
      return all;
    }
    all.put("a text", (object, key) -> object.put(key, "many"));
    all.put("a list of objects", (object, key) -> object.putArray(key).addObject());
    if (value.isNumber()) {
      all.put("-1", (object, key) -> object.put(key, -1));
      all.put("0", (object, key) -> object.put(key, 0));
      all.put("1.5", (object, key) -> object.put(key, 1.5));
      all.put("1e12", (object, key) -> object.put(key, 1_000_000_000_000L));
      all.put("true", (object, key) -> object.put(key, true));
    }
    if (value.isArray() && value.size() > 1) {
      all.put("shorter", (object, key) -> ((ArrayNode) object.get(key)).remove(0));
      all.put("with a map", (object, key) -> ((ArrayNode) object.get(key)).insertObject(0));
    }
    return all;
  }

  @ParameterizedTest
  @MethodSource("configs")
  void isLocatedOrHarmlessOrSaid(String config) throws IOException {
    JsonNode original = JSON.readTree(Files.readString(Configs.file(config)));
    ImportedModel right = Configs.read(config);
    List<String> paths = new ArrayList<>();
    collect(original, "", paths);
    int errors = 0;
    for (String path : paths) {
      for (var mutation : mutations(original.at(path)).entrySet()) {
        JsonNode changed = original.deepCopy();
        int slash = path.lastIndexOf('/');
        ObjectNode parent = (ObjectNode) changed.at(path.substring(0, slash));
        mutation.getValue().accept(parent, path.substring(slash + 1));
        errors += check(config, right, path, mutation.getKey(), changed) ? 1 : 0;
      }
    }
    assertThat(errors).isGreaterThan(20);
  }

  /** Returns whether the answer is an error. */
  private boolean check(
      String config, ImportedModel right, String path, String mutation, JsonNode changed)
      throws IOException {
    String key = path.substring(path.lastIndexOf('/') + 1);
    String what = config + ": " + path + " is " + mutation;
    Path file = directory.resolve(config + ".json");
    Files.writeString(file, JSON.writerWithDefaultPrettyPrinter().writeValueAsString(changed));
    ImportedModel imported;
    try {
      imported = ModelImport.of(file).read();
    } catch (ConfigException e) {
      assertThat(e.getMessage()).as(what).startsWith(file.toString()).contains("/");
      String near = key.substring(0, key.length() - 1);
      boolean isOfAnother = e.getMessage().contains("(line ");
      assertThat(e.getMessage().contains(near) || isOfAnother).as(what).isTrue();
      return true;
    }
    if (isSame(right, imported)) {
      return false;
    }
    boolean absent = mutation.equals("missing") || mutation.equals("null");
    boolean none = (mutation.equals("0") || mutation.equals("null")) && MAY_BE_NONE.contains(key);
    boolean said = imported.model().sources().get("layers").contains(key + " is not given");
    boolean isDefault = (absent || mutation.equals("misspelled")) && FAMILY_DEFAULTS.contains(key);
    // No other key says how many layers there are.
    boolean onlyKey = mutation.equals("shorter") && key.equals("layers_block_type");
    // Any list of modules is as right as another.
    boolean list =
        mutation.equals("shorter") && Set.of("ignore", "modules_to_not_convert").contains(key);
    // -1 stands for one scale a channel.
    boolean channel = mutation.equals("-1") && key.equals("group_size");
    assertThat(none || (absent && said) || isDefault || onlyKey || channel || list)
        .as("%s: accepted as %s", what, imported.model())
        .isTrue();
    return false;
  }

  private static boolean isSame(ImportedModel one, ImportedModel other) {
    Model a = one.model();
    Model b = other.model();
    return a.layers().equals(b.layers())
        && a.hiddenSize() == b.hiddenSize()
        && a.vocabularySize() == b.vocabularySize()
        && a.maxContextTokens() == b.maxContextTokens()
        && a.tiedEmbeddings() == b.tiedEmbeddings()
        && a.otherParameters() == b.otherParameters()
        && a.residualStreams() == b.residualStreams()
        && one.quantization()
            .map(Quantization::weightBits)
            .equals(other.quantization().map(Quantization::weightBits))
        && one.quantization()
            .map(Quantization::kvBits)
            .equals(other.quantization().map(Quantization::kvBits))
        && one.quantization()
            .flatMap(q -> Optional.of(q.activationBits()))
            .equals(other.quantization().map(Quantization::activationBits));
  }

  private static void collect(JsonNode node, String path, List<String> paths) {
    node.properties()
        .forEach(
            field -> {
              String at = path + "/" + field.getKey();
              paths.add(at);
              if (field.getValue().isObject()) {
                collect(field.getValue(), at, paths);
              }
            });
  }
}
