package dev.ridgeline.catalog;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A number format that an accelerator multiplies in. */
public enum Precision {
  BF16(16, null),
  FP8(8, BF16),
  INT8(8, BF16),
  FP4(4, FP8);

  private final double bits;
  private final @Nullable Precision wider;

  Precision(double bits, @Nullable Precision wider) {
    this.bits = bits;
    this.wider = wider;
  }

  /** Bits of an element, without scales. */
  public double bits() {
    return bits;
  }

  /**
   * The format that replaces this one on an accelerator without units for it; empty for the widest.
   * Values are widened on the way into the multiplier, so stored bytes stay and only the rate
   * changes.
   */
  Optional<Precision> wider() {
    return Optional.ofNullable(wider);
  }
}
