package dev.ridgeline.evaluate;

/**
 * Whether a cell is feasible and priced, or the reason why not. Every cell has a row, whatever its
 * status.
 */
public enum Status {
  /**
   * Feasible and priced: every column has a value, but latencies under load where a queue grows
   * without end.
   */
  OK(Availability.LOAD),
  /**
   * Feasible and priced, but the fleet has no room for a replica of each pool. Columns of the fleet
   * are null.
   */
  FLEET_TOO_SMALL(Availability.PRICE),
  /**
   * Feasible, but an accelerator has no price on these terms. Columns of dollars and of the fleet
   * are null.
   */
  NO_PRICE(Availability.SERVING),
  /**
   * The batch needs more memory than there is. Columns of time, energy and dollars are null; those
   * of steps and capacity are not.
   */
  DOES_NOT_FIT(Availability.STEP),
  /**
   * The throughput is a figure that the sweep states, not a prediction. Only the columns that
   * follow from it have a value.
   */
  MEASURED(Availability.ALWAYS),
  /** The sweep states no throughput for the cell. All computed columns are null. */
  NOT_MEASURED(Availability.ALWAYS),
  /** The model cannot be laid over the accelerators this way. All computed columns are null. */
  INVALID_PARALLELISM(Availability.ALWAYS),
  /** The KV policy needs a memory tier that the mix lacks. All computed columns are null. */
  INVALID_POLICY(Availability.ALWAYS),
  /**
   * The catalog has no acceptance length of such drafts for the model. All computed columns are
   * null.
   */
  NO_DRAFTER(Availability.ALWAYS),
  /** The context is longer than that of the model. All computed columns are null. */
  CONTEXT_TOO_LONG(Availability.ALWAYS);

  private final Availability reach;

  Status(Availability reach) {
    this.reach = reach;
  }

  /** Whether no engine serves the cell as its sweep says, whatever it costs. */
  public boolean isInfeasible() {
    return switch (this) {
      case DOES_NOT_FIT, INVALID_PARALLELISM, INVALID_POLICY, NO_DRAFTER, CONTEXT_TOO_LONG -> true;
      case OK, FLEET_TOO_SMALL, NO_PRICE, MEASURED, NOT_MEASURED -> false;
    };
  }

  /** The last availability whose columns have a value in cells of this status. */
  public Availability reach() {
    return reach;
  }
}
