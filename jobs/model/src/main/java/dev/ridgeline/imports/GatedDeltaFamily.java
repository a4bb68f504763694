package dev.ridgeline.imports;

import dev.ridgeline.catalog.Attention;
import dev.ridgeline.catalog.FeedForward;
import dev.ridgeline.units.Dimension;
import java.util.ArrayList;
import java.util.List;

/** Gated DeltaNet, with gated attention in every n-th layer (Qwen3-Next, Qwen3.5). */
record GatedDeltaFamily(FeedForwards.Reader feedForwards) implements Family {

  private static final String RECURRENT = "linear_attention";
  private static final String FULL = "full_attention";

  @Override
  public void read(ConfigKeys config, ModelShape shape) {
    int layers = config.whole("num_hidden_layers", Dimension.LAYERS);
    config.requireFlag("attention_bias", false, "these layers have no biases");
    Heads heads = Heads.read(config, shape, Heads.Derived.NOTHING);
    if (!config.has("attn_output_gate")) {
      shape.assume("attn_output_gate is not given: true, as in all models of the family");
    }
    Attention full = heads.gated(config.flag("attn_output_gate", true));
    Attention recurrent = recurrent(config, shape);
    List<String> types = types(config, layers);
    List<FeedForward> ffn = feedForwards.read(config, layers, shape);
    for (int layer = 0; layer < layers; layer++) {
      boolean isFull = types.get(layer).equals(FULL);
      String name = "layers." + layer + ".";
      shape.layer(
          isFull ? full : recurrent,
          ffn.get(layer),
          name + (isFull ? "self_attn" : "linear_attn"),
          name + "mlp");
    }
    long fullLayers = types.stream().filter(FULL::equals).count();
    shape.other("q/k norms", 2.0 * heads.headDim(), fullLayers);
  }

  private static List<String> types(ConfigKeys config, int layers) {
    if (config.has("layer_types")) {
      config.skip("full_attention_interval");
      return config.words("layer_types", layers, List.of(RECURRENT, FULL));
    }
    int every = config.whole("full_attention_interval", Dimension.LAYERS);
    List<String> types = new ArrayList<>();
    for (int layer = 0; layer < layers; layer++) {
      types.add((layer + 1) % every == 0 ? FULL : RECURRENT);
    }
    return types;
  }

  private static Attention recurrent(ConfigKeys config, ModelShape shape) {
    int keyHeads = config.whole("linear_num_key_heads", Dimension.PARTS);
    int valueHeads = config.whole("linear_num_value_heads", Dimension.PARTS);
    if (valueHeads % keyHeads != 0) {
      config.problem(
          "linear_num_key_heads",
          "is " + keyHeads + ". Allowed: a divisor of linear_num_value_heads, " + valueHeads + ".");
      keyHeads = valueHeads;
    }
    return new Attention.Linear(
        Attention.Linear.Rule.GATED_DELTA,
        keyHeads,
        valueHeads,
        config.whole("linear_key_head_dim", Dimension.WIDTH),
        config.whole("linear_value_head_dim", Dimension.WIDTH),
        config.whole("linear_conv_kernel_dim", Dimension.PARTS),
        StateBits.read(config, shape, "mamba_ssm_dtype", 16));
  }
}
