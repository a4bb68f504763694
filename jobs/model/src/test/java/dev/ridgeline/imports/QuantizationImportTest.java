package dev.ridgeline.imports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ridgeline.catalog.EntryYaml;
import dev.ridgeline.catalog.LayerBits;
import dev.ridgeline.catalog.Precision;
import dev.ridgeline.catalog.Quantization;
import dev.ridgeline.catalog.TensorGroup;
import dev.ridgeline.config.ConfigException;
import dev.ridgeline.config.Document;
import dev.ridgeline.config.Problem;
import dev.ridgeline.config.YamlReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Quantizations of published checkpoints, in effective bits by tensor group. */
class QuantizationImportTest {

  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir private Path directory;

  private Quantization read(String model, String quantization) throws IOException {
    ObjectNode config = (ObjectNode) JSON.readTree(Files.readString(Configs.file(model)));
    config.set("quantization_config", JSON.readTree(quantization));
    Path file = directory.resolve("config.json");
    Files.writeString(file, JSON.writerWithDefaultPrettyPrinter().writeValueAsString(config));
    return ModelImport.of(file).read().quantization().orElseThrow();
  }

  private static double bits(Quantization quantization, TensorGroup group) {
    return quantization.weightBits().of(group);
  }

  /** 8 bits, and 32 bits for 128 x 128 weights: 8.00195. Router, embedding and head stay. */
  @Test
  void deepSeeksBlocksOfFp8() {
    Quantization fp8 = Configs.read("deepseek-v3").quantization().orElseThrow();
    assertThat(bits(fp8, TensorGroup.EXPERTS)).isEqualTo(8 + 32.0 / 16_384);
    assertThat(bits(fp8, TensorGroup.ATTENTION)).isEqualTo(8 + 32.0 / 16_384);
    assertThat(bits(fp8, TensorGroup.EMBEDDING)).isEqualTo(16);
    assertThat(bits(fp8, TensorGroup.ROUTER)).isEqualTo(16);
    assertThat(fp8.computePrecision()).isEqualTo(Precision.FP8);
    assertThat(fp8.activationBits()).isEqualTo(8);
    assertThat(fp8.kvBits()).isEqualTo(16);
  }

  /** 4-bit integers with a 16-bit scale for 32: 4.5, in the routed experts alone. */
  @Test
  void kimisExpertsInFourBits() {
    Quantization int4 = Configs.read("kimi-k2.5").quantization().orElseThrow();
    assertThat(bits(int4, TensorGroup.EXPERTS)).isEqualTo(4.5);
    assertThat(bits(int4, TensorGroup.SHARED_EXPERTS)).isEqualTo(16);
    assertThat(bits(int4, TensorGroup.DENSE_FFN)).isEqualTo(16);
    assertThat(bits(int4, TensorGroup.ATTENTION)).isEqualTo(16);
    assertThat(int4.computePrecision()).isEqualTo(Precision.BF16);
  }

  /**
   * Kimi-K3's checkpoint has 1,560,860,324,864 bytes (its index of safetensors files): routed
   * experts in FP4 with a scale for 32, all else at 16 bits. The tower for images has less than 1
   * GB.
   */
  @Test
  void kimiK3sExpertsInFp4() {
    ImportedModel k3 = Configs.read("kimi-k3");
    Quantization release = k3.quantization().orElseThrow();
    assertThat(bits(release, TensorGroup.ATTENTION)).isEqualTo(16);
    assertThat(bits(release, TensorGroup.SHARED_EXPERTS)).isEqualTo(16);
    double bytes = 0;
    for (TensorGroup group : TensorGroup.values()) {
      bytes += k3.model().parameters(group) * release.meanWeightBits(k3.model(), group) / 8;
    }
    assertThat(bytes).isCloseTo(1.560860324864e12, within(0.01 * 1.56e12));
  }

  /**
   * DeepSeek-V4-Pro's checkpoint has 865 GB on huggingface.co: experts in FP4 with a scale for 32,
   * other matrices in FP8, compressors, router, embedding and head at 16 bits. One layer more
   * drafts tokens: experts of 25.4e9 weights, and attention.
   */
  @Test
  void deepSeekV4sExpertsInFp4() {
    ImportedModel pro = Configs.read("deepseek-v4-pro");
    Quantization release = pro.quantization().orElseThrow();
    assertThat(bits(release, TensorGroup.EXPERTS)).isEqualTo(4.25);
    assertThat(bits(release, TensorGroup.SHARED_EXPERTS)).isEqualTo(8 + 32.0 / 16_384);
    assertThat(bits(release, TensorGroup.ATTENTION)).isBetween(8.0, 8.6);
    double bytes = 0;
    for (TensorGroup group : TensorGroup.values()) {
      bytes += pro.model().parameters(group) * release.meanWeightBits(pro.model(), group) / 8;
    }
    double drafting = 384 * 3 * 7168.0 * 3072 * 4.25 / 8 + 0.5e9;
    assertThat(bytes + drafting).isCloseTo(865e9, within(0.01 * 865e9));
  }

