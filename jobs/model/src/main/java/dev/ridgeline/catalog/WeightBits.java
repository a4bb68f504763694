package dev.ridgeline.catalog;

import dev.ridgeline.config.Require;
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
    double attention,
    double denseFfn,
    double experts,
    double sharedExperts,
    double router,
    double embedding,
    double norms)
    implements Serializable {

  public WeightBits {
    Require.positive("attention", attention);
    Require.positive("denseFfn", denseFfn);
    Require.positive("experts", experts);
    Require.positive("sharedExperts", sharedExperts);
    Require.positive("router", router);
    Require.positive("embedding", embedding);
    Require.positive("norms", norms);
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
}
