package dev.ridgeline.operator;

/** The causal convolution before a recurrence. */
final class Convolution {

  /** Inputs that a convolution remembers are activations, kept at 16 bits. */
  private static final double BYTES = 2;

  private Convolution() {}

  /**
   * Inputs of the tokens before one that a sequence keeps.
   *
   * @param width tokens that an output sees, its own included; 0 without a convolution
   * @param channels that pass the convolution
   */
  static double stateBytes(double width, double channels) {
    return Math.max(0, width - 1) * channels * BYTES;
  }
}
