package dev.ridgeline.catalog;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.ridgeline.config.Measured;
import dev.ridgeline.config.Require;
import dev.ridgeline.units.Dimension;
import java.io.Serializable;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What the constants of an engine's steps were fitted to, and how far they are off elsewhere.
 * Errors are means of the absolute error of TPOT, as shares.
 *
 * @param measurements file or directory of the measured points
 * @param points number of points of the engine among them
 * @param accelerators ids of the accelerators that these points were measured on
 * @param day day of the fit
 * @param ownError error on the points of the fit themselves
 * @param configurationError error on configurations that were left out, a third at a time; absent
 *     where none were
 * @param modelError error on models that were left out, one at a time, as the mean over points;
 *     absent where none were
 */
public record StepFit(
    String measurements,
    @Measured(Dimension.PARTS) int points,
    List<String> accelerators,
    LocalDate day,
    @Measured(value = Dimension.RATIO, orZero = true) double ownError,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Measured(value = Dimension.RATIO, orZero = true)
        @Nullable Double configurationError,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Measured(value = Dimension.RATIO, orZero = true)
        @Nullable Double modelError)
    implements Serializable {

  public StepFit {
    Require.inRange(StepFit.class, "points", points);
    Require.inRange(StepFit.class, "ownError", ownError);
    if (configurationError != null) {
      Require.inRange(StepFit.class, "configurationError", configurationError);
    }
    if (modelError != null) {
      Require.inRange(StepFit.class, "modelError", modelError);
    }
    accelerators = List.copyOf(accelerators);
  }

  @JsonCreator
  static StepFit of(
      @JsonProperty("measurements") String measurements,
      @JsonProperty("points") int points,
      @JsonProperty("accelerators") List<String> accelerators,
      @JsonProperty("day") LocalDate day,
      @JsonProperty("ownError") double ownError,
      @JsonProperty("configurationError") Optional<Double> configurationError,
      @JsonProperty("modelError") Optional<Double> modelError) {
    return new StepFit(
        measurements,
        points,
        accelerators,
        day,
        ownError,
        configurationError.orElse(null),
        modelError.orElse(null));
  }

  /** Whether points of the fit were measured on an accelerator. */
  public boolean saw(String acceleratorId) {
    return accelerators.contains(acceleratorId);
  }

  /** The fit for people, as what follows the name of the engine. */
  public String text() {
    String held = ", no point held out";
    if (configurationError != null) {
      String ofModels = modelError == null ? "" : " and " + percent(modelError) + " on models";
      held = ", TPOT off by " + percent(configurationError) + " on configurations" + ofModels;
      held += " left out";
    }
    return "fitted to " + points + " points of " + measurements + " on " + day + held;
  }

  private static String percent(double error) {
    return String.format(Locale.ROOT, "%.1f %%", 100 * error);
  }
}
