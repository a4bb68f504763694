package dev.ridgeline.catalog;

import java.util.Locale;

/** How a price came about, surest first. The prefix of its source says so. */
public enum Provenance {
  /** Read at the place that the source names. */
  LISTED,
  /** Arithmetic on what was read. */
  DERIVED,
  /** Somebody else's guess. */
  ESTIMATE,
  /** Ours, with a reason. */
  ASSUMPTION,
  /** Copied from the accelerator that a variant changes. */
  VARIANT;

  /** The provenance of a number with this source. */
  static Provenance of(String source) {
    for (Provenance provenance : values()) {
      if (provenance != LISTED && source.startsWith(provenance.prefix())) {
        return provenance;
      }
    }
    return LISTED;
  }

  /** What a source of this provenance begins with. */
  String prefix() {
    return name().toLowerCase(Locale.ROOT) + ": ";
  }

  /** The less sure of two. */
  public Provenance weaker(Provenance other) {
    return compareTo(other) >= 0 ? this : other;
  }
}
