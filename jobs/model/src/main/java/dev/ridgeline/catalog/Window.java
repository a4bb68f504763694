package dev.ridgeline.catalog;

import dev.ridgeline.config.Require;
import java.io.Serializable;

/**
 * How far back the queries of a layer see.
 *
 * @param kind shape of the window
 * @param tokens its width; infinite where there is none
 */
public record Window(Kind kind, double tokens) implements Serializable {

  /** Every query sees all tokens before it. */
  public static final Window FULL = new Window(Kind.FULL, Double.POSITIVE_INFINITY);

  public Window {
    if (kind == Kind.FULL ? !Double.isInfinite(tokens) : !(tokens >= 1)) {
      Require.positive("tokens", tokens);
    }
  }

  /** Shapes of windows. */
  public enum Kind {
    /** No window. */
    FULL,
    /** The last {@code tokens} tokens, the query's own among them (Mistral, Gemma 3, gpt-oss). */
    SLIDING,
    /** The query's own chunk of {@code tokens} tokens, up to itself (Llama 4). */
    CHUNKED
  }

  /**
   * Keys that a query far from the start sees: the width, or in a chunk {@code (w + 1) / 2} on
   * average over its positions.
   */
  public double visibleTokens() {
    return kind == Kind.CHUNKED ? (tokens + 1) / 2 : tokens;
  }

  /** Tokens of a sequence whose state is kept. */
  public double residentTokens() {
    return tokens;
  }
}
