package dev.ridgeline.reduce;

import dev.ridgeline.evaluate.CellColumn;
import dev.ridgeline.evaluate.CellColumns;
import java.io.Serializable;

/**
 * A limit on a column of numbers. A cell without a value does not keep it.
 *
 * @param column name of the column
 * @param kind side of the bound that is allowed
 * @param bound the bound
 */
public record Limit(String column, Kind kind, double bound) implements Serializable {

  /** The values that a limit allows. */
  public enum Kind {
    BELOW,
    AT_MOST,
    ABOVE,
    AT_LEAST;

    /** Whether every value that is less than an allowed one is allowed, too. */
    boolean isUpper() {
      return this == BELOW || this == AT_MOST;
    }
  }

  /** Whether the limit allows a value. */
  boolean allows(double value) {
    return switch (kind) {
      case BELOW -> value < bound;
      case AT_MOST -> value <= bound;
      case ABOVE -> value > bound;
      case AT_LEAST -> value >= bound;
    };
  }

  CellColumn cellColumn() {
    return CellColumns.named(column);
  }
}
