package dev.ridgeline.cost;

import dev.ridgeline.catalog.StepConstants;

/**
 * The time below which no step falls, because the processor prepares the next step meanwhile.
 *
 * @param stepSeconds time of every step
 * @param sequenceSeconds time of each sequence in a step
 */
public record StepFloor(double stepSeconds, double sequenceSeconds) {

  /** No floor. */
  public static final StepFloor NONE = new StepFloor(0, 0);

  /**
   * The floor of the steps of a replica.
   *
   * @param stages pipeline stages, each of which has the processor once for every micro-batch
   */
  public static StepFloor of(StepConstants.Floor floor, int stages) {
    return new StepFloor(stages * floor.stepSeconds(), stages * floor.sequenceSeconds());
  }

  /** Time that so many steps take at least, with so many sequences in each, in seconds. */
  double seconds(double steps, double sequences) {
    return steps * (stepSeconds + sequences * sequenceSeconds);
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
