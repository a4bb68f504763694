package dev.ridgeline.deployment;

import dev.ridgeline.cost.StepCost;

/**
 * The part of a plan that depends on prefill alone. All plans with the same prefill side share it.
 *
 * <p>It copies the values that a joined plan and most columns read. A large grid has many more
 * sides than a processor cache holds, and each further object costs a miss.
 */
final class PrefillSide {

  private final PrefillCapacity capacity;
  private final PrefillStep step;
  private final StepCost cost;
  private final Replica replica;
  private final boolean fits;
  private final double seconds;
  private final double requestsPerSecond;

  /**
   * Makes the side of a pool that runs one kind of step.
   *
   * @param capacity memory for the prompts
   * @param step prefill step of the prompts
   */
  PrefillSide(PrefillCapacity capacity, PrefillStep step) {
    this(capacity, step, step.requestsPerSecond());
  }

  /**
   * Makes the side of a pool that packs more prompts where more of them wait.
   *
   * @param step usual step
   * @param full step with as many prompts as the pool takes
   */
  static PrefillSide of(PrefillCapacity capacity, PrefillStep step, PrefillStep full) {
    double most = Math.max(step.requestsPerSecond(), full.requestsPerSecond());
    return new PrefillSide(capacity, step, most);
  }

  private PrefillSide(PrefillCapacity capacity, PrefillStep step, double requestsPerSecond) {
    this.capacity = capacity;
    this.step = step;
    this.cost = step.cost();
    this.replica = step.replica();
    this.fits = capacity.fits();
    this.seconds = step.seconds();
    this.requestsPerSecond = requestsPerSecond;
  }

  /** The same side with another memory. */
  PrefillSide with(PrefillCapacity other) {
    return new PrefillSide(other, step, requestsPerSecond);
  }

  /** Memory for the prompts. */
  PrefillCapacity capacity() {
    return capacity;
  }

  /** Prefill step of the prompts. */
  PrefillStep step() {
    return step;
  }

  /** Cost of the step on one accelerator. */
  StepCost cost() {
    return cost;
  }

  /** The replica that prefills. */
  Replica replica() {
    return replica;
  }

  /** Whether the prompts fit. */
  boolean fits() {
    return fits;
  }

  /** Time of the step for the first of its prompts, in seconds. */
  double seconds() {
    return seconds;
  }

  /** Most requests a second that a replica of a pool which only prefills completes. */
  double requestsPerSecond() {
    return requestsPerSecond;
  }
}
