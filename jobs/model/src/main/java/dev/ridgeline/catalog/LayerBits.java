package dev.ridgeline.catalog;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.ridgeline.config.EnumName;
import dev.ridgeline.config.InvalidValueException;
import dev.ridgeline.config.Measured;
import dev.ridgeline.config.Require;
import dev.ridgeline.units.Dimension;
import dev.ridgeline.units.Quantity;
import java.io.Serializable;
import java.util.Optional;
import java.util.Set;

/**
 * Layers in which one tensor group has other bits than in the rest of the model. Layers are counted
 * in the order in which the model lists its groups. Layers that a model does not have are ignored.
 *
 * @param group tensor group, one of those inside layers
 * @param countedFrom end of the model from which {@code first} is counted
 * @param first number of layers before the first one that is meant
 * @param layers number of layers
 * @param bits effective bits a weight, scales included
 */
public record LayerBits(
    TensorGroup group,
    CountedFrom countedFrom,
    @Measured(value = Dimension.LAYERS, orZero = true) int first,
    @Measured(Dimension.LAYERS) int layers,
    @Measured(Dimension.BITS) double bits)
    implements Serializable {

  private static final Set<TensorGroup> OUTSIDE = Set.of(TensorGroup.EMBEDDING, TensorGroup.NORMS);

  public LayerBits {
    if (OUTSIDE.contains(group)) {
      throw new InvalidValueException(
          "group",
          "has no layers of its own. Allowed: attention, dense-ffn, experts, shared-experts, router.");
    }
    Require.inRange(LayerBits.class, "first", first);
    Require.inRange(LayerBits.class, "layers", layers);
    Require.inRange(LayerBits.class, "bits", bits);
  }

  @JsonCreator
  static LayerBits of(
      @JsonProperty("group") TensorGroup group,
      @JsonProperty("countedFrom") Optional<CountedFrom> countedFrom,
      @JsonProperty("first") int first,
      @JsonProperty("layers") int layers,
      @JsonProperty("bits") double bits) {
    return new LayerBits(group, countedFrom.orElse(CountedFrom.START), first, layers, bits);
  }

  /** The ends of a model from which layers are counted. */
  public enum CountedFrom {
    START,
    END
  }

  /** Whether a layer of a model is meant, of which {@code index} layers come before it. */
  boolean covers(int index, int layerCount) {
    int before = countedFrom == CountedFrom.START ? index : layerCount - 1 - index;
    return before >= first && before < first + layers;
  }

  /**
   * The exception in words, such as {@code dense-ffn 0-2: 16.00}, or {@code experts end 0: 8.00}
   * for the last layer.
   */
  @Override
  public String toString() {
    String from = countedFrom == CountedFrom.START ? "" : "end ";
    String range = layers == 1 ? first + "" : first + "-" + (first + layers - 1);
    return EnumName.of(group) + " " + from + range + ": " + Quantity.format(bits);
  }
}
