package dev.ridgeline.imports;

import dev.ridgeline.catalog.Attention;
import dev.ridgeline.catalog.FeedForward;
import dev.ridgeline.catalog.Window;
import dev.ridgeline.units.Dimension;
import java.util.List;
import java.util.Locale;

/** Gemma 4: windows and wider full layers, maybe experts beside the dense feed-forward. */
final class Gemma4Family implements Family {

  @Override
  public void read(ConfigKeys config, ModelShape shape) {
    int layers = config.whole("num_hidden_layers", Dimension.LAYERS);
    config.requireFlag("attention_bias", false, "biases of these layers are not counted");
    config.requireWhole("hidden_size_per_layer_input", 0, "inputs of each layer are not counted");
    config.requireWhole("num_kv_shared_layers", 0, "layers that share a cache are not known");
    config.requireFlag("use_double_wide_mlp", false, "only layers that share a cache have it");
    config.word("use_bidirectional_attention", "vision", List.of("vision"));
    config.skip("vocab_size_per_layer_input");
    List<Window> windows =
        Windows.byTypes(config, layers, "sliding_window", Window.Kind.SLIDING, "sliding_attention");
    Heads local = Heads.read(config, shape, Heads.Derived.NOTHING);
    int dim = config.whole("global_head_dim", Dimension.WIDTH, local.headDim());
    boolean keyIsValue = config.flag("attention_k_eq_v");
    Heads global = new Heads(local.heads(), local.kvHeads(), dim);
    if (keyIsValue) {
      String key = "num_global_key_value_heads";
      int kvHeads = config.whole(key, Dimension.PARTS);
      global = Heads.of(config, shape, local.heads(), kvHeads, key, "global_head_dim");
    } else {
      config.skip("num_global_key_value_heads");
    }
    FeedForward ffn = feedForward(config, shape, layers);
    int full = 0;
    for (Window window : windows) {
      boolean isFull = window.kind() == Window.Kind.FULL;
      full += isFull ? 1 : 0;
      Attention attention = isFull ? global.in(Window.FULL) : local.in(window);
      shape.layerWithExpertsBeside(attention, ffn);
    }
    shape.other("norms behind attention and feed-forward", 2.0 * shape.hiddenSize(), layers);
    shape.other("q/k norms of windows", 2.0 * local.headDim(), layers - full);
    shape.other("q/k norms of full layers", 2.0 * global.headDim(), full);
    shape.other("scale of the layer", 1, layers);
    if (keyIsValue && full > 0) {
      shape.assume(
          String.format(
              Locale.ROOT,
              "attention_k_eq_v true: keys serve as values in %d layers, which an entry cannot say;"
                  + " it counts a value projection there, %,.0f parameters in all",
              full,
              full * shape.hiddenSize() * global.keyValueWidth() / 2));
    }
  }

  private static FeedForward feedForward(ConfigKeys config, ModelShape shape, int layers) {
    int width = config.whole("intermediate_size", Dimension.WIDTH);
    if (!config.flag("enable_moe_block")) {
      config.skip("num_experts", "top_k_experts", "moe_intermediate_size");
      return FeedForwards.dense(width);
    }
    int experts = config.whole("num_experts", Dimension.PARTS);
    String top = "top_k_experts";
    FeedForward mixture =
        FeedForwards.experts(
            config,
            top,
            experts,
            config.whole(top, Dimension.PARTS),
            config.whole("moe_intermediate_size", Dimension.WIDTH),
            width);
    shape.other("further norms around the experts", 3.0 * shape.hiddenSize(), layers);
    shape.other("scales of routers", (double) shape.hiddenSize() + experts, layers);
    return mixture;
  }
}
