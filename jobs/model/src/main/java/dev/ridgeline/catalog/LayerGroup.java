package dev.ridgeline.catalog;

import dev.ridgeline.config.Require;
import java.io.Serializable;

/**
 * Equal layers.
 *
 * @param count how many
 * @param attention the attention of each
 * @param ffn the feed-forward of each
 */
public record LayerGroup(int count, Attention attention, FeedForward ffn) implements Serializable {

  public LayerGroup {
    Require.positive("count", count);
  }
}
