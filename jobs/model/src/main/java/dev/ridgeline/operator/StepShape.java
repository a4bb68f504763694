package dev.ridgeline.operator;

/**
 * The size of one step on one attention-parallel rank: the quantities in which every operator is
 * affine.
 *
 * @param sequences sequences in the step
 * @param newTokens new tokens of each
 * @param cachedTokens cached tokens of each
 * @param passes passes through the layers in which the step is made: long prompts go in chunks
 * @param tokens new tokens in the step, over all sequences
 * @param contextTokens tokens whose state is read, over all sequences and passes: cached plus new
 * @param pairs query-key pairs under the causal mask, over all sequences
 */
public record StepShape(
    double sequences,
    double newTokens,
    double cachedTokens,
    double passes,
    double tokens,
    double contextTokens,
    double pairs) {

  /**
   * The shape of a step of {@code sequences} equal sequences in one pass.
   *
   * @param sequences sequences
   * @param newTokens n, new tokens of each: the uncached prompt in prefill, 1 in decode
   * @param cachedTokens c, cached tokens of each
   */
  public static StepShape of(double sequences, double newTokens, double cachedTokens) {
    return inPasses(1, sequences, newTokens, cachedTokens);
  }

  /** As {@link #of}, with the new tokens cut into equal chunks that pass the layers in turn. */
  public static StepShape inPasses(
      double passes, double sequences, double newTokens, double cachedTokens) {
    return seeing(Span.ALL, passes, sequences, newTokens, cachedTokens);
  }

  /** The same step in layers whose queries see no more than a span. */
  public StepShape within(Span span) {
    return span.kind() == Span.Kind.ALL
        ? this
        : seeing(span, passes, sequences, newTokens, cachedTokens);
  }

  private static StepShape seeing(
      Span span, double passes, double sequences, double newTokens, double cachedTokens) {
    return new StepShape(
        sequences,
        newTokens,
        cachedTokens,
        passes,
        sequences * newTokens,
        sequences * span.reach(newTokens, cachedTokens, passes),
        sequences * span.pairs(newTokens, cachedTokens));
  }

  /** Tokens that one sequence attends to in one pass, on average. */
  public double contextOfOne() {
    return contextTokens / (sequences * passes);
  }
}
