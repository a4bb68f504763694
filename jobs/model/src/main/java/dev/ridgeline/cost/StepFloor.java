package dev.ridgeline.cost;

import dev.ridgeline.catalog.StepConstants;
import dev.ridgeline.operator.Phase;

/**
 * The time below which no step falls, because the processor prepares the next step meanwhile.
 *
 * @param stepSeconds time of every step
 * @param sequenceSeconds time of each sequence in a step
 * @param eagerSeconds time of the layers of a step with prompts, whose kernels are launched one by
 *     one
 */
public record StepFloor(double stepSeconds, double sequenceSeconds, double eagerSeconds) {

  /** No floor. */
  public static final StepFloor NONE = new StepFloor(0, 0, 0);

  /**
   * The floor of the steps of a model with so many layers.
   *
   * @param stages pipeline stages, each of which has the processor once for every micro-batch
   */
  public static StepFloor of(StepConstants.Floor floor, int layers, int stages) {
    return floor.equals(StepConstants.Floor.NONE)
        ? NONE
        : new StepFloor(
            stages * floor.stepSeconds(),
            stages * floor.sequenceSeconds(),
            layers * floor.eagerLayerSeconds());
  }

  /** Time that so many steps take at least, with so many sequences in each, in seconds. */
  double seconds(Phase phase, double steps, double sequences) {
    double eager = phase == Phase.PREFILL ? eagerSeconds : 0;
    return steps * (stepSeconds + sequences * sequenceSeconds + eager);
  }

  /**
   * Adds the wait for the processor to a cost.
   *
   * @param leastSeconds time that some steps take at least
   * @param takenSeconds time of these steps on the accelerator
   */
  static void addWait(double leastSeconds, double takenSeconds, StepCost cost) {
    if (leastSeconds > takenSeconds) {
      cost.overheadSeconds += leastSeconds - takenSeconds;
    }
  }
}
