package dev.ridgeline.deployment;

import dev.ridgeline.catalog.Quantization;
import java.io.Serializable;

/**
 * The number formats of each pool.
 *
 * @param prefill formats of pools that only prefill
 * @param decode formats of pools that decode, on both sides where decode is split
 */
public record Formats(Quantization prefill, Quantization decode) implements Serializable {

  /** Makes the formats of a deployment whose pools all have the same. */
  public Formats(Quantization all) {
    this(all, all);
  }

  /** Whether all pools have the same formats. */
  public boolean areSame() {
    return prefill.equals(decode);
  }

  /**
   * The formats in which state crosses from one pool to the other: those with the narrower cache.
   * The pool with the wider one converts.
   */
  public Quantization atBoundary() {
    return prefill.kvBytes() < decode.kvBytes() ? prefill : decode;
  }

  /** Name of the formats, or both names where pools differ. */
  public String label() {
    return areSame() ? decode.id() : prefill.id() + " > " + decode.id();
  }
}
