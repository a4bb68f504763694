package dev.ridgeline.operator;

/**
 * The size of one step on one attention-parallel rank: the quantities in which every operator is
 * affine.
 *
 * @param sequences sequences in the step
 * @param tokens new tokens in the step, over all sequences
 * @param contextTokens tokens attended to, over all sequences: cached plus new
 * @param pairs query-key pairs under the causal mask, over all sequences
 */
public record StepShape(double sequences, double tokens, double contextTokens, double pairs) {

  /**
   * The shape of a step of {@code sequences} equal sequences.
   *
   * <p>A new token sees all cached tokens, those before it and itself, so n new tokens on top of c
   * cached ones make {@code n*c + n*(n+1)/2} pairs.
   *
   * @param sequences sequences
   * @param newTokens n, new tokens of each: the uncached prompt in prefill, 1 in decode
   * @param cachedTokens c, cached tokens of each
   */
  public static StepShape of(double sequences, double newTokens, double cachedTokens) {
    return new StepShape(
        sequences,
        sequences * newTokens,
        sequences * (cachedTokens + newTokens),
        sequences * (newTokens * cachedTokens + newTokens * (newTokens + 1) / 2));
  }
}
