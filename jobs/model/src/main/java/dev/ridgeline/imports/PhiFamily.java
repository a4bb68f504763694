package dev.ridgeline.imports;

import dev.ridgeline.catalog.FeedForward;
import dev.ridgeline.catalog.Window;
import dev.ridgeline.units.Dimension;

/** Phi-1 to Phi-2: one norm a layer, biases everywhere, a feed-forward without a gate. */
final class PhiFamily implements Family {

  @Override
  public void read(ConfigKeys config, ModelShape shape) {
    int layers = config.whole("num_hidden_layers", Dimension.LAYERS);
    Heads heads = Heads.read(config, shape, Heads.Derived.DIM_AND_KV);
    int width = config.whole("intermediate_size", Dimension.WIDTH);
    config.requireFlag("qk_layernorm", false, "norms of queries and keys were not checked");
    for (int layer = 0; layer < layers; layer++) {
      shape.layer(heads.in(Window.FULL), new FeedForward.Dense(width, false));
    }
    double attention = heads.queryWidth() + heads.keyValueWidth() + shape.hiddenSize();
    shape.other("biases of attention", attention, layers);
    shape.other("biases of the feed-forward", (double) width + shape.hiddenSize(), layers);
    // The one norm of a layer has a bias, and so as many parameters as two without a bias.
    shape.other("bias of the last norm", shape.hiddenSize(), 1);
    shape.other("bias of the head", config.whole("vocab_size", Dimension.WIDTH), 1);
  }
}
