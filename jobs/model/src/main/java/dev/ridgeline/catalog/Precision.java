package dev.ridgeline.catalog;

import java.util.Optional;

/** A number format that an accelerator multiplies in. */
public enum Precision {
  BF16(null),
  FP8(BF16),
  INT8(BF16),
  FP4(FP8);

  private final Precision wider;

  Precision(Precision wider) {
    this.wider = wider;
  }

  /**
   * The format that takes this one's place on an accelerator without units for it: values are
   * widened on the way into the multiplier, so stored bytes stay and only the rate changes.
   */
  public Optional<Precision> wider() {
    return Optional.ofNullable(wider);
  }
}
