package dev.ridgeline.imports;

import dev.ridgeline.catalog.Attention;
import dev.ridgeline.catalog.Attention.Linear.Rule;
import dev.ridgeline.catalog.FeedForward;
import dev.ridgeline.units.Dimension;
import java.util.List;
import java.util.Optional;

/** Kimi delta attention, with latent attention in some layers (Kimi Linear, Kimi K3). */
final class KimiLinearFamily implements Family {

  private static final int STATE_BITS = 32;

  @Override
  public void read(ConfigKeys config, ModelShape shape) {
    int layers = config.whole("num_hidden_layers", Dimension.LAYERS);
    Optional<ConfigKeys> linear = config.object("linear_attn_config");
    if (linear.isEmpty()) {
      config.problem("linear_attn_config", "is missing. Allowed: its layers and heads.");
      return;
    }
    config.skip("mla_use_nope");
    if (config.has("attn_res_block_size")) {
      shape.residualBlocks(config.whole("attn_res_block_size", Dimension.LAYERS));
    }
    boolean gated = config.flag("mla_use_output_gate", false);
    Attention latent = LatentFamily.attention(config, shape, gated);
    Attention delta = delta(linear.get());
    List<Integer> full = linear.get().wholes("full_attn_layers");
    List<Integer> recurrent = linear.get().wholes("kda_layers");
    linear.get().skip("gate_lower_bound");
    linear.get().refuseOthers();
    List<FeedForward> ffn = FeedForwards.balanced(config, layers, shape);
    for (int layer = 1; layer <= layers; layer++) {
      if (full.contains(layer) == recurrent.contains(layer)) {
        linear
            .get()
            .problem("kda_layers", "and full_attn_layers must have layer " + layer + " once.");
        return;
      }
      String name = "layers." + (layer - 1) + ".";
      shape.layer(
          full.contains(layer) ? latent : delta,
          ffn.get(layer - 1),
          name + "self_attn",
          name + "mlp");
    }
    shape.assume(
        "layers of linear_attn_config: "
            + recurrent.size()
            + " with Kimi delta attention and "
            + full.size()
            + " with latent attention; recurrent state in 32 bits"
            + " (github.com/vllm-project/vllm vllm/model_executor/layers/mamba/mamba_utils.py,"
            + " kda_state_dtype)");
  }

  private static Attention delta(ConfigKeys config) {
    int heads = config.whole("num_heads", Dimension.PARTS);
    int dim = config.whole("head_dim", Dimension.WIDTH);
    int convolution = config.whole("short_conv_kernel_size", Dimension.PARTS);
    Rule rule = config.flag("use_full_rank_gate", false) ? Rule.KIMI_DELTA_WIDE : Rule.KIMI_DELTA;
    return new Attention.Linear(rule, heads, heads, dim, dim, convolution, STATE_BITS);
  }
}
