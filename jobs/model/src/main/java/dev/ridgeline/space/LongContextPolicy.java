package dev.ridgeline.space;

/**
 * Whether a cell is feasible whose context is longer than the one that the makers of the model
 * state.
 */
public enum LongContextPolicy {
  /** The cell is infeasible. */
  REFUSE,
  /** The cell is evaluated as if the model supported the context. */
  ALLOW
}
