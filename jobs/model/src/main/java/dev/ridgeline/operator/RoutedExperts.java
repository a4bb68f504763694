package dev.ridgeline.operator;

import java.io.Serializable;

/**
 * The law by which tokens pick experts.
 *
 * @param experts routed experts of the layer, over all accelerators
 * @param topK experts that each token picks
 * @param skew exponent of the Zipf law by which experts are picked; 0 for uniform routing
 * @param tokenGroups attention-parallel ranks whose tokens meet at the experts
 * @param redundant experts, the most popular ones, that have a second copy
 * @param rankImbalance tokens of the busiest accelerator over the mean, without second copies
 */
public record RoutedExperts(
    int experts, int topK, double skew, int tokenGroups, int redundant, double rankImbalance)
    implements Serializable {

  /**
   * Part of the excess of the busiest accelerator that is left where experts have copies. It was
   * measured on DeepSeek-R1. The busiest of 32 ranks without copies has 1.564 times the mean too
   * much, that of 36 ranks with 32 copies 0.115 times (github.com/NVIDIA/TensorRT-LLM,
   * examples/wide_ep/ep_load_balancer/README.md). On 16 ranks of Kimi K3 the excess falls from
   * 0.069 to 0.008 (github.com/vllm-project/vllm, pull 50647).
   */
  private static final double LEFT_BY_COPIES = 0.115378 / 1.564272;

  /**
   * Number of parts into which a skewed law is cut. Within a part all experts are equally popular.
   */
  private static final int PARTS = 32;

  /** A law without second copies, under which all accelerators have equally many rows. */
  public RoutedExperts(int experts, int topK, double skew, int tokenGroups) {
    this(experts, topK, skew, tokenGroups, 0, 1);
  }

  /** Rows of the busiest accelerator over the mean. */
  public double imbalance() {
    return 1 + (rankImbalance - 1) * (redundant > 0 ? LEFT_BY_COPIES : 1);
  }

  /**
   * Expected share of the stored experts that at least one token of a pass picks. It is the mean of
   * {@code 1 - (1 - p_e)^T} over the experts. T is the number of tokens of all groups, and p_e the
   * probability that a token picks expert e. Under uniform routing it is {@code 1 - (1 - k/E)^T}.
   *
   * <p>The two copies of an expert have half of its tokens each, and count as two.
   *
   * <p>The weights of an expert are read once if any token picks it. A step therefore reads k of E
   * experts at batch 1, and all of them at a large batch.
   */
  public double touchedShare(StepShape shape) {
    double tokens = shape.tokens() / shape.passes() * tokenGroups;
    if (!(skew > 0) && redundant == 0) {
      return touched(tokens, (double) topK / experts);
    }
    double share = 0;
    int parts = Math.min(PARTS, experts);
    for (int part = 0; part < parts; part++) {
      int first = part * experts / parts;
      int end = (part + 1) * experts / parts;
      double probability = skew > 0 ? picked(first, end) : (double) topK / experts;
      int copied = Math.max(0, Math.min(end, redundant) - first);
      share +=
          (end - first - copied) * touched(tokens, probability)
              + 2 * copied * touched(tokens, probability / 2);
    }
    return share / (experts + redundant);
  }

  /** Mean rows of an expert in a pass, those without any counted too. */
  double rowsPerPass(StepShape shape) {
    double tokens = shape.tokens() / shape.passes() * tokenGroups;
    return tokens * topK / (experts + redundant);
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
