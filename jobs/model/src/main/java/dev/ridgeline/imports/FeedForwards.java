package dev.ridgeline.imports;

import dev.ridgeline.catalog.FeedForward;
import dev.ridgeline.units.Dimension;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** The feed-forward of each layer, as the families say it. */
final class FeedForwards {

  /** Reads the feed-forward of each layer, and adds the parameters beside its matrices. */
  @FunctionalInterface
  interface Reader {
    List<FeedForward> read(ConfigKeys config, int layers, ModelShape shape);
  }

  private static final String WIDTH = "intermediate_size";
  private static final String EXPERT_WIDTH = "moe_intermediate_size";
  private static final String TOP_K = "num_experts_per_tok";
  private static final String LOCAL_EXPERTS = "num_local_experts";

  private FeedForwards() {}

  static FeedForward dense(int width) {
    return new FeedForward.Dense(width, true);
  }

  static FeedForward experts(
      ConfigKeys config, String key, int experts, int topK, int width, int shared) {
    return experts(config, key, experts, topK, width, shared, 0);
  }

  private static FeedForward experts(
      ConfigKeys config, String key, int experts, int topK, int width, int shared, int latent) {
    int picked = topK;
    if (topK > experts) {
      config.problem(
          key, "is " + topK + ". Allowed: at most the number of experts, " + experts + ".");
      picked = experts;
    }
    return new FeedForward.MixtureOfExperts(experts, picked, width, shared, true, latent, 0, 1);
  }

  /** A dense gated feed-forward in every layer. */
  static List<FeedForward> dense(ConfigKeys config, int layers, ModelShape shape) {
    int width = config.whole(WIDTH, Dimension.WIDTH);
    if (config.flag("mlp_bias", false)) {
      shape.other(
          "biases of the feed-forward (mlp_bias)", 2.0 * width + shape.hiddenSize(), layers);
    }
    return Collections.nCopies(layers, dense(width));
  }

  /** Experts in every layer, none of them shared (Mixtral). */
  static List<FeedForward> mixtral(ConfigKeys config, int layers, ModelShape shape) {
    return Collections.nCopies(
        layers,
        experts(
            config,
            TOP_K,
            config.whole(LOCAL_EXPERTS, Dimension.PARTS),
            config.whole(TOP_K, Dimension.PARTS),
            config.whole(WIDTH, Dimension.WIDTH),
            0));
  }

  /** Experts in every layer, with biases of routers (MiniMax-M2). */
  static List<FeedForward> miniMaxBalanced(ConfigKeys config, int layers, ModelShape shape) {
    List<FeedForward> all = miniMax(config, layers, shape);
    if (config.flag("use_routing_bias")) {
      shape.other("router biases", config.whole(LOCAL_EXPERTS, Dimension.PARTS), layers);
    }
    return all;
  }

  /** Experts in every layer (MiniMax-M1). */
  static List<FeedForward> miniMax(ConfigKeys config, int layers, ModelShape shape) {
    int experts = config.whole(LOCAL_EXPERTS, Dimension.PARTS);
    int shared = config.wholeOrZero("shared_intermediate_size", Dimension.WIDTH);
    return Collections.nCopies(
        layers,
        experts(
            config,
            TOP_K,
            experts,
            config.whole(TOP_K, Dimension.PARTS),
            config.whole(WIDTH, Dimension.WIDTH),
            shared));
  }

  /** Dense layers first, then experts and shared ones (MiniMax-M3). */
  static List<FeedForward> miniMaxWithDense(ConfigKeys config, int layers, ModelShape shape) {
    int experts = config.whole(LOCAL_EXPERTS, Dimension.PARTS);
    int topK = config.whole(TOP_K, Dimension.PARTS);
    config.skip(EXPERT_WIDTH, "first_k_dense_replace");
    int width = config.whole(WIDTH, Dimension.WIDTH);
    int shared =
        config.whole("shared_intermediate_size", Dimension.WIDTH)
            * config.wholeOrNull("n_shared_experts", Dimension.PARTS);
    FeedForward mixture = experts(config, TOP_K, experts, topK, width, shared);
    FeedForward first = dense(config.whole("dense_intermediate_size", Dimension.WIDTH));
    List<Integer> sparse = config.wholes("moe_layer_freq", layers);
    if (config.flag("use_routing_bias")) {
      shape.other("router biases", experts, sparse.stream().filter(value -> value != 0).count());
    }
    return sparse.stream().map(value -> value == 0 ? first : mixture).toList();
  }

