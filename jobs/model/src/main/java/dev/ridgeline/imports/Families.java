package dev.ridgeline.imports;

import dev.ridgeline.imports.DecoderFamily.Biases;
import dev.ridgeline.imports.DecoderFamily.Norms;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** The families of models, by the {@code model_type} that their configs name. */
final class Families {

  /**
   * A family with what its configs may leave out.
   *
   * @param family how its layers are read
   * @param tied whether the head is the embedding where {@code tie_word_embeddings} is absent
   * @param context longest context where no key names it; 0 where a key must
   */
  record Known(Family family, boolean tied, int context) {}

  private static final int FALCON_CONTEXT = 2048;

  private static final Map<String, Known> BY_TYPE = all();

  private Families() {}

  private static Map<String, Known> all() {
    Map<String, Known> all = new TreeMap<>();
    decoder(all, "llama", Windows::none, FeedForwards::dense, Biases.MAYBE_ALL, Norms.NONE);
    decoder(all, "mistral", Windows::given, FeedForwards::dense, Biases.NONE, Norms.NONE);
    decoder(all, "ministral", Windows::everywhere, FeedForwards::dense, Biases.NONE, Norms.NONE);
    decoder(all, "mixtral", Windows::everywhere, FeedForwards::mixtral, Biases.NONE, Norms.NONE);
    decoder(all, "phi3", Windows::everywhere, FeedForwards::dense, Biases.MAYBE_NONE, Norms.NONE);
    decoder(all, "qwen2", Windows::switched, FeedForwards::dense, Biases.INPUTS, Norms.NONE);
    decoder(
        all, "qwen2_moe", Windows::switched, FeedForwards::qwenShared, Biases.INPUTS, Norms.NONE);
    decoder(all, "qwen3", Windows::switched, FeedForwards::dense, Biases.MAYBE_ALL, Norms.HEAD);
    decoder(
        all, "qwen3_vl_text", Windows::switched, FeedForwards::dense, Biases.MAYBE_ALL, Norms.HEAD);
    decoder(all, "qwen3_moe", Windows::switched, FeedForwards::qwen, Biases.MAYBE_ALL, Norms.HEAD);
    decoder(
        all,
        "qwen3_vl_moe_text",
        Windows::switched,
        FeedForwards::qwen,
        Biases.MAYBE_ALL,
        Norms.HEAD);
    decoder(
        all,
        "glm4_moe",
        Windows::none,
        FeedForwards::balanced,
        Biases.MAYBE_INPUTS,
        Norms.MAYBE_HEAD);
    decoder(
        all,
        "minimax_m2",
        Windows::softmax,
        FeedForwards::miniMaxBalanced,
        Biases.NONE,
        Norms.BY_TYPE);
    for (String type : new String[] {"minimax_m3", "minimax_m3_vl"}) {
      decoder(
          all, type, Windows::blocks, FeedForwards::miniMaxWithDense, Biases.NONE, Norms.BY_TYPE);
    }
    decoder(
        all,
        "gpt_oss",
        Windows::alternating,
        FeedForwards::gptOss,
        Biases.MAYBE_ALL_AND_SINKS,
        Norms.NONE);
    decoder(
        all,
        "llama4_text",
        Windows::chunked,
        FeedForwards::llama4,
        Biases.MAYBE_NONE,
        Norms.WITHOUT_PARAMETERS);
    gemma(all, "gemma", Windows::none, Norms.NONE, false);
    gemma(all, "gemma2", Windows::alternating, Norms.NONE, true);
    gemma(all, "gemma3_text", Windows::patterned, Norms.HEAD, true);
    put(all, "gemma4_text", new Gemma4Family(), true);
    for (String type : new String[] {"grok-1", "grok1", "git"}) {
      put(
          all,
          type,
          new DecoderFamily(
              Windows::global,
              FeedForwards::grok,
              Biases.NONE,
              Norms.NONE,
              true,
              Heads.Derived.DIM),
          false);
    }
    put(all, "deepseek_v2", new LatentFamily(FeedForwards::maybeBalanced), false);
    for (String type : new String[] {"deepseek_v3", "deepseek_v32", "kimi_k2", "glm_moe_dsa"}) {
      put(all, type, new LatentFamily(FeedForwards::maybeBalanced), false);
    }
    put(all, "deepseek_v4", new CompressedFamily(), false);
    put(all, "kimi_linear", new KimiLinearFamily(), false);
    put(all, "qwen3_next", new GatedDeltaFamily(FeedForwards::qwenShared), false);
    put(all, "qwen3_5_text", new GatedDeltaFamily(FeedForwards::dense), false);
    put(all, "qwen3_5_moe_text", new GatedDeltaFamily(FeedForwards::qwenShared), false);
    put(all, "nemotron_h", new NemotronHybridFamily(), false);
    put(all, "minimax_m1", new LightningFamily(), false);
    put(all, "minimax_text_01", new LightningFamily(), false);
    put(all, "phi", new PhiFamily(), false);
    all.put("falcon", new Known(new FalconFamily(), true, FALCON_CONTEXT));
    return all;
  }

  /**
   * What transformers derives where a config leaves it out; other families have constants there.
   */
  private static Heads.Derived derived(String type) {
    return switch (type) {
      case "llama", "phi3" -> Heads.Derived.DIM_AND_KV;
      case "mistral", "ministral", "mixtral", "qwen2", "qwen2_moe", "llama4_text" ->
          Heads.Derived.DIM;
      default -> Heads.Derived.NOTHING;
    };
  }

  private static void decoder(
      Map<String, Known> all,
      String type,
      Windows.Reader windows,
      FeedForwards.Reader feedForwards,
      Biases biases,
      Norms norms) {
    put(
        all,
        type,
        new DecoderFamily(windows, feedForwards, biases, norms, false, derived(type)),
        false);
  }

  private static void gemma(
      Map<String, Known> all, String type, Windows.Reader windows, Norms norms, boolean sandwich) {
    put(
        all,
        type,
        new DecoderFamily(
            windows, FeedForwards::dense, Biases.MAYBE_ALL, norms, sandwich, Heads.Derived.NOTHING),
        true);
  }

  private static void put(Map<String, Known> all, String type, Family family, boolean tied) {
    all.put(type, new Known(family, tied, 0));
  }

  static Optional<Known> find(String modelType) {
    return Optional.ofNullable(BY_TYPE.get(modelType));
  }

  /** All names of types. */
  static Set<String> types() {
    return BY_TYPE.keySet();
  }
}
