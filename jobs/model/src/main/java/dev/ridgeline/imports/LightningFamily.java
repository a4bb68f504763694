package dev.ridgeline.imports;

import dev.ridgeline.catalog.Attention;
import dev.ridgeline.catalog.FeedForward;
import dev.ridgeline.catalog.Window;
import dev.ridgeline.units.Dimension;
import java.util.List;

/** Lightning attention, with softmax attention in some layers (MiniMax-01, MiniMax-M1). */
final class LightningFamily implements Family {

  private static final int STATE_BITS = 16;

  @Override
  public void read(ConfigKeys config, ModelShape shape) {
    int layers = config.whole("num_hidden_layers", Dimension.LAYERS);
    Heads heads = Heads.read(config, shape, Heads.Derived.NOTHING);
    List<Integer> softmax = config.wholes("attn_type_list", layers);
    if (softmax.stream().anyMatch(type -> type > 1)) {
      config.problem(
          "attn_type_list", "has a number above 1. Allowed: 0 for lightning, 1 for softmax.");
    }
    Attention lightning =
        new Attention.Linear(
            Attention.Linear.Rule.LIGHTNING,
            heads.heads(),
            heads.heads(),
            heads.headDim(),
            heads.headDim(),
            0,
            STATE_BITS);
    List<FeedForward> ffn = FeedForwards.miniMax(config, layers, shape);
    for (int layer = 0; layer < layers; layer++) {
      String name = "layers." + layer + ".";
      Attention attention = softmax.get(layer) == 1 ? heads.in(Window.FULL) : lightning;
      shape.layer(attention, ffn.get(layer), name + "self_attn", name + "block_sparse_moe");
    }
    shape.assume(
        "state of lightning attention in 16 bits, the type of the model"
            + " (github.com/vllm-project/vllm vllm/model_executor/layers/mamba/mamba_utils.py)");
  }
}