  /** Experts with biases on matrices and router in every layer (gpt-oss). */
  static List<FeedForward> gptOss(ConfigKeys config, int layers, ModelShape shape) {
    config.skip("experts_per_token");
    int experts = config.whole(LOCAL_EXPERTS, Dimension.PARTS);
    int width = config.whole(WIDTH, Dimension.WIDTH);
    shape.other("biases of routers", experts, layers);
    shape.other("biases of experts", experts * (2.0 * width + shape.hiddenSize()), layers);
    return Collections.nCopies(
        layers, experts(config, TOP_K, experts, config.whole(TOP_K, Dimension.PARTS), width, 0));
  }

  /** Experts in every n-th layer, dense elsewhere (Qwen3 with experts). */
  static List<FeedForward> qwen(ConfigKeys config, int layers, ModelShape shape) {
    config.requireWhole("shared_expert_intermediate_size", 0, "Qwen3 has no shared expert");
    return qwen(config, layers, shape, 0);
  }

  /** As {@link #qwen}, with a shared expert that has a gate (Qwen2, Qwen3-Next, Qwen3.5). */
  static List<FeedForward> qwenShared(ConfigKeys config, int layers, ModelShape shape) {
    int shared = config.wholeOrNull("shared_expert_intermediate_size", Dimension.WIDTH);
    return qwen(config, layers, shape, shared);
  }

  private static List<FeedForward> qwen(
      ConfigKeys config, int layers, ModelShape shape, int shared) {
    int experts = config.whole("num_experts", Dimension.PARTS);
    FeedForward mixture =
        experts(
            config,
            TOP_K,
            experts,
            config.whole(TOP_K, Dimension.PARTS),
            config.whole(EXPERT_WIDTH, Dimension.WIDTH),
            shared);
    int every = config.whole("decoder_sparse_step", Dimension.LAYERS, 1);
    List<Integer> denseOnly =
        config.has("mlp_only_layers") ? config.wholes("mlp_only_layers") : List.of();
    config.skip("mlp_only_layers");
    boolean someDense = every > 1 || !denseOnly.isEmpty();
    FeedForward other = mixture;
    if (someDense) {
      other = dense(config.whole(WIDTH, Dimension.WIDTH));
    } else {
      config.skip(WIDTH);
    }
    List<FeedForward> all = new ArrayList<>();
    for (int layer = 0; layer < layers; layer++) {
      all.add((layer + 1) % every == 0 && !denseOnly.contains(layer) ? mixture : other);
    }
    long sparse = all.stream().filter(mixture::equals).count();
    if (shared > 0) {
      shape.other("gate of the shared expert", shape.hiddenSize(), sparse);
    }
    return all;
  }

