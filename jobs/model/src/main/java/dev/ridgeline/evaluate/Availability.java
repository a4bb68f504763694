package dev.ridgeline.evaluate;

import java.util.Arrays;
import java.util.stream.Collectors;

/** In which cells a column has a value; elsewhere it is null. Each includes those before it. */
public enum Availability {
  /** In every cell. */
  ALWAYS,
  /** Where the model can be laid over the accelerators, whether or not the batch fits. */
  STEP,
  /** Where it fits too. */
  SERVING,
  /** Where there is a price too. */
  PRICE,
  /** Where the fleet has room for a replica too. */
  FLEET;

  /**
   * Whether columns of this availability have a value in a cell of a status that reaches so far.
   */
  public boolean isWithin(Availability reach) {
    return compareTo(reach) <= 0;
  }

  /** The null rule of columns of this availability, as an SQL condition on the status. */
  String absence() {
    return Arrays.stream(Status.values())
        .filter(status -> isWithin(status.reach()))
        .map(status -> "'" + status + "'")
        .collect(Collectors.joining(", ", "status NOT IN (", ")"));
  }
}
