package dev.ridgeline.operator;

/**
 * The part of a model that an accelerator runs: all of it, or one side where attention and
 * feed-forward are disaggregated.
 */
public enum Part {
  WHOLE(true, true),
  /** The side that keeps the state: attention, routers, embedding and LM head. */
  ATTENTION(true, false),
  /** The other side: dense feed-forward layers and experts. */
  FEED_FORWARD(false, true);

  private final boolean attention;
  private final boolean feedForward;

  Part(boolean attention, boolean feedForward) {
    this.attention = attention;
    this.feedForward = feedForward;
  }

  boolean hasAttention() {
    return attention;
  }

  boolean hasFeedForward() {
    return feedForward;
  }
}
