package dev.ridgeline.evaluate;

/**
 * The part of a cell that must be evaluated for a column. Tasks and analyses need the plan, too.
 */
public enum Depth {
  /** The values on the axes, without any evaluation. */
  IDENTITY,
  /** The plan of one request: steps, capacity, rates, dollars and fleets. */
  PLAN,
  /** Whole tasks under each KV policy. */
  TASK,
  /** Plans on slightly better hardware, which show what would change the answer. */
  ANALYSIS
}
