package dev.ridgeline.catalog;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.ridgeline.config.InvalidValueException;
import dev.ridgeline.config.Measured;
import dev.ridgeline.config.Require;
import dev.ridgeline.units.Dimension;
import java.io.Serializable;
import java.util.Optional;

/**
 * A group of equal layers. One of attention and feed-forward may be missing.
 *
 * @param count number of layers
 * @param attention attention of each layer
 * @param ffn feed-forward of each layer
 */
public record LayerGroup(
    @Measured(Dimension.LAYERS) int count, Attention attention, FeedForward ffn)
    implements Serializable {

  public LayerGroup {
    Require.inRange(LayerGroup.class, "count", count);
    if (!attention.exists() && !ffn.exists()) {
      throw new InvalidValueException(
          "attention", "is missing, and so is ffn. Allowed: at least one of them.");
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

  /**
   * Parameters of one layer outside its matrices: a norm before each part, and norms, convolutions
   * and scalars inside.
   */
  double otherParameters(int hiddenSize) {
    int norms = (attention.exists() ? 1 : 0) + (ffn.exists() ? 1 : 0);
    return (double) norms * hiddenSize + attention.otherParameters();
  }

  /** Parameters of one tensor group in one layer; 0 for groups outside layers. */
  double parameters(int hiddenSize, TensorGroup group) {
    return switch (group) {
      case ATTENTION -> attention.projectionParameters(hiddenSize);
      case EMBEDDING, NORMS -> 0;
      default -> ffn.parameters(hiddenSize, group);
    };
  }
}
