package dev.ridgeline.operator;

import dev.ridgeline.catalog.FeedForward;
import dev.ridgeline.catalog.TensorGroup;
import java.util.List;

/** A dense feed-forward layer: the operator table of that name in jobs/model/README.md. */
final class DenseLayer {

  private DenseLayer() {}

  static List<Operator> of(FeedForward.Dense ffn, Shard on) {
    double f = on.split(ffn.intermediateSize());
    return operators("ffn", TensorGroup.DENSE_FFN, f, ffn.gated(), on);
  }

  /** The up and down projections. A gate is one GEMM with the up projection, twice as wide. */
  static List<Operator> operators(
      String name, TensorGroup group, double f, boolean gated, Shard on) {
    double d = on.hidden();
    return List.of(
        gated
            ? on.feedForward(name + " gate and up", group, d, 2 * f)
            : on.feedForward(name + " up", group, d, f),
        on.feedForward(name + " down", group, f, d));
  }
}
