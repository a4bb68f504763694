package dev.ridgeline.operator;

import java.io.Serializable;

/**
 * How tokens fall on experts.
 *
 * @param experts routed experts of the layer, over all accelerators
 * @param topK experts a token
 * @param tokenGroups attention-parallel ranks whose tokens meet at the experts
 */
public record RoutedExperts(int experts, int topK, int tokenGroups) implements Serializable {

  /**
   * Expected share of the experts that at least one token of the step reaches, under uniform
   * routing: {@code 1 - (1 - k/E)^T} with T the tokens of all groups. The weights of an expert are
   * read once if any token reaches it, so at batch 1 a step reads k of E experts and at large batch
   * all of them.
   */
  public double touchedShare(StepShape shape) {
    double tokens = shape.tokens() * tokenGroups;
    return -Math.expm1(tokens * Math.log1p(-(double) topK / experts));
  }
}
