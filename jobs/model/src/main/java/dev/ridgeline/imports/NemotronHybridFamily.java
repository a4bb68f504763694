package dev.ridgeline.imports;

import dev.ridgeline.catalog.Attention;
import dev.ridgeline.catalog.FeedForward;
import dev.ridgeline.catalog.Window;
import dev.ridgeline.units.Dimension;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Layers that are each Mamba-2, attention, feed-forward or experts (Nemotron-H, Nemotron 3). A
 * mixer and the feed-forward after it are one layer of the entry.
 */
final class NemotronHybridFamily implements Family {

  private static final String MAMBA = "mamba";
  private static final String ATTENTION = "attention";
  private static final String MLP = "mlp";
  private static final String MOE = "moe";
  private static final Map<Character, String> LETTERS =
      Map.of('M', MAMBA, '*', ATTENTION, '-', MLP, 'E', MOE);

  @Override
  public void read(ConfigKeys config, ModelShape shape) {
    List<String> blocks = blocks(config);
    config.requireFlag("attention_bias", false, "biases of these layers are not counted");
    config.requireFlag("mlp_bias", false, "biases of these layers are not counted");
    config.requireFlag("use_bias", false, "biases of these layers are not counted");
    config.requireFlag("mamba_proj_bias", false, "biases of these layers are not counted");
    config.requireFlag("use_conv_bias", true, "convolutions of Mamba-2 have a bias");
    config.skip("expand", "num_hidden_layers");
    Map<String, Attention> mixers = new LinkedHashMap<>();
    if (blocks.contains(MAMBA)) {
      mixers.put(MAMBA, mamba(config, shape));
    }
    if (blocks.contains(ATTENTION)) {
      String dim = config.has("attention_head_dim") ? "attention_head_dim" : "head_dim";
      Heads heads = Heads.read(config, shape, dim, Heads.Derived.NOTHING);
      mixers.put(ATTENTION, heads.in(Window.FULL));
    }
    Map<String, FeedForward> feedForwards = new LinkedHashMap<>();
    if (blocks.contains(MLP)) {
      int width = config.whole("intermediate_size", Dimension.WIDTH);
      feedForwards.put(MLP, new FeedForward.Dense(width, false));
    } else {
      config.skip("intermediate_size");
    }
    if (blocks.contains(MOE)) {
      feedForwards.put(MOE, experts(config, shape, blocks.stream().filter(MOE::equals).count()));
    }
    addLayers(blocks, mixers, feedForwards, shape);
  }

  private static void addLayers(
      List<String> blocks,
      Map<String, Attention> mixers,
      Map<String, FeedForward> feedForwards,
      ModelShape shape) {
    for (int i = 0; i < blocks.size(); i++) {
      String name = "layers." + i + ".mixer";
      Attention mixer = mixers.get(blocks.get(i));
      if (mixer == null) {
        shape.layer(new Attention.None(), ffn(feedForwards, blocks.get(i)), name, name);
        continue;
      }
      boolean followed = i + 1 < blocks.size() && feedForwards.containsKey(blocks.get(i + 1));
      if (followed) {
        i++;
        shape.layer(mixer, ffn(feedForwards, blocks.get(i)), name, "layers." + i + ".mixer");
      } else {
        shape.layer(mixer, new FeedForward.None(), name, name);
      }
    }
  }

  private static FeedForward ffn(Map<String, FeedForward> feedForwards, String block) {
    return feedForwards.getOrDefault(block, new FeedForward.Dense(1, false));
  }

  private static List<String> blocks(ConfigKeys config) {
    String key = "hybrid_override_pattern";
    if (!config.has(key)) {
      String types = config.has("layer_types") ? "layer_types" : "layers_block_type";
      int count = config.whole("num_hidden_layers", Dimension.LAYERS, config.texts(types).size());
      return config.words(types, count, List.of(MAMBA, ATTENTION, MLP, MOE));
    }
    List<String> blocks = new ArrayList<>();
    String pattern = config.text(key);
    for (int i = 0; i < pattern.length(); i++) {
      char letter = pattern.charAt(i);
      String block = LETTERS.get(letter);
      if (block == null) {
        config.problem(
            key,
            "has the letter '"
                + letter
                + "'. Allowed: M for Mamba, * for attention, - for a feed-forward, E for experts.");
        return List.of();
      }
      blocks.add(block);
    }
    int layers = config.whole("num_hidden_layers", Dimension.LAYERS, blocks.size());
    if (layers != blocks.size()) {
      config.problem(
          key, "has " + blocks.size() + " letters. Allowed: num_hidden_layers, " + layers + ".");
    }
    return blocks;
  }

  private static Attention mamba(ConfigKeys config, ModelShape shape) {
    int heads = config.whole("mamba_num_heads", Dimension.PARTS);
    int groups = config.whole("n_groups", Dimension.PARTS);
    if (heads % groups != 0) {
      config.problem(
          "n_groups", "is " + groups + ". Allowed: a divisor of mamba_num_heads, " + heads + ".");
      groups = heads;
    }
    return new Attention.StateSpace(
        heads,
        config.whole("mamba_head_dim", Dimension.WIDTH),
        config.whole("ssm_state_size", Dimension.WIDTH),
        groups,
        config.whole("conv_kernel", Dimension.PARTS),
        StateBits.read(config, shape, "mamba_ssm_cache_dtype", 32));
  }

  private static FeedForward experts(ConfigKeys config, ModelShape shape, long layers) {
    int experts = config.whole("n_routed_experts", Dimension.PARTS);
    int topK = config.whole("num_experts_per_tok", Dimension.PARTS);
    int shared = config.wholeOrNull("n_shared_experts", Dimension.PARTS);
    int width = config.whole("moe_intermediate_size", Dimension.WIDTH);
    int sharedWidth = config.whole("moe_shared_expert_intermediate_size", Dimension.WIDTH);
    int latent = config.wholeOrZero("moe_latent_size", Dimension.WIDTH);
    shape.other("router biases", experts, layers);
    if (topK > experts) {
      config.problem(
          "num_experts_per_tok", "is " + topK + ". Allowed: at most the experts, " + experts + ".");
      topK = experts;
    }
    return new FeedForward.MixtureOfExperts(
        experts, topK, width, shared * sharedWidth, false, latent, 0, 1);
  }
}
