package dev.ridgeline.evaluate;

/** Whether a cell can be, and if not, why. A cell that cannot is a row all the same. */
public enum Status {
  /** Feasible and priced: every column has a value. */
  OK(Availability.PRICE),
  /** Feasible, but a tariff is unknown: columns in dollars are null. */
  NO_PRICE(Availability.SERVING),
  /** Needs more memory than there is: what takes time or money is null, the footprint is not. */
  DOES_NOT_FIT(Availability.STEP),
  /** The model cannot be laid over the accelerators this way: everything computed is null. */
  INVALID_PARALLELISM(Availability.ALWAYS),
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
