package dev.ridgeline.catalog;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.ridgeline.config.Require;
import java.io.Serializable;
import java.util.Optional;

/**
 * What the makers of a model say about its size. A label to check the dimensions against, never an
 * input of the cost model: published "active" counts follow three conventions and differ from each
 * other by up to a fifth.
 *
 * @param totalParameters all parameters
 * @param activeParameters parameters a token passes, by {@code activeConvention}
 * @param activeConvention what that count includes
 * @param difference why what follows from the dimensions differs by more than 1 %; empty where it
 *     does not
 */
public record PublishedSize(
    double totalParameters,
    double activeParameters,
    ActiveConvention activeConvention,
    String difference)
    implements Serializable {

  public PublishedSize {
    Require.positive("totalParameters", totalParameters);
    Require.positive("activeParameters", activeParameters);
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

  /** Which vocabulary-wide matrices an "active parameters" figure includes. */
  public enum ActiveConvention {
    /** LM head, no input embedding: what a token multiplies with. */
    HEAD_ONLY,
    /** LM head and input embedding. */
    WITH_EMBEDDING,
    /** Neither. */
    WITHOUT_EMBEDDING
  }
}
