package dev.ridgeline.catalog;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A number format that an accelerator multiplies in. */
public enum Precision {
  BF16(null),
  FP8(BF16),
  INT8(BF16),
  FP4(FP8);

  private final @Nullable Precision wider;

  Precision(@Nullable Precision wider) {
    this.wider = wider;
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
