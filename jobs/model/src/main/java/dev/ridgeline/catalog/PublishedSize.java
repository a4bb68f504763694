package dev.ridgeline.catalog;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.ridgeline.config.InvalidValueException;
import dev.ridgeline.config.Measured;
import dev.ridgeline.config.Require;
import dev.ridgeline.units.Dimension;
import dev.ridgeline.units.Quantity;
import java.io.Serializable;
import java.util.Locale;
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

  /** Largest share by which a published count may differ from the computed one. */
  public static final double TOLERANCE = 0.01;

  /** As {@link #TOLERANCE}, where the entry explains the difference, such as by a rounded name. */
  static final double EXPLAINED_TOLERANCE = 0.1;

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

  /** The first of the two counts that differs too much from what the dimensions give. */
  Optional<InvalidValueException> contradiction(Model model) {
    return contradiction("totalParameters", totalParameters, model.totalParameters())
        .or(
            () ->
                contradiction(
                    "activeParameters",
                    activeParameters,
                    model.activeParameters(activeConvention)));
  }

  private Optional<InvalidValueException> contradiction(
      String field, double published, double computed) {
    double tolerance = difference.isEmpty() ? TOLERANCE : EXPLAINED_TOLERANCE;
    double off = published / computed - 1;
    if (Math.abs(off) <= tolerance) {
      return Optional.empty();
    }
    String reason =
        String.format(
            Locale.ROOT,
            "is %s, and the dimensions give %s, a difference of %.1f %%. Allowed: at most %.0f %%%s.",
            Quantity.format(published),
            Quantity.format(computed),
            100 * Math.abs(off),
            100 * tolerance,
            difference.isEmpty() ? ", or a published/difference that says why" : "");
    return Optional.of(new InvalidValueException("published/" + field, reason));
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
