package dev.ridgeline.operator;

import dev.ridgeline.catalog.Window;
import java.io.Serializable;

/**
 * The tokens before a query to which it attends, in one kind of layer. Where they are compressed, a
 * query attends to one entry for every {@code ratio} tokens, and to entries of the latest tokens
 * beside them.
 *
 * @param kind the way in which the tokens are chosen
 * @param tokens the largest number of them; infinite where there is no limit
 * @param ratio tokens of one entry; 1 where each has its own
 * @param recent latest tokens to whose own entries a query attends as well; 0 for none
 */
public record Span(Kind kind, double tokens, double ratio, double recent) implements Serializable {

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

  /** A span of tokens that are not compressed. */
  public Span(Kind kind, double tokens) {
    this(kind, tokens, 1, 0);
  }

  static Span of(Window window) {
    return window.kind() == Window.Kind.FULL ? ALL : new Span(Kind.RECENT, window.visibleTokens());
  }

  static Span picked(int topK) {
    return new Span(Kind.PICKED, topK);
  }

  static Span recent(int tokens) {
    return new Span(Kind.RECENT, tokens);
  }

  /** One entry for every {@code ratio} tokens, and the entries of {@code recent} latest tokens. */
  static Span compressed(double ratio, double recent) {
    return new Span(Kind.ALL, Double.POSITIVE_INFINITY, ratio, recent);
  }

  /** As {@link #compressed}, for the best entries alone. */
  static Span pickedEntries(int entries, double ratio, double recent) {
    return new Span(Kind.PICKED, entries * ratio, ratio, recent);
  }

  /** Whether a query attends to each token before it. */
  boolean isWhole() {
    return kind == Kind.ALL && ratio == 1 && recent == 0;
  }

  /** Number of entries that a query picks at most. */
  public double entries() {
    return tokens / ratio;
  }

  /**
   * Query-key pairs of {@code newTokens} new tokens after {@code cachedTokens} cached ones. The
   * i-th new token sees {@code min(cached + i, tokens)}. Without a limit the sum is {@code n*c +
   * n*(n+1)/2}. An entry of several tokens counts by its part, also where it is not complete.
   */
  public double pairs(double newTokens, double cachedTokens) {
    double pairs = pairs(newTokens, cachedTokens, tokens) / ratio;
    return recent > 0 ? pairs + pairs(newTokens, cachedTokens, recent) : pairs;
  }

  private static double pairs(double newTokens, double cachedTokens, double tokens) {
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
   * and {@code min(c + m, m * tokens)} of picked ones. Compressed tokens count by their part of an
   * entry.
   *
   * @param newTokens new tokens of a sequence
   * @param cachedTokens cached tokens of a sequence
   * @param passes number of chunks into which the new tokens are cut
   */
  public double reach(double newTokens, double cachedTokens, double passes) {
    double chunk = newTokens / passes;
    double limit =
        switch (kind) {
          case ALL -> Double.POSITIVE_INFINITY;
          case RECENT -> tokens - 1;
          case PICKED -> chunk * (tokens - 1);
        };
    double reach = reach(newTokens, cachedTokens, passes, limit) / ratio;
    return recent > 0 ? reach + reach(newTokens, cachedTokens, passes, recent - 1) : reach;
  }

  private static double reach(double newTokens, double cachedTokens, double passes, double limit) {
    double chunk = newTokens / passes;
    double last = cachedTokens + newTokens - chunk;
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
