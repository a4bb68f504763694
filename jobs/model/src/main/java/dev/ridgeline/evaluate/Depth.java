package dev.ridgeline.evaluate;

/** How much of a cell must be evaluated for a column, each independent of the others but plans. */
public enum Depth {
  /** What the cell is. */
  IDENTITY,
  /** One request: steps, capacity, rates, dollars, fleets. */
  PLAN,
  /** Whole tasks under each KV policy. */
  TASK,
  /** What would change the answer: plans on slightly better hardware. */
  ANALYSIS
}
