package dev.ridgeline.operator;

import dev.ridgeline.catalog.Window;
import java.io.Serializable;

/**
 * Which of the tokens before it a query attends to, in one kind of layer.
 *
 * @param kind how they are chosen
 * @param tokens most of them; infinite for all
 */
public record Span(Kind kind, double tokens) implements Serializable {

  /** All of them. */
  public static final Span ALL = new Span(Kind.ALL, Double.POSITIVE_INFINITY);

  /** How the tokens are chosen. */
  public enum Kind {
    ALL,
    /** The last ones: neighbouring queries see nearly the same. */
    RECENT,
    /** Those that an indexer picks: each query its own. */
    PICKED
  }

  static Span of(Window window) {
    return window.kind() == Window.Kind.FULL ? ALL : new Span(Kind.RECENT, window.visibleTokens());
  }

  static Span picked(int topK) {
    return new Span(Kind.PICKED, topK);
  }

  /**
   * Query-key pairs of {@code newTokens} new tokens on top of {@code cachedTokens} cached ones: the
   * i-th new token sees {@code min(cached + i, tokens)}. Without a limit that is {@code n*c +
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
   * Tokens whose state is read, summed over passes of equally many new tokens, each on top of those
   * before it. A pass of m tokens on top of c reads once what any of its tokens sees: {@code c + m}
   * of all, {@code min(c, tokens - 1) + m} of the last, {@code min(c + m, m * tokens)} of picked
   * ones.
   *
   * @param passes into how many chunks the new tokens are cut
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
