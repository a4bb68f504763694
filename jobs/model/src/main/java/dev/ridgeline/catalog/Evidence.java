package dev.ridgeline.catalog;

import dev.ridgeline.catalog.EfficiencyProfile.Basis;

/**
 * What stands behind the efficiency of a kernel or collective, best first. It is the basis of the
 * numbers, with the reason for people.
 */
public enum Evidence {
  MEASURED(Basis.MEASURED, "fitted to timings of this kernel and format on this accelerator"),
  FITTED(
      Basis.FITTED,
      "a kernel's fit times a factor that was fitted to servers of this engine and accelerator"),
  VARIANT(Basis.VARIANT, "copied from the accelerator that the variant changes"),
  OTHER_ENGINE(Basis.CLASS_DEFAULT, "the fit is of the kernels of another engine"),
  NARROWER_WEIGHTS(
      Basis.CLASS_DEFAULT,
      "the fit is of weights in the format of the product, and these have fewer bits"),
  NARROWER_CACHE(Basis.CLASS_DEFAULT, "the fit is of an 8-bit cache, and this one has fewer bits"),
  OTHER_KERNEL(
      Basis.CLASS_DEFAULT,
      "recurrent kernels were timed nowhere: the fit of products or attention is used"),
  WIDER_FORMAT(Basis.CLASS_DEFAULT, "no row in this format: the fit of the next wider one is used"),
  CLASS_DEFAULT(Basis.CLASS_DEFAULT, "not timed on this accelerator: class default"),
  ASSUMPTION(Basis.ASSUMPTION, "assumption, with its reason among the sources of the profile"),
  IDEAL(Basis.IDEAL, "the roofline, which no accelerator reaches");

  private final Basis basis;
  private final String reason;

  Evidence(Basis basis, String reason) {
    this.basis = basis;
    this.reason = reason;
  }

  /** The evidence of a number that was entered with this basis. */
  static Evidence of(Basis basis) {
    return switch (basis) {
      case MEASURED -> MEASURED;
      case FITTED -> FITTED;
      case VARIANT -> VARIANT;
      case OTHER_ENGINE -> OTHER_ENGINE;
      case CLASS_DEFAULT -> CLASS_DEFAULT;
      case ASSUMPTION -> ASSUMPTION;
      case IDEAL -> IDEAL;
    };
  }

  public Basis basis() {
    return basis;
  }

  /** Why the basis is what it is, for people. */
  public String reason() {
    return reason;
  }

  /** The one with the weaker basis; this one where both have the same. */
  public Evidence weaker(Evidence other) {
    return other.basis.compareTo(basis) > 0 ? other : this;
  }
}
