package dev.ridgeline.catalog;

import dev.ridgeline.config.Measured;
import dev.ridgeline.config.Require;
import dev.ridgeline.units.Dimension;
import java.util.Map;

/**
 * A quantization scheme: the formats in which weights, activations and the KV cache are stored, and
 * those of the arithmetic.
 *
 * @param weightBits effective bits a weight, by tensor group
 * @param activationBits bits of an activation on its way through memory
 * @param kvBits bits of one cached key or value element
 * @param computePrecision format of the GEMMs whose weights are stored below 16 bits
 * @param attentionPrecision format of the query-key and probability-value products
 */
public record Quantization(
    String id,
    String name,
    WeightBits weightBits,
    @Measured(Dimension.BITS) double activationBits,
    @Measured(Dimension.BITS) double kvBits,
    Precision computePrecision,
    Precision attentionPrecision,
    Map<String, String> sources)
    implements Entry {

  private static final double UNQUANTIZED_BITS = 16;

  public Quantization {
    Require.inRange(Quantization.class, "activationBits", activationBits);
    Require.inRange(Quantization.class, "kvBits", kvBits);
    sources = Map.copyOf(sources);
    Sources.requireFor(sources, "weightBits", "activationBits", "kvBits");
  }

  /** Bytes of one stored weight of the group, scales included. */
  public double weightBytes(TensorGroup group) {
    return weightBits.of(group) / 8;
  }

  public double activationBytes() {
    return activationBits / 8;
  }

  public double kvBytes() {
    return kvBits / 8;
  }

  /** The format of a GEMM over weights of this group, on an accelerator that supports it. */
  public Precision gemmPrecision(TensorGroup group) {
    return weightBits.of(group) >= UNQUANTIZED_BITS ? Precision.BF16 : computePrecision;
  }

  /**
   * The KV format under which attention kernels were measured: 16 bits, or fewer. Measurements
   * exist for 8-bit caches, and the same kernels read narrower ones.
   */
  public Precision kvFormat() {
    return kvBits >= UNQUANTIZED_BITS ? Precision.BF16 : Precision.FP8;
  }
}
