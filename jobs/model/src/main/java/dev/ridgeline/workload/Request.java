package dev.ridgeline.workload;

/**
 * One model call of an agent session. Token counts are doubles, because a mean turn need not be
 * whole.
 *
 * @param promptTokens all tokens that the model reads: cached plus new
 * @param cachedTokens part of the prompt whose state is in the cache already
 * @param outputTokens tokens generated
 * @param sharedTokens part of the cached tokens whose state is held once for all requests
 */
public record Request(
    double promptTokens, double cachedTokens, double outputTokens, double sharedTokens) {

  public Request {
    if (!(promptTokens > 0
        && outputTokens > 0
        && cachedTokens >= 0
        && cachedTokens < promptTokens
        && sharedTokens >= 0
        && sharedTokens <= cachedTokens)) {
      throw new IllegalArgumentException(
          "a request needs prompt > cached >= shared >= 0 and output > 0, not "
              + promptTokens
              + ", "
              + cachedTokens
              + ", "
              + outputTokens
              + (sharedTokens == 0 ? "" : ", " + sharedTokens));
    }
  }

  /** A request that shares no state with others. */
  public Request(double promptTokens, double cachedTokens, double outputTokens) {
    this(promptTokens, cachedTokens, outputTokens, 0);
  }

  /** Tokens that prefill computes. */
  public double newTokens() {
    return promptTokens - cachedTokens;
  }

  /** Context when the last token is generated. The cache must hold it for this request. */
  public double peakContextTokens() {
    return promptTokens + outputTokens;
  }

  /**
   * Mean number of tokens already in the cache over the decode steps of this request. Step j of o
   * (j = 0 .. o-1) finds {@code prompt + j}, so the mean is {@code prompt + (o - 1) / 2}. The
   * decode cost of full attention is affine in it, so the step at the mean is the mean step.
   */
  public double meanDecodeContextTokens() {
    return promptTokens + (outputTokens - 1) / 2;
  }
}
