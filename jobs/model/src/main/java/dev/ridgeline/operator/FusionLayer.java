package dev.ridgeline.operator;

import dev.ridgeline.catalog.FeedForward;
import dev.ridgeline.catalog.TensorGroup;
import java.util.List;

/**
 * The fusion of hidden vectors before the layers of a drafter: the operator table of that name in
 * jobs/model/README.md. Engines copy its matrix to every accelerator (ReplicatedLinear in vLLM's
 * llama_eagle3.py, eh_proj in deepseek_mtp.py), so nothing is summed.
 */
final class FusionLayer {

  private FusionLayer() {}

  static List<Operator> of(FeedForward.Fusion fusion, Shard on) {
    double d = on.hidden();
    return List.of(on.feedForward("fusion", TensorGroup.DENSE_FFN, fusion.inputs() * d, d));
  }
}
