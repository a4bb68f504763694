package dev.ridgeline.evaluate;

import java.util.Arrays;
import java.util.stream.Collectors;

/**
 * The cells in which a column has a value; elsewhere it is null. Each constant up to {@link #FLEET}
 * means fewer cells than the one before it. The status decides these. The others are parts of one
 * of these, which the status alone does not decide.
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
  /** Of those, the cells with a seller of tokens that has a price for the model. */
  SALES,
  /** Of those with a fleet, the cells in which no queue of the fleet grows without end. */
  LOAD,
  /** Of the cells whose batch fits, those whose tasks keep their state in a cache. */
  CACHE,
  /** Of these, the cells with a memory tier. */
  CACHE_TIER,
  /** Of these, the cells with another tier behind it. */
  CACHE_FAR_TIER,
  /** Of the cells with a cache, those with a price. */
  CACHE_PRICE;

  private static final String NO_CACHE = " OR task_kv_policy <> 'lru'";

  /**
   * Whether columns of this availability have a value in a cell.
   *
   * @param reach reach of the cell's status
   */
  public boolean isWithin(Availability reach) {
    return ofStatus().compareTo(reach) <= 0;
  }

  /** The smallest availability that the status decides and that has all of these cells. */
  private Availability ofStatus() {
    return switch (this) {
      case CACHE, CACHE_TIER, CACHE_FAR_TIER -> SERVING;
      case CACHE_PRICE -> PRICE;
      default -> this;
    };
  }

  /** Whether a cell with the right status may lack a value all the same. */
  public boolean needsMoreThanStatus() {
    return compareTo(FLEET) > 0;
  }

  /** Null rule of columns of this availability: an SQL condition on the status. */
  String absence() {
    String ofStatus = absentStatuses();
    return switch (this) {
      case SALES -> ofStatus + " OR sales_basis = 'none'";
      case LOAD -> ofStatus + " OR fleet_load = 'saturated'";
      case CACHE, CACHE_PRICE -> ofStatus + NO_CACHE;
      case CACHE_TIER -> ofStatus + NO_CACHE + " OR tier = 'none'";
      case CACHE_FAR_TIER -> ofStatus + NO_CACHE + " OR tier NOT LIKE '%+%'";
      default -> ofStatus;
    };
  }

  private String absentStatuses() {
    return Arrays.stream(Status.values())
        .filter(status -> isWithin(status.reach()))
        .map(status -> "'" + status + "'")
        .collect(Collectors.joining(", ", "status NOT IN (", ")"));
  }
}
