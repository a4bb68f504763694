package dev.ridgeline.imports;

import dev.ridgeline.catalog.Attention;
import dev.ridgeline.catalog.Window;
import dev.ridgeline.units.Dimension;

/** Heads of grouped-query attention, as most configs name them. */
record Heads(int heads, int kvHeads, int headDim) {

  static final String HEADS = "num_attention_heads";
  private static final String KV_HEADS = "num_key_value_heads";

  /** Keys that configs of a family may leave out, because heads follow from others. */
  enum Derived {
    NOTHING,
    /** A head is as wide as the model by its heads. */
    DIM,
    /** As {@link #DIM}, and every head has keys and values of its own. */
    DIM_AND_KV
  }

  /** Reads heads under the usual keys. */
  static Heads read(ConfigKeys config, ModelShape shape, Derived derived) {
    return read(config, shape, "head_dim", derived);
  }

  /**
   * As {@link #read(ConfigKeys, ModelShape, Derived)}, with another key for the width of a head.
   */
  static Heads read(ConfigKeys config, ModelShape shape, String dimKey, Derived derived) {
    int heads = config.whole(HEADS, Dimension.PARTS);
    int kvHeads = heads;
    if (config.has(KV_HEADS) || derived != Derived.DIM_AND_KV) {
      kvHeads = config.whole(KV_HEADS, Dimension.PARTS);
    } else {
      shape.assume(KV_HEADS + " is not given: every head has keys and values of its own");
    }
    if (derived == Derived.NOTHING && !config.has(dimKey)) {
      config.problem(
          dimKey, "is missing. Allowed: " + Dimension.WIDTH.range().allowedWhole() + ".");
    }
    return of(config, shape, heads, kvHeads, KV_HEADS, dimKey);
  }

  static Heads of(
      ConfigKeys config, ModelShape shape, int heads, int kvHeads, String kvKey, String dimKey) {
    int dim = config.whole(dimKey, Dimension.WIDTH, Math.max(1, shape.hiddenSize() / heads));
    if (!config.has(dimKey)) {
      shape.assume(dimKey + " is not given: hidden_size / " + HEADS + " = " + dim);
      if (shape.hiddenSize() % heads != 0) {
        config.problem(HEADS, "is " + heads + ". Allowed: a divisor of hidden_size.");
      }
    }
    if (heads % kvHeads != 0) {
      config.problem(
          kvKey, "is " + kvHeads + ". Allowed: a divisor of " + HEADS + ", " + heads + ".");
      return new Heads(heads, heads, dim);
    }
    return new Heads(heads, kvHeads, dim);
  }

  Attention in(Window window) {
    return in(window, Attention.Indexer.NONE);
  }

  Attention in(Window window, Attention.Indexer indexer) {
    return new Attention.GroupedQuery(heads, kvHeads, headDim, window, false, indexer);
  }

  Attention gated(boolean outputGate) {
    return new Attention.GroupedQuery(heads, kvHeads, headDim, Window.FULL, outputGate);
  }

  /** Width of all queries. */
  double queryWidth() {
    return (double) heads * headDim;
  }

  /** Width of all keys and values. */
  double keyValueWidth() {
    return 2.0 * kvHeads * headDim;
  }
}
