package dev.ridgeline.frontier;

/** What becomes of points that are equal in all objectives; neither dominates the other. */
public enum Ties {
  /** All of them are kept. */
  KEEP,
  /** The one with the lowest id is kept. */
  COLLAPSE
}
