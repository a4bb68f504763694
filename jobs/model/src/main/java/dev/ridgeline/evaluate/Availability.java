package dev.ridgeline.evaluate;

import java.util.Arrays;
import java.util.stream.Collectors;

/**
 * The cells in which a column has a value; elsewhere it is null. Each constant means fewer cells
 * than the one before it.
 */
public enum Availability {
  /** Every cell. */
  ALWAYS,
  /** Cells whose model can be laid over the accelerators, whether or not the batch fits. */
  STEP,
  /** Of these, the cells whose batch fits. */
  SERVING,
  /** Of these, the cells with a price. */
  PRICE,
  /** Of these, the cells whose fleet has room for a replica of each pool. */
  FLEET,
  /** Of these, the cells in which no queue of the fleet grows without end. */
  LOAD;

  /**
   * Whether columns of this availability have a value in a cell.
   *
   * @param reach reach of the cell's status
   */
  public boolean isWithin(Availability reach) {
    return compareTo(reach) <= 0;
  }

  /** Null rule of columns of this availability: an SQL condition on the status. */
  String absence() {
    String ofStatus = absentStatuses();
    return this == LOAD ? ofStatus + " OR fleet_load = 'saturated'" : ofStatus;
  }

  private String absentStatuses() {
    return Arrays.stream(Status.values())
        .filter(status -> isWithin(status.reach()))
        .map(status -> "'" + status + "'")
        .collect(Collectors.joining(", ", "status NOT IN (", ")"));
  }
}
