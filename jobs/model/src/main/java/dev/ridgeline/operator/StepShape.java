package dev.ridgeline.operator;

/**
 * The size of one step on one attention-parallel rank. Every operator is affine in these
 * quantities.
 *
 * @param sequences sequences in the step
 * @param newTokens new tokens of each sequence
 * @param cachedTokens cached tokens of each sequence
 * @param passes passes through the layers in which the step is made: long prompts pass in chunks
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
   * Returns the shape of a step of equal sequences in one pass.
   *
   * @param sequences sequences
   * @param newTokens n, new tokens of each: the uncached prompt in prefill, 1 in decode
   * @param cachedTokens c, cached tokens of each
   */
  public static StepShape of(double sequences, double newTokens, double cachedTokens) {
    return inPasses(1, sequences, newTokens, cachedTokens);
  }

  /**
   * Returns the shape of a step whose new tokens are cut into equal chunks that pass the layers in
   * turn. Otherwise as {@link #of}.
   */
  public static StepShape inPasses(
      double passes, double sequences, double newTokens, double cachedTokens) {
    return seeing(Span.ALL, passes, sequences, newTokens, cachedTokens);
  }

  /** The shape of the same step in layers whose queries attend to a span. */
  public StepShape within(Span span) {
    return span.isWhole() ? this : seeing(span, passes, sequences, newTokens, cachedTokens);
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

  /**
   * Rows of this shape together with those of sequences that decode beside them in every pass. The
   * new shape holds for operators that do not see the context. Its sequences are the rows of which
   * the LM head computes an output: the last of each prompt, and all that decode.
   *
   * @param decodes shape of the decoding sequences in one pass
   */
  public StepShape withRowsOf(StepShape decodes) {
    double outputs = sequences + passes * decodes.tokens;
    double allTokens = tokens + passes * decodes.tokens;
    return new StepShape(outputs, allTokens / outputs, 0, passes, allTokens, 0, 0);
  }

  /** Mean number of tokens that one sequence attends to in one pass. */
  public double contextOfOne() {
    return contextTokens / (sequences * passes);
  }
}
