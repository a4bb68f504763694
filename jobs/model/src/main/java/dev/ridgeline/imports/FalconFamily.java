package dev.ridgeline.imports;

import dev.ridgeline.catalog.Attention;
import dev.ridgeline.catalog.FeedForward;
import dev.ridgeline.catalog.Window;
import dev.ridgeline.units.Dimension;
import java.util.List;

/** Falcon 7B, 40B and 180B: norms with biases, and a feed-forward without a gate. */
final class FalconFamily implements Family {

  @Override
  public void read(ConfigKeys config, ModelShape shape) {
    int layers = config.whole("num_hidden_layers", Dimension.LAYERS);
    int heads = config.whole(Heads.HEADS, Dimension.PARTS);
    for (String key : List.of("new_decoder_architecture", "multi_query", "parallel_attn")) {
      if (!config.has(key)) {
        shape.assume(key + " is not given: the default of the family");
      }
    }
    if (!config.has("ffn_hidden_size")) {
      shape.assume("ffn_hidden_size is not given: 4 x hidden_size");
    }
    boolean isNew = config.flag("new_decoder_architecture", false);
    boolean multiQuery = config.flag("multi_query", true);
    boolean parallel = config.flag("parallel_attn", true);
    config.requireFlag("bias", false, "biases of matrices are not counted");
    config.requireFlag("alibi", false, "positions that bias scores were not checked");
    config.requireWhole("num_ln_in_parallel_attn", 2, "other numbers of norms were not checked");
    int kvHeads = multiQuery ? 1 : heads;
    if (isNew) {
      kvHeads = config.whole("num_kv_heads", Dimension.PARTS);
    } else {
      config.skip("num_kv_heads");
    }
    Heads all = Heads.of(config, shape, heads, kvHeads, "num_kv_heads", "head_dim");
    int width =
        config.whole(
            "ffn_hidden_size",
            Dimension.WIDTH,
            (int) Math.min(4L * shape.hiddenSize(), 100_000_000));
    Attention attention = all.in(Window.FULL);
    for (int layer = 0; layer < layers; layer++) {
      String name = "layers." + layer + ".";
      shape.layer(
          attention, new FeedForward.Dense(width, false), name + "self_attention", name + "mlp");
    }
    // One norm with a bias has as many parameters as two without a bias.
    if (isNew || !parallel) {
      shape.other("biases of the norms", 2.0 * shape.hiddenSize(), layers);
    }
    shape.other("bias of the last norm", shape.hiddenSize(), 1);
  }
}
