package dev.ridgeline.deployment;

/**
 * The part of a plan that decode alone decides, shared by all plans that have this side.
 *
 * <p>What joining two sides asks for lies here and not behind capacity and step: of a large grid
 * there are many more sides than a cache holds.
 */
final class DecodeSide {

  private final DecodeCapacity capacity;
  private final DecodeStep step;
  private final DecodeReplicas replicas;
  private final boolean fits;
  private final double batch;
  private final double secondsPerToken;

  /**
   * @param capacity whether the batch fits
   * @param step what a step of it takes
   */
  DecodeSide(DecodeCapacity capacity, DecodeStep step) {
    this.capacity = capacity;
    this.step = step;
    this.replicas = capacity.replicas();
    this.fits = capacity.fits();
    this.batch = capacity.batch();
    this.secondsPerToken = step.secondsPerToken();
  }

  /** Whether the batch fits. */
  DecodeCapacity capacity() {
    return capacity;
  }

  /** What a step of it takes. */
  DecodeStep step() {
    return step;
  }

  /** The replicas that decode. */
  DecodeReplicas replicas() {
    return replicas;
  }

  /** The {@link DecodeCapacity#fits} of its capacity. */
  boolean fits() {
    return fits;
  }

  /** Sequences that decode at once. */
  double batch() {
    return batch;
  }

  /** The {@link DecodeStep#secondsPerToken} of its step. */
  double secondsPerToken() {
    return secondsPerToken;
  }
}
