package dev.ridgeline.operator;

/**
 * What of a model an accelerator runs: all of it, or one side where attention and feed-forward are
 * disaggregated.
 */
public enum Part {
  WHOLE(true, true),
  /** Attention, routers, embedding and LM head: whatever is kept near the state. */
  ATTENTION(true, false),
  /** Dense feed-forward layers and experts. */
  FEED_FORWARD(false, true);

  private final boolean attention;
  private final boolean feedForward;

  Part(boolean attention, boolean feedForward) {
    this.attention = attention;
    this.feedForward = feedForward;
  }

  public boolean hasAttention() {
    return attention;
  }

  public boolean hasFeedForward() {
    return feedForward;
  }
}
