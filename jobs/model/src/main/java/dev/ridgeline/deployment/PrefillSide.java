package dev.ridgeline.deployment;

/**
 * The part of a plan that prefill alone decides, shared by all plans that have this side.
 *
 * <p>What joining two sides asks for lies here and not behind capacity and step: of a large grid
 * there are many more sides than a cache holds.
 */
final class PrefillSide {

  private final PrefillCapacity capacity;
  private final PrefillStep step;
  private final Replica replica;
  private final boolean fits;
  private final double seconds;
  private final double requestsPerSecond;

  /**
   * @param capacity whether the prompts fit
   * @param step what a step of them takes
   */
  PrefillSide(PrefillCapacity capacity, PrefillStep step) {
    this.capacity = capacity;
    this.step = step;
    this.replica = step.replica();
    this.fits = capacity.fits();
    this.seconds = step.seconds();
    this.requestsPerSecond = step.requestsPerSecond();
  }

  /** Whether the prompts fit. */
  PrefillCapacity capacity() {
    return capacity;
  }

  /** What a step of them takes. */
  PrefillStep step() {
    return step;
  }

  /** The replica that prefills. */
  Replica replica() {
    return replica;
  }

  /** The {@link PrefillCapacity#fits} of its capacity. */
  boolean fits() {
    return fits;
  }

  /** The {@link PrefillStep#seconds} of its step. */
  double seconds() {
    return seconds;
  }

  /** The {@link PrefillStep#requestsPerSecond} of its step. */
  double requestsPerSecond() {
    return requestsPerSecond;
  }
}