  /** 4 bits with an 8-bit scale for 32: 4.25. */
  @Test
  void gptOssInMxfp4() {
    Quantization mxfp4 = Configs.read("gpt-oss-120b").quantization().orElseThrow();
    assertThat(bits(mxfp4, TensorGroup.EXPERTS)).isEqualTo(4.25);
    assertThat(bits(mxfp4, TensorGroup.ATTENTION)).isEqualTo(16);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"quant_method\":\"awq\",\"bits\":4,\"group_size\":128,\"zero_point\":true} | 4.15625 | 16 | BF16",
        "{\"quant_method\":\"gptq\",\"bits\":4,\"group_size\":128,\"sym\":true,\"desc_act\":false} | 4.125 | 16 | BF16",
        "{\"quant_method\":\"gptq\",\"bits\":8,\"group_size\":-1,\"sym\":true} | 8 | 16 | BF16",
        "{\"quant_method\":\"modelopt\",\"quant_algo\":\"NVFP4\",\"group_size\":16,\"ignore\":[\"lm_head\"]} | 4.5 | 4.5 | FP4",
        "{\"quant_algo\":\"FP8\",\"exclude_modules\":[\"lm_head\"],\"kv_cache_quant_algo\":\"FP8\"} | 8 | 8 | FP8",
        "{\"quant_method\":\"compressed-tensors\",\"format\":\"int-quantized\",\"ignore\":[\"lm_head\"],\"config_groups\":{\"group_0\":{\"targets\":[\"Linear\"],\"input_activations\":{\"num_bits\":8,\"type\":\"int\"},\"weights\":{\"num_bits\":8,\"type\":\"int\",\"symmetric\":true,\"strategy\":\"channel\"}}}} | 8 | 8 | INT8",
        "{\"quant_method\":\"compressed-tensors\",\"format\":\"float-quantized\",\"ignore\":[\"lm_head\"],\"config_groups\":{\"group_0\":{\"targets\":[\"Linear\"],\"input_activations\":{\"num_bits\":8,\"type\":\"float\"},\"weights\":{\"num_bits\":8,\"type\":\"float\",\"strategy\":\"channel\"}}}} | 8 | 8 | FP8",
      })
  void eachMethodHasItsBits(String config, double bits, double activations, Precision precision)
      throws IOException {
    Quantization read = read("qwen3-8b", config);
    assertThat(bits(read, TensorGroup.DENSE_FFN)).isEqualTo(bits);
    assertThat(bits(read, TensorGroup.ATTENTION)).isEqualTo(bits);
    assertThat(bits(read, TensorGroup.EMBEDDING)).isEqualTo(16);
    assertThat(read.activationBits()).isEqualTo(activations);
    assertThat(read.computePrecision()).isEqualTo(precision);
  }

  /**
   * Attention of DeepSeek-V3 whose output projection alone is in NVFP4. The other four matrices
   * have 7168 x 1536 + 1536 x 24,576 + 7168 x 576 + 512 x 32,768 = 69,664,768 weights, the output
   * 16,384 x 7168 = 117,440,512: (16 x 69,664,768 + 4.5 x 117,440,512) / 187,105,280 = 8.7818.
   */
  @Test
  void matricesLeftAtSixteenBitsMoveTheMeanOfTheirGroup() throws IOException {
    Quantization read =
        read(
            "deepseek-v3",
            """
            {"quant_method": "modelopt", "quant_algo": "NVFP4", "group_size": 16, "ignore": [
              "lm_head", "model.layers.61*", "re:.*self_attn\\\\.(q_a|q_b|kv_a|kv_b)_proj.*"]}
            """);
    assertThat(bits(read, TensorGroup.ATTENTION)).isCloseTo(8.7818, within(5e-4));
    assertThat(bits(read, TensorGroup.EXPERTS)).isEqualTo(4.5);
    assertThat(read.sources().get("weightBits")).contains("derived: the mean of");
  }

  /** Every eighth layer of 36 left at 16 bits. */
  @Test
  void layersLeftAtSixteenBitsAreExceptions() throws IOException {
    Quantization read =
        read(
            "qwen3-8b",
            """
            {"quant_method": "fp8", "activation_scheme": "dynamic", "modules_to_not_convert": [
              "model.layers.0.mlp", "model.layers.8.mlp", "model.layers.16.mlp",
              "model.layers.24.mlp", "model.layers.32.mlp", "model.layers.33.mlp"]}
            """);
    assertThat(bits(read, TensorGroup.DENSE_FFN)).isEqualTo(8);
    assertThat(bits(read, TensorGroup.ATTENTION)).isEqualTo(8);
    assertThat(read.layerBits())
        .extracting(LayerBits::toString)
        .containsExactly(
            "dense-ffn 0: 16.00",
            "dense-ffn 8: 16.00",
            "dense-ffn 16: 16.00",
            "dense-ffn 24: 16.00",
            "dense-ffn 32-33: 16.00");
    List<Problem> problems = new ArrayList<>();
    assertThat(new YamlReader().parse("q", EntryYaml.of(read), Quantization.class, problems))
        .get()
        .extracting(Document::value)
        .isEqualTo(read);
    assertThat(problems).isEmpty();
  }

  /**
   * DeepSeek V4 Flash lists two layers with a window alone, 21 with an indexer and 20 without. What
   * compresses stays at 16 bits: 4,096 x 2,624 of 126.1e6 weights, and 4,096 x 1,024 of 111.1e6.
   */
  @Test
  void layersOfAnotherKindHaveTheirOwnMean() {
    Quantization read = Configs.read("deepseek-v4-flash").quantization().orElseThrow();
    assertThat(bits(read, TensorGroup.ATTENTION)).isCloseTo(8.684, within(2e-3));
    assertThat(read.layerBits())
        .extracting(LayerBits::group, LayerBits::first, LayerBits::layers)
        .containsExactly(tuple(TensorGroup.ATTENTION, 0, 2), tuple(TensorGroup.ATTENTION, 23, 20));
    assertThat(read.layerBits().get(0).bits()).isEqualTo(8 + 32.0 / 16_384);
    assertThat(read.layerBits().get(1).bits()).isCloseTo(8.304, within(2e-3));
  }

  /** Attention in FP8, feed-forward in NVFP4 with 16-bit activations. */
  @Test
  void listsOfFormatsAreReadModuleByModule() throws IOException {
    StringBuilder layers = new StringBuilder();
    for (int layer = 0; layer < 36; layer++) {
      for (String matrix : new String[] {"q_proj", "k_proj", "v_proj", "o_proj"}) {
        layers.append(
            "\"model.layers.%d.self_attn.%s\": {\"quant_algo\": \"FP8\"},"
                .formatted(layer, matrix));
      }
      layers.append(
          "\"model.layers.%d.mlp\": {\"quant_algo\": \"W4A16_NVFP4\", \"group_size\": 16}%s"
              .formatted(layer, layer < 35 ? "," : ""));
    }
    Quantization read =
        read(
            "qwen3-8b",
            "{\"quant_method\": \"modelopt\", \"quant_algo\": \"MIXED_PRECISION\", \"quantized_layers\": {"
                + layers
                + "}}");
    assertThat(bits(read, TensorGroup.ATTENTION)).isEqualTo(8);
    assertThat(bits(read, TensorGroup.DENSE_FFN)).isEqualTo(4.5);
    assertThat(bits(read, TensorGroup.EMBEDDING)).isEqualTo(16);
    assertThat(read.computePrecision()).isEqualTo(Precision.BF16);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"quant_method\":\"bitsandbytes\",\"load_in_4bit\":true} | /quantization_config/quant_method: unknown method 'bitsandbytes'",
        "{\"quant_method\":\"fp8\",\"modules_to_not_convert\":[\"model.layers.0.attention.wq\"]} | names modules that the model does not have: model.layers.0.attention.wq",
        "{\"quant_method\":\"fp8\",\"activation_scheme\":\"sometimes\"} | /quantization_config/activation_scheme: is 'sometimes'",
        "{\"quant_method\":\"awq\",\"group_size\":128} | /quantization_config/bits: is missing",
        "{\"quant_method\":\"awq\",\"bits\":40,\"group_size\":128} | /quantization_config/bits: is 40",
        "{\"quant_method\":\"gptq\",\"bits\":4,\"group_size\":0} | /quantization_config/group_size: is 0",
        "{\"quant_method\":\"gptq\",\"bits\":4,\"group_size\":128,\"dynamic\":{\"x\":{\"bits\":8}}} | /quantization_config/dynamic",
        "{\"quant_algo\":\"NVFP5\"} | /quantization_config/quant_algo: unknown format 'NVFP5'",
        "{\"quant_method\":\"compressed-tensors\",\"ignore\":[\"re:(\"],\"config_groups\":{}} | which is no regular expression",
        "{\"quant_method\":\"compressed-tensors\"} | /quantization_config/config_groups: is missing",
        "{\"quant_method\":\"fp8\",\"weight_block_sise\":[128,128]} | /quantization_config/weight_block_sise: is an unknown key",
        "{\"quant_method\":\"fp8\",\"kv_cache_scheme\":\"FP7\"} | /quantization_config/kv_cache_scheme: is 'FP7'",
      })
  void whatCannotBeReadIsLocated(String config, String expected) {
    assertThatThrownBy(() -> read("qwen3-8b", config))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining(expected)
        .hasMessageContaining("(line ");
  }
}
