package dev.ridgeline.frontier;

/**
 * Treatment of points that are equal in all objectives. Neither of two such points dominates the
 * other.
 */
public enum Ties {
  /** All of them are kept. */
  KEEP,
  /** The one with the lowest id is kept. */
  COLLAPSE
}
