package dev.ridgeline.evaluate;

/**
 * Whether a cell can be, and if not, why.
 *
 * @param status how far the cell could be evaluated
 * @param detail why no further; empty where the status is OK
 */
record Outcome(Status status, String detail) {

  static final Outcome OK = new Outcome(Status.OK, "");

  boolean isOk() {
    return status == Status.OK;
  }
}
