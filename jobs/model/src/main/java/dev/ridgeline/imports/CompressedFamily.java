package dev.ridgeline.imports;

import dev.ridgeline.catalog.Attention;
import dev.ridgeline.catalog.CompressedAttention;
import dev.ridgeline.catalog.CompressedAttention.Compressor;
import dev.ridgeline.catalog.FeedForward;
import dev.ridgeline.units.Dimension;
import java.util.Collections;
import java.util.List;
import java.util.TreeSet;

/** Models whose layers attend to a compressed past, with several residual streams (DeepSeek V4). */
final class CompressedFamily implements Family {

  private static final String RATIOS = "compress_ratios";

  /** The one ratio at which DeepSeek's code overlaps entries and has an indexer. */
  private static final int INDEXED = 4;

  /** Other ratios that the code knows: 0 for a window alone, and entries of many tokens. */
  private static final List<Integer> KNOWN = List.of(0, INDEXED, 128);

  /** Index keys are FP4: half a byte an element, and a one-byte scale for every 32. */
  private static final double KEY_BYTES = 0.5 + 1 / 32.0;

  @Override
  public void read(ConfigKeys config, ModelShape shape) {
    int layers = config.whole("num_hidden_layers", Dimension.LAYERS);
    config.requireFlag("attention_bias", false, "this attention has no biases");
    config.requireFlag("mlp_bias", false, "biases of the feed-forward are not counted");
    config.requireWhole("num_key_value_heads", 1, "all heads share one entry");
    config.skip("compress_rope_theta", "hc_sinkhorn_iters");
    int heads = config.whole(Heads.HEADS, Dimension.PARTS);
    int groups = config.whole("o_groups", Dimension.PARTS);
    if (heads % groups != 0) {
      config.problem("o_groups", "is " + groups + ". Allowed: a divisor of " + heads + " heads.");
      groups = 1;
    }
    int dim = config.whole("head_dim", Dimension.WIDTH);
    int rope = config.whole("qk_rope_head_dim", Dimension.WIDTH);
    if (rope > dim) {
      config.problem(
          "qk_rope_head_dim", "is " + rope + ". Allowed: at most head_dim, " + dim + ".");
      rope = dim;
    }
    CompressedAttention windowAlone =
        new CompressedAttention(
            heads,
            config.whole("q_lora_rank", Dimension.WIDTH),
            dim,
            rope,
            groups,
            config.whole("o_lora_rank", Dimension.WIDTH),
            config.whole("sliding_window", Dimension.TOKENS),
            Compressor.NONE,
            Attention.Indexer.NONE);
    Attention.Indexer indexer = indexer(config);
    List<FeedForward> ffn = experts(config, layers, shape);
    List<Integer> ratios = ratios(config, layers);
    for (int layer = 0; layer < layers; layer++) {
      shape.layer(with(windowAlone, ratios.get(layer), indexer), ffn.get(layer));
    }
    shape.streams(config.whole("hc_mult", Dimension.PARTS));
    shape.assume(
        "of compress_ratios, those of the "
            + layers
            + " layers; entries overlap and have an indexer at the ratio "
            + INDEXED
            + " (inference/model.py of the checkpoint); index keys are cached in FP4 with a scale"
            + " for 32 (technical report, section 2.3)");
  }

  private static Attention with(
      CompressedAttention attention, int ratio, Attention.Indexer indexer) {
    boolean indexed = ratio == INDEXED;
    return new CompressedAttention(
        attention.heads(),
        attention.queryLoraRank(),
        attention.headDim(),
        attention.ropeHeadDim(),
        attention.outputGroups(),
        attention.outputLoraRank(),
        attention.window(),
        new Compressor(ratio, indexed),
        indexed ? indexer : Attention.Indexer.NONE);
  }

  private static Attention.Indexer indexer(ConfigKeys config) {
    int heads = config.whole("index_n_heads", Dimension.PARTS);
    int dim = config.whole("index_head_dim", Dimension.WIDTH);
    int topK = config.whole("index_topk", Dimension.TOKENS);
    return new Attention.Indexer(heads, dim, topK, (int) Math.ceil(dim * KEY_BYTES));
  }

  /** The ratio of each layer, and behind them those of layers that draft tokens. */
  private static List<Integer> ratios(ConfigKeys config, int layers) {
    List<Integer> given = config.wholes(RATIOS);
    int all = layers + config.wholeOrZero("num_nextn_predict_layers", Dimension.LAYERS);
    if (given.size() < all || !KNOWN.containsAll(given)) {
      config.problem(
          RATIOS,
          "has "
              + given.size()
              + " numbers "
              + new TreeSet<>(given)
              + ". Allowed: 0, 4 or 128 for each of "
              + all
              + " layers, those that draft tokens among them.");
      return Collections.nCopies(layers, 0);
    }
    return given.subList(0, layers);
  }

  /** Experts in every layer. Those of the first layers are picked by the token, without biases. */
  private static List<FeedForward> experts(ConfigKeys config, int layers, ModelShape shape) {
    int byToken = config.whole("num_hash_layers", Dimension.LAYERS);
    if (byToken > layers) {
      config.problem(
          "num_hash_layers", "is " + byToken + ". Allowed: at most " + layers + " layers.");
      byToken = layers;
    }
    int experts = config.whole("n_routed_experts", Dimension.PARTS);
    int width = config.whole("moe_intermediate_size", Dimension.WIDTH);
    FeedForward mixture =
        FeedForwards.experts(
            config,
            "num_experts_per_tok",
            experts,
            config.whole("num_experts_per_tok", Dimension.PARTS),
            width,
            width * config.wholeOrNull("n_shared_experts", Dimension.PARTS));
    shape.other("router biases", experts, layers - byToken);
    if (!config.has("expert_dtype")) {
      shape.assume("expert_dtype is not given: experts have the format of other matrices");
    } else if (config.word("expert_dtype", "fp8", List.of("fp4", "fp8")).equals("fp4")) {
      shape.expertsInFp4();
    }
    return Collections.nCopies(layers, mixture);
  }
}
