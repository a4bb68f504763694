package dev.ridgeline.table;

import java.io.Serializable;

/**
 * Numbers of cells that follow each other.
 *
 * @param from first
 * @param to one more than the last
 */
record CellRange(long from, long to) implements Serializable {

  long cells() {
    return to - from;
  }
}
