package dev.ridgeline.imports;

import dev.ridgeline.catalog.Attention;
import dev.ridgeline.catalog.FeedForward;
import dev.ridgeline.units.Dimension;
import java.util.Collections;
import java.util.List;

/**
 * Models with latent attention in every layer, maybe with an indexer (DeepSeek, Kimi K2, GLM 5).
 */
record LatentFamily(FeedForwards.Reader feedForwards) implements Family {

  /** Bytes of the scale of one cached index key. */
  private static final int SCALE_BYTES = 4;

  @Override
  public void read(ConfigKeys config, ModelShape shape) {
    int layers = config.whole("num_hidden_layers", Dimension.LAYERS);
    Attention.Latent attention = attention(config, shape, false);
    Attention.Latent sharing = sharing(attention);
    List<Boolean> shares = sharesIndexer(config, layers);
    List<FeedForward> ffn = feedForwards.read(config, layers, shape);
    for (int layer = 0; layer < layers; layer++) {
      shape.layer(shares.get(layer) ? sharing : attention, ffn.get(layer));
    }
  }

  /** A layer that reads the keys which the indexer of an earlier one picked. */
  private static Attention.Latent sharing(Attention.Latent mla) {
    return new Attention.Latent(
        mla.heads(),
        mla.queryLoraRank(),
        mla.kvLoraRank(),
        mla.nopeHeadDim(),
        mla.ropeHeadDim(),
        mla.valueHeadDim(),
        new Attention.Indexer(0, 0, mla.indexer().topK(), 0),
        mla.outputGate());
  }

  /** Reads latent attention under the keys of DeepSeek. */
  static Attention.Latent attention(ConfigKeys config, ModelShape shape, boolean outputGate) {
    config.requireFlag("attention_bias", false, "latent attention has no biases here");
    config.requireFlag("mlp_bias", false, "biases of the feed-forward are not counted");
    config.skip("num_key_value_heads", "head_dim");
    int nope = config.whole("qk_nope_head_dim", Dimension.WIDTH);
    int rope = config.whole("qk_rope_head_dim", Dimension.WIDTH);
    config.requireWhole(
        "qk_head_dim", nope + rope, "it is the sum of qk_nope_head_dim and qk_rope_head_dim");
    int queryRank = config.wholeOrNull("q_lora_rank", Dimension.WIDTH);
    Attention.Indexer indexer = indexer(config, shape, queryRank);
    return new Attention.Latent(
        config.whole(Heads.HEADS, Dimension.PARTS),
        queryRank,
        config.whole("kv_lora_rank", Dimension.WIDTH),
        nope,
        rope,
        config.whole("v_head_dim", Dimension.WIDTH),
        indexer,
        outputGate);
  }

  private static Attention.Indexer indexer(ConfigKeys config, ModelShape shape, int queryRank) {
    if (!config.has("index_topk")) {
      return Attention.Indexer.NONE;
    }
    int dim = config.whole("index_head_dim", Dimension.WIDTH);
    int heads = config.whole("index_n_heads", Dimension.PARTS);
    int topK = config.whole("index_topk", Dimension.TOKENS);
    if (queryRank == 0) {
      config.problem("q_lora_rank", "is absent. Allowed: a rank, which the indexer reads.");
      return Attention.Indexer.NONE;
    }
    shape.assume(
        "index keys are cached as "
            + dim
            + " FP8 values and a "
            + SCALE_BYTES
            + "-byte scale (github.com/vllm-project/vllm, deepseek_v32 indexer cache)");
    return new Attention.Indexer(heads, dim, topK, dim + SCALE_BYTES);
  }

  /** Whether each layer takes what the indexer of an earlier one picked (GLM-5.2). */
  private static List<Boolean> sharesIndexer(ConfigKeys config, int layers) {
    List<Boolean> shares = Collections.nCopies(layers, false);
    if (config.has("indexer_types")) {
      List<String> types = config.words("indexer_types", layers, List.of("full", "shared"));
      if (types.get(0).equals("shared")) {
        config.problem(
            "indexer_types", "begins with 'shared'. Allowed: 'full' in the first layer.");
      } else if (config.has("index_topk")) {
        shares = types.stream().map("shared"::equals).toList();
      }
      config.skip("index_topk_freq", "index_skip_topk_offset");
    }
    config.skip("index_share_for_mtp_iteration");
    if (config.has("layer_types")) {
      config.words("layer_types", layers, List.of("deepseek_sparse_attention", "full_attention"));
    }
    return shares;
  }
}
