package dev.ridgeline.catalog;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.ridgeline.config.Measured;
import dev.ridgeline.config.Require;
import dev.ridgeline.units.Dimension;
import java.io.Serializable;
import java.util.Optional;

/**
 * The size of a model as its makers state it. It checks the dimensions and is never an input of the
 * cost model. Published "active" counts follow three conventions, which differ by up to a fifth.
 *
 * @param totalParameters all parameters
 * @param activeParameters parameters that a token passes, by {@code activeConvention}
 * @param activeConvention matrices that this count includes
 * @param difference reason why the computed size differs by more than 1 %; empty where it does not
 */
public record PublishedSize(
    @Measured(Dimension.PARAMETERS) double totalParameters,
    @Measured(Dimension.PARAMETERS) double activeParameters,
    ActiveConvention activeConvention,
    String difference)
    implements Serializable {

  public PublishedSize {
    Require.inRange(PublishedSize.class, "totalParameters", totalParameters);
    Require.inRange(PublishedSize.class, "activeParameters", activeParameters);
  }

  @JsonCreator
  static PublishedSize of(
      @JsonProperty("totalParameters") double totalParameters,
      @JsonProperty("activeParameters") double activeParameters,
      @JsonProperty("activeConvention") ActiveConvention activeConvention,
      @JsonProperty("difference") Optional<String> difference) {
    return new PublishedSize(
        totalParameters, activeParameters, activeConvention, difference.orElse(""));
  }

  /** The vocabulary-wide matrices that a count of active parameters includes. */
  public enum ActiveConvention {
    /** LM head, but no input embedding: the matrices that a token is multiplied with. */
    HEAD_ONLY,
    /** LM head and input embedding. */
    WITH_EMBEDDING,
    /** Neither LM head nor input embedding. */
    WITHOUT_EMBEDDING
  }
}
