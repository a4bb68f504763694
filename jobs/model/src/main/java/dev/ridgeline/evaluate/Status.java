package dev.ridgeline.evaluate;

/** Whether a cell can be, and if not, why. A cell that cannot is a row all the same. */
public enum Status {
  /** Feasible and priced: every column has a value. */
  OK(Availability.FLEET),
  /** Feasible and priced, but the fleet is too small for a replica: its columns are null. */
  FLEET_TOO_SMALL(Availability.PRICE),
  /** Feasible, but a tariff is unknown: columns in dollars are null. */
  NO_PRICE(Availability.SERVING),
  /** Needs more memory than there is: what takes time or money is null, the footprint is not. */
  DOES_NOT_FIT(Availability.STEP),
  /** The model cannot be laid over the accelerators this way: everything computed is null. */
  INVALID_PARALLELISM(Availability.ALWAYS),
  /** The KV policy needs a memory tier that the mix lacks: everything computed is null. */
  INVALID_POLICY(Availability.ALWAYS),
  /** Nobody measured such drafts for the model: everything computed is null. */
  NO_DRAFTER(Availability.ALWAYS),
  /** The context is longer than the model's: everything computed is null. */
  CONTEXT_TOO_LONG(Availability.ALWAYS);

  private final Availability reach;

  Status(Availability reach) {
    this.reach = reach;
  }

  /** The last availability whose columns have a value in a cell of this status. */
  public Availability reach() {
    return reach;
  }
}
