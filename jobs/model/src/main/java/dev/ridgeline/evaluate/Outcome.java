package dev.ridgeline.evaluate;

/**
 * The status of a cell with its reason.
 *
 * @param status status of the cell
 * @param detail reason of the status; empty where it is OK
 */
record Outcome(Status status, String detail) {

  static final Outcome OK = new Outcome(Status.OK, "");

  boolean isOk() {
    return status == Status.OK;
  }
}
