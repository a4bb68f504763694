package dev.ridgeline.catalog;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.ridgeline.config.InvalidValueException;
import dev.ridgeline.config.Require;
import java.io.Serializable;
import java.util.Optional;

/**
 * Equal layers. One of the two parts may be missing.
 *
 * @param count how many
 * @param attention what mixes the tokens in each
 * @param ffn the feed-forward of each
 */
public record LayerGroup(int count, Attention attention, FeedForward ffn) implements Serializable {

  public LayerGroup {
    Require.positive("count", count);
    if (!attention.exists() && !ffn.exists()) {
      throw new InvalidValueException("attention", "is missing, and so is ffn. Allowed: one.");
    }
  }

  @JsonCreator
  static LayerGroup of(
      @JsonProperty("count") int count,
      @JsonProperty("attention") Optional<Attention> attention,
      @JsonProperty("ffn") Optional<FeedForward> ffn) {
    return new LayerGroup(
        count, attention.orElseGet(Attention.None::new), ffn.orElseGet(FeedForward.None::new));
  }

  /** Norms, convolutions and scalars of one layer: a norm before each part, and those inside. */
  double otherParameters(int hiddenSize) {
    int norms = (attention.exists() ? 1 : 0) + (ffn.exists() ? 1 : 0);
    return (double) norms * hiddenSize + attention.otherParameters();
  }
}
