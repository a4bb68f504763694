package dev.ridgeline.catalog;

import dev.ridgeline.config.InvalidValueException;
import dev.ridgeline.config.Measured;
import dev.ridgeline.config.Require;
import dev.ridgeline.units.Dimension;
import java.io.Serializable;

/**
 * The window of a layer: the earlier tokens that its queries see.
 *
 * @param kind shape of the window
 * @param tokens width of the window; infinite for {@link Kind#FULL}
 */
public record Window(Kind kind, @Measured(Dimension.TOKENS) double tokens) implements Serializable {

  /** Every query sees all tokens before it. */
  public static final Window FULL = new Window(Kind.FULL, Double.POSITIVE_INFINITY);

  public Window {
    if (kind != Kind.FULL) {
      Require.inRange(Window.class, "tokens", tokens);
    } else if (!Double.isInfinite(tokens)) {
      throw new InvalidValueException("tokens", tokens, "no width, because a full window has none");
    }
  }

  /** Shapes of windows. */
  public enum Kind {
    /** No limit: a query sees all tokens before it. */
    FULL,
    /** The last {@code tokens} tokens, the query's own among them (Mistral, Gemma 3, gpt-oss). */
    SLIDING,
    /** The query's own chunk of {@code tokens} tokens, up to itself (Llama 4). */
    CHUNKED
  }

  /**
   * Number of keys that a query far from the start sees. It is the width, or in chunks the mean
   * over the positions, {@code (w + 1) / 2}.
   */
  public double visibleTokens() {
    return kind == Kind.CHUNKED ? (tokens + 1) / 2 : tokens;
  }

  /** Number of tokens of a sequence whose state is kept. */
  public double residentTokens() {
    return tokens;
  }
}
