package dev.ridgeline.operator;

/** The causal convolution before a recurrence. */
final class Convolution {

  /** Bytes of a kept input: inputs are activations, kept at 16 bits. */
  private static final double BYTES = 2;

  private Convolution() {}

  /**
   * Bytes of the earlier inputs that a sequence keeps for the convolution.
   *
   * @param width tokens that an output sees, its own included; 0 where there is no convolution
   * @param channels number of channels that pass the convolution
   */
  static double stateBytes(double width, double channels) {
    return Math.max(0, width - 1) * channels * BYTES;
  }
}
