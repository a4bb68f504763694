package dev.ridgeline.choice;

import java.io.Serializable;

/**
 * The limit that a cell is furthest beyond.
 *
 * @param limit the limit
 * @param value value of its column in the cell
 */
public record Miss(CellLimit limit, double value) implements Serializable {

  /** How far the value is beyond the limit; above 1. */
  public double excess() {
    return limit.excess(value);
  }
}
