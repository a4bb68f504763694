package dev.ridgeline.deployment;

import com.fasterxml.jackson.annotation.JsonCreator;
import dev.ridgeline.config.InvalidValueException;
import dev.ridgeline.config.WrittenAs;
import dev.ridgeline.units.Dimension;
import java.io.Serializable;

/**
 * The number of prompts that each part of a replica packs into one prefill step.
 *
 * <p>Packed prompts share the reads of weights, but each of them waits for all. An engine packs the
 * prompts that arrived while its last step ran.
 *
 * @param prompts number of prompts; 0 for as many as the engine packs
 */
@WrittenAs(
    """
    {"oneOf": [
      {"type": "integer", "minimum": 1, "maximum": 1000000},
      {"const": "engine"}]}
    """)
public record PromptsPerStep(int prompts) implements Serializable {

  /** As many prompts as arrive while a step runs, within the token budget. */
  public static final PromptsPerStep ENGINE = new PromptsPerStep(0);

  private static final String ENGINE_LABEL = "engine";

  /**
   * Reads {@code engine} or a number of prompts.
   *
   * @throws InvalidValueException for any other value
   */
  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  static PromptsPerStep of(Object written) {
    if (written instanceof Integer number && Dimension.SEQUENCES.range().has(number)) {
      return new PromptsPerStep(number);
    }
    if (ENGINE_LABEL.equals(written)) {
      return ENGINE;
    }
    throw new InvalidValueException(
        "", written, Dimension.SEQUENCES.range().allowedWhole() + ", or 'engine'");
  }

  /** Whether the engine decides. */
  boolean isOfEngine() {
    return prompts == 0;
  }

  /**
   * The fewest prompts whose steps keep up with a share of a pool's highest rate. Short prompts
   * must be packed to reach it, because their steps mostly read weights. Long ones need not.
   *
   * <p>A step of k prompts takes {@code a + b k}. Of {@code k / (a + b k) >= u K / (a + b K)} the
   * smallest whole k is taken.
   *
   * @param utilization u, share of the highest rate, below 1
   * @param most K, prompts of the fullest step, above 1
   * @param oneSeconds time of a step of one prompt
   * @param fullSeconds time of the fullest step
   */
  static double keepingUp(double utilization, double most, double oneSeconds, double fullSeconds) {
    double ofPrompt = (fullSeconds - oneSeconds) / (most - 1);
    double ofStep = oneSeconds - ofPrompt;
    if (!(ofStep > 0)) {
      return 1;
    }
    double fewest = utilization * most * ofStep / (ofStep + ofPrompt * most * (1 - utilization));
    return Math.max(1, Math.min(most, Math.ceil(fewest)));
  }

  /** The number as files and tables write it. */
  public String label() {
    return prompts == 0 ? ENGINE_LABEL : Integer.toString(prompts);
  }

  /**
   * The number of prompts where a pool only prefills and more prompts always wait.
   *
   * @param withinBudget most prompts that the token budget allows in a pass
   */
  double packing(double withinBudget) {
    return prompts > 0 ? prompts : withinBudget;
  }

  /**
   * The number of prompts where all sequences of a part decode in turn. As many new ones replace
   * those that finish in one decode step.
   *
   * @param sequences sequences of one part
   * @param outputSteps decode steps of a sequence
   * @param withinBudget most prompts that the token budget allows in a pass
   */
  double replacing(double sequences, double outputSteps, double withinBudget) {
    double wanted =
        prompts > 0 ? prompts : Math.min(withinBudget, Math.ceil(sequences / outputSteps));
    return Math.min(wanted, sequences);
  }
}
