package dev.ridgeline.catalog;

import dev.ridgeline.config.Measured;
import dev.ridgeline.config.Require;
import dev.ridgeline.units.Dimension;
import java.io.Serializable;

/**
 * Effective bits a weight, scales and zero points included, by tensor group.
 *
 * @param attention projections around the attention core
 * @param denseFfn feed-forward layers that every token passes
 * @param experts routed experts
 * @param sharedExperts experts that every token passes
 * @param router the gate that picks experts
 * @param embedding input embedding and LM head
 * @param norms norms, biases, learned positions
 */
public record WeightBits(
    @Measured(Dimension.BITS) double attention,
    @Measured(Dimension.BITS) double denseFfn,
    @Measured(Dimension.BITS) double experts,
    @Measured(Dimension.BITS) double sharedExperts,
    @Measured(Dimension.BITS) double router,
    @Measured(Dimension.BITS) double embedding,
    @Measured(Dimension.BITS) double norms)
    implements Serializable {

  public WeightBits {
    Require.inRange(WeightBits.class, "attention", attention);
    Require.inRange(WeightBits.class, "denseFfn", denseFfn);
    Require.inRange(WeightBits.class, "experts", experts);
    Require.inRange(WeightBits.class, "sharedExperts", sharedExperts);
    Require.inRange(WeightBits.class, "router", router);
    Require.inRange(WeightBits.class, "embedding", embedding);
    Require.inRange(WeightBits.class, "norms", norms);
  }

  public double of(TensorGroup group) {
    return switch (group) {
      case ATTENTION -> attention;
      case DENSE_FFN -> denseFfn;
      case EXPERTS -> experts;
      case SHARED_EXPERTS -> sharedExperts;
      case ROUTER -> router;
      case EMBEDDING -> embedding;
      case NORMS -> norms;
    };
  }

  /** These bits with others for one group. */
  WeightBits with(TensorGroup group, double bits) {
    return new WeightBits(
        group == TensorGroup.ATTENTION ? bits : attention,
        group == TensorGroup.DENSE_FFN ? bits : denseFfn,
        group == TensorGroup.EXPERTS ? bits : experts,
        group == TensorGroup.SHARED_EXPERTS ? bits : sharedExperts,
        group == TensorGroup.ROUTER ? bits : router,
        group == TensorGroup.EMBEDDING ? bits : embedding,
        group == TensorGroup.NORMS ? bits : norms);
  }
}
