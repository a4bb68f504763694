package dev.ridgeline.imports;

import dev.ridgeline.catalog.Precision;

/**
 * A format of stored weights.
 *
 * @param bits effective bits a weight, scales and zero points included
 * @param activationBits bits of the activations that meet them
 * @param precision format of the product
 * @param description the format in words
 */
record NumberFormat(double bits, double activationBits, Precision precision, String description) {

  /** Weights that are not quantized. */
  static final NumberFormat PLAIN = new NumberFormat(16, 16, Precision.BF16, "16 bits");

  private static final int SCALE_BITS = 16;
  private static final int BLOCK_SCALE_BITS = 32;
  private static final int MX_GROUP = 32;

  /** FP8 with a scale for each block of {@code blockWeights} weights; 0 for one scale a channel. */
  static NumberFormat fp8(double blockWeights, boolean weightsOnly) {
    double scale = blockWeights > 0 ? BLOCK_SCALE_BITS / blockWeights : 0;
    String scales =
        blockWeights > 0 ? String.format(", a 32-bit scale for %.0f", blockWeights) : "";
    return weightsOnly
        ? new NumberFormat(8 + scale, 16, Precision.BF16, "FP8 weights" + scales)
        : new NumberFormat(8 + scale, 8, Precision.FP8, "FP8" + scales);
  }

  /** Whole numbers with a 16-bit scale, and maybe a zero point, for each group of weights. */
  static NumberFormat integer(int bits, int group, boolean zeroPoint, int activationBits) {
    double more = group > 0 ? (SCALE_BITS + (zeroPoint ? bits : 0)) / (double) group : 0;
    String scales = group > 0 ? ", a scale for " + group : "";
    String zeros = group > 0 && zeroPoint ? " with a zero point" : "";
    boolean multiplies = bits == 8 && activationBits == 8;
    Precision precision =
        multiplies ? Precision.INT8 : activationBits == 8 ? Precision.FP8 : Precision.BF16;
    return new NumberFormat(bits + more, activationBits, precision, "INT" + bits + scales + zeros);
  }

  /** 4-bit floats with an 8-bit scale for each group, as MXFP4 and NVFP4 have. */
  static NumberFormat fp4(int group, int activationBits) {
    double bits = 4 + 8.0 / group;
    String name = (group == MX_GROUP ? "MXFP4" : "NVFP4") + ", an 8-bit scale for " + group;
    return switch (activationBits) {
      case 4 -> new NumberFormat(bits, bits, Precision.FP4, name);
      case 8 -> new NumberFormat(bits, 8, Precision.FP8, name + ", FP8 activations");
      default -> new NumberFormat(bits, 16, Precision.BF16, name + ", weights only");
    };
  }
}
