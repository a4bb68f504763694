package dev.ridgeline.space;

/** What becomes of a cell whose context is longer than the makers of the model state. */
public enum LongContextPolicy {
  /** The cell is infeasible. */
  REFUSE,
  /** The cell is evaluated as if the model could. */
  ALLOW
}
