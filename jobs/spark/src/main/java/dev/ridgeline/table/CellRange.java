package dev.ridgeline.table;

import java.io.Serializable;

/**
 * A range of numbers of cells.
 *
 * @param from first number
 * @param to one more than the last number
 */
record CellRange(long from, long to) implements Serializable {

  long cells() {
    return to - from;
  }
}
