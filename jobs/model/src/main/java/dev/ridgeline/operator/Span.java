package dev.ridgeline.operator;

import dev.ridgeline.catalog.Window;
import java.io.Serializable;

/**
 * The tokens before a query to which it attends, in one kind of layer.
 *
 * @param kind the way in which the tokens are chosen
 * @param tokens the largest number of them; infinite where there is no limit
 */
public record Span(Kind kind, double tokens) implements Serializable {

  /** All tokens before the query. */
  public static final Span ALL = new Span(Kind.ALL, Double.POSITIVE_INFINITY);

  /** The ways in which tokens are chosen. */
  public enum Kind {
    ALL,
    /** The latest tokens. Neighbouring queries attend to nearly the same ones. */
    RECENT,
    /** Tokens picked by an indexer. Each query has its own. */
    PICKED
  }

  static Span of(Window window) {
    return window.kind() == Window.Kind.FULL ? ALL : new Span(Kind.RECENT, window.visibleTokens());
  }

  static Span picked(int topK) {
    return new Span(Kind.PICKED, topK);
  }

  /**
   * Query-key pairs of {@code newTokens} new tokens after {@code cachedTokens} cached ones. The
   * i-th new token sees {@code min(cached + i, tokens)}. Without a limit the sum is {@code n*c +
   * n*(n+1)/2}.
   */
  public double pairs(double newTokens, double cachedTokens) {
    if (cachedTokens + newTokens <= tokens) {
      return newTokens * cachedTokens + newTokens * (newTokens + 1) / 2;
    }
    double unlimited = Math.max(0, tokens - cachedTokens);
    return unlimited * cachedTokens
        + unlimited * (unlimited + 1) / 2
        + (newTokens - unlimited) * tokens;
  }

  /**
   * Tokens whose state is read, summed over passes of equally many new tokens, each after those
   * before it. A pass reads once each token that any of its queries sees. For m new tokens after c
   * earlier ones that is {@code c + m} of all tokens, {@code min(c, tokens - 1) + m} of the latest,
   * and {@code min(c + m, m * tokens)} of picked ones.
   *
   * @param newTokens new tokens of a sequence
   * @param cachedTokens cached tokens of a sequence
   * @param passes number of chunks into which the new tokens are cut
   */
  public double reach(double newTokens, double cachedTokens, double passes) {
    double chunk = newTokens / passes;
    double last = cachedTokens + newTokens - chunk;
    double limit =
        switch (kind) {
          case ALL -> Double.POSITIVE_INFINITY;
          case RECENT -> tokens - 1;
          case PICKED -> chunk * (tokens - 1);
        };
    return newTokens + sumOfMinimums(cachedTokens, chunk, last, passes, limit);
  }

  /** The sum of {@code min(first + j * step, limit)} over j from 0 to passes - 1. */
  private static double sumOfMinimums(
      double first, double step, double last, double passes, double limit) {
    if (last <= limit) {
      return passes * (first + last) / 2;
    }
    double below = Math.min(passes, Math.max(0, Math.ceil((limit - first) / step)));
    return below * first + step * below * (below - 1) / 2 + (passes - below) * limit;
  }
}
