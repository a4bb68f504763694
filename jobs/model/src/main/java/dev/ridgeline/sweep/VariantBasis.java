package dev.ridgeline.sweep;

/** Where the efficiencies of a variant of an accelerator come from. */
enum VariantBasis {
  /** The rows of the original, whose basis says that they are of a variant. */
  VARIANT,
  /** The rows of the original as they are, for changes that no kernel notices. */
  KEEP,
  /** Rows that follow from the variant's peaks and bandwidth, by the form of class defaults. */
  CLASS_DEFAULT
}
