package dev.ridgeline.operator;

import java.io.Serializable;

/**
 * The law by which tokens pick experts.
 *
 * @param experts routed experts of the layer, over all accelerators
 * @param topK experts that each token picks
 * @param skew exponent of the Zipf law by which experts are picked; 0 for uniform routing
 * @param tokenGroups attention-parallel ranks whose tokens meet at the experts
 */
public record RoutedExperts(int experts, int topK, double skew, int tokenGroups)
    implements Serializable {

  /**
   * Number of parts into which a skewed law is cut. Within a part all experts are equally popular.
   */
  private static final int PARTS = 32;

  /**
   * Expected share of the experts that at least one token of a pass picks. It is the mean of {@code
   * 1 - (1 - p_e)^T} over the experts. T is the number of tokens of all groups, and p_e the
   * probability that a token picks expert e. Under uniform routing it is {@code 1 - (1 - k/E)^T}.
   *
   * <p>The weights of an expert are read once if any token picks it. A step therefore reads k of E
   * experts at batch 1, and all of them at a large batch.
   */
  public double touchedShare(StepShape shape) {
    double tokens = shape.tokens() / shape.passes() * tokenGroups;
    if (!(skew > 0)) {
      return touched(tokens, (double) topK / experts);
    }
    double share = 0;
    int parts = Math.min(PARTS, experts);
    for (int part = 0; part < parts; part++) {
      int first = part * experts / parts;
      int end = (part + 1) * experts / parts;
      share += (double) (end - first) / experts * touched(tokens, picked(first, end));
    }
    return share;
  }

  private static double touched(double tokens, double probability) {
    return -Math.expm1(tokens * Math.log1p(-probability));
  }

  /** Mean probability that a token picks one of the experts of these ranks, at most 1. */
  private double picked(int first, int end) {
    double share = (weight(end) - weight(first)) / weight(experts);
    return Math.min(1, topK * share / (end - first));
  }

  /** The weight of the most popular experts up to a rank: the integral of {@code x^-s} up to it. */
  private double weight(int rank) {
    return skew == 1 ? Math.log1p(rank) : (Math.pow(rank + 1.0, 1 - skew) - 1) / (1 - skew);
  }
}