  /** Dense layers first, then experts with shared ones (DeepSeek, GLM 4.5, Kimi). */
  static List<FeedForward> deepSeek(ConfigKeys config, int layers, ModelShape shape) {
    config.requireWhole(
        "moe_layer_freq", 1, "experts then stand in every layer after the dense ones");
    boolean isKimiLinear = !config.has("n_routed_experts") && config.has("num_experts");
    String count = isKimiLinear ? "num_experts" : "n_routed_experts";
    String top = isKimiLinear ? "num_experts_per_token" : TOP_K;
    String sharedKey = isKimiLinear ? "num_shared_experts" : "n_shared_experts";
    int experts = config.whole(count, Dimension.PARTS);
    config.requireWhole("num_experts", experts, "it repeats " + count);
    int topK = config.whole(top, Dimension.PARTS);
    int width = config.whole(EXPERT_WIDTH, Dimension.WIDTH);
    int shared = width * config.wholeOrNull(sharedKey, Dimension.PARTS);
    int latent = config.wholeOrZero("routed_expert_hidden_size", Dimension.WIDTH);
    if (latent > 0 && isKimiLinear) {
      shape.latentsStayPlain();
      shape.assume(
          "projections into the space of experts stay at 16 bits, though no list of modules says so"
              + " (github.com/vllm-project/llm-compressor, example of Kimi-K3)");
    }
    FeedForward mixture = experts(config, top, experts, topK, width, shared, latent);
    int denseLayers = config.wholeOrNull("first_k_dense_replace", Dimension.LAYERS);
    if (denseLayers > layers) {
      config.problem(
          "first_k_dense_replace",
          "is " + denseLayers + ". Allowed: at most " + layers + " layers.");
      denseLayers = layers;
    }
    if (config.has("mlp_layer_types")) {
      List<String> types = config.words("mlp_layer_types", layers, List.of("dense", "sparse"));
      for (int layer = 0; layer < layers; layer++) {
        if (types.get(layer).equals("dense") != layer < denseLayers) {
          config.problem(
              "mlp_layer_types",
              "contradicts first_k_dense_replace " + denseLayers + " in layer " + layer + ".");
          break;
        }
      }
    }
    FeedForward first = mixture;
    if (denseLayers > 0) {
      first = dense(config.whole(WIDTH, Dimension.WIDTH));
    } else {
      config.skip(WIDTH);
    }
    if (latent > 0 && config.flag("latent_moe_use_norm", false)) {
      shape.other("norm behind the experts (latent_moe_use_norm)", latent, layers - denseLayers);
    }
    List<FeedForward> all = new ArrayList<>(Collections.nCopies(denseLayers, first));
    all.addAll(Collections.nCopies(layers - denseLayers, mixture));
    return all;
  }

  /** As {@link #deepSeek}, with the biases that balance routers without a loss. */
  static List<FeedForward> balanced(ConfigKeys config, int layers, ModelShape shape) {
    List<FeedForward> all = deepSeek(config, layers, shape);
    for (FeedForward ffn : all) {
      if (ffn instanceof FeedForward.MixtureOfExperts moe) {
        shape.other("router biases", moe.experts(), all.stream().filter(moe::equals).count());
        break;
      }
    }
    return all;
  }

  /** As {@link #balanced}, where the config says so (DeepSeek-V2 has none, DeepSeek-V3 has). */
  static List<FeedForward> maybeBalanced(ConfigKeys config, int layers, ModelShape shape) {
    String method =
        config.word(
            "topk_method", "noaux_tc", List.of("noaux_tc", "greedy", "group_limited_greedy"));
    return method.equals("noaux_tc")
        ? balanced(config, layers, shape)
        : deepSeek(config, layers, shape);
  }

  /** Experts with a shared one in every n-th layer, dense elsewhere (Llama 4). */
  static List<FeedForward> llama4(ConfigKeys config, int layers, ModelShape shape) {
    int width = config.whole(WIDTH, Dimension.WIDTH);
    FeedForward mixture =
        experts(
            config,
            TOP_K,
            config.whole(LOCAL_EXPERTS, Dimension.PARTS),
            config.whole(TOP_K, Dimension.PARTS),
            width,
            width);
    int every = config.whole("interleave_moe_layer_step", Dimension.LAYERS);
    List<Integer> named = config.has("moe_layers") ? config.wholes("moe_layers") : List.of();
    FeedForward other = dense(config.whole("intermediate_size_mlp", Dimension.WIDTH));
    List<FeedForward> all = new ArrayList<>();
    for (int layer = 0; layer < layers; layer++) {
      boolean sparse = named.isEmpty() ? (layer + 1) % every == 0 : named.contains(layer);
      all.add(sparse ? mixture : other);
    }
    return all;
  }

  /** Experts, beside which a dense feed-forward may run in every layer (Grok). */
  static List<FeedForward> grok(ConfigKeys config, int layers, ModelShape shape) {
    String count = config.has("num_experts") ? "num_experts" : LOCAL_EXPERTS;
    int experts = config.whole(count, Dimension.PARTS);
    int topK = config.whole(TOP_K, Dimension.PARTS);
    int width = config.whole(WIDTH, Dimension.WIDTH);
    boolean beside = config.flag("residual_moe", false);
    int expertWidth = config.whole(EXPERT_WIDTH, Dimension.WIDTH, width);
    return Collections.nCopies(
        layers, experts(config, TOP_K, experts, topK, expertWidth, beside ? width : 0));
  }
}
