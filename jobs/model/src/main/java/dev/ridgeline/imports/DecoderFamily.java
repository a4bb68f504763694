package dev.ridgeline.imports;

import dev.ridgeline.catalog.Attention;
import dev.ridgeline.catalog.FeedForward;
import dev.ridgeline.catalog.Window;
import dev.ridgeline.units.Dimension;
import java.util.List;

/**
 * Models whose layers have grouped-query attention and a feed-forward, one after the other.
 *
 * @param windows which layers have a window
 * @param feedForwards the feed-forward of each layer
 * @param biases biases of the projections
 * @param norms norms of queries and keys
 * @param sandwich whether attention and feed-forward have a norm behind them, too
 * @param derived keys of heads that configs may leave out
 */
record DecoderFamily(
    Windows.Reader windows,
    FeedForwards.Reader feedForwards,
    Biases biases,
    Norms norms,
    boolean sandwich,
    Heads.Derived derived)
    implements Family {

  /** Biases of the projections around attention. */
  enum Biases {
    NONE,
    /** None; a config that says otherwise is refused. */
    MAYBE_NONE,
    /** Query, key and value always have them (Qwen2). */
    INPUTS,
    /** Query, key, value and output, where {@code attention_bias} says so. */
    MAYBE_ALL,
    /** Query, key and value, where {@code attention_bias} says so (GLM 4.5). */
    MAYBE_INPUTS,
    /** As {@link #MAYBE_ALL}, and one number a head beside the scores (gpt-oss). */
    MAYBE_ALL_AND_SINKS
  }

  /** Norms of queries and keys. */
  enum Norms {
    NONE,
    /** One as wide as a head, for all queries and for all keys. */
    HEAD,
    /** As {@link #HEAD}, where {@code use_qk_norm} says so. */
    MAYBE_HEAD,
    /** As wide as all heads or as one, as {@code qk_norm_type} says (MiniMax). */
    BY_TYPE,
    /** Norms without parameters (Llama 4). */
    WITHOUT_PARAMETERS
  }

  @Override
  public void read(ConfigKeys config, ModelShape shape) {
    int layers = config.whole("num_hidden_layers", Dimension.LAYERS);
    Heads heads = Heads.read(config, shape, derived);
    List<Window> windowOf = windows.read(config, layers);
    List<Attention.Indexer> indexOf = BlockIndex.read(config, layers, heads.kvHeads(), shape);
    List<FeedForward> ffnOf = feedForwards.read(config, layers, shape);
    for (int layer = 0; layer < layers; layer++) {
      shape.layer(heads.in(windowOf.get(layer), indexOf.get(layer)), ffnOf.get(layer));
    }
    addBiases(config, shape, heads, layers);
    addNorms(config, shape, heads, layers);
    if (sandwich) {
      shape.other("norms behind attention and feed-forward", 2.0 * shape.hiddenSize(), layers);
    }
  }

  private void addBiases(ConfigKeys config, ModelShape shape, Heads heads, int layers) {
    double inputs = heads.queryWidth() + heads.keyValueWidth();
    double all = inputs + shape.hiddenSize();
    config.requireFlag(
        "qkv_bias", biases == Biases.INPUTS, "these models have the other kind of layers");
    if (biases == Biases.MAYBE_NONE) {
      config.requireFlag("attention_bias", false, "which biases it adds was not checked");
      return;
    }
    boolean asked = biases != Biases.NONE && biases != Biases.INPUTS;
    boolean isGptOss = biases == Biases.MAYBE_ALL_AND_SINKS;
    boolean given =
        asked && (isGptOss ? config.flag("attention_bias") : config.flag("attention_bias", false));
    if (biases == Biases.INPUTS || (given && biases == Biases.MAYBE_INPUTS)) {
      shape.other("biases of query, key and value", inputs, layers);
    } else if (given) {
      shape.other("biases of query, key, value and output", all, layers);
    }
    if (biases == Biases.MAYBE_ALL_AND_SINKS) {
      shape.other("attention sinks", heads.heads(), layers);
    }
  }

  private void addNorms(ConfigKeys config, ModelShape shape, Heads heads, int layers) {
    double ofHead = 2.0 * heads.headDim();
    switch (norms) {
      case HEAD -> {
        config.requireFlag("use_qk_norm", true, "these models have norms of queries and keys");
        shape.other("q/k norms", ofHead, layers);
      }
      case MAYBE_HEAD -> {
        if (config.flag("use_qk_norm", false)) {
          shape.other("q/k norms", ofHead, layers);
        }
      }
      case BY_TYPE -> {
        String type = config.word("qk_norm_type", "per_layer", List.of("per_layer", "per_head"));
        if (config.flag("use_qk_norm", false)) {
          double all = heads.queryWidth() + heads.keyValueWidth() / 2;
          shape.other("q/k norms", type.equals("per_layer") ? all : ofHead, layers);
        }
      }
      case WITHOUT_PARAMETERS -> config.skip("use_qk_norm");
      case NONE -> {}
    }
  }
}
