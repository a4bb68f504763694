package dev.ridgeline.table;

import java.util.Arrays;

/** In which rows of a batch the columns of a {@link VectorGroup} have values. */
final class Presence {

  private final boolean[] absent;
  private int rows;
  private int absentRows;
  private boolean present;

  Presence(int capacity) {
    this.absent = new boolean[capacity];
  }

  int capacity() {
    return absent.length;
  }

  /** Begins a new batch, with values or without as the last one ended. */
  void clear() {
    rows = 0;
    absentRows = 0;
  }

  /** Notes whether there are values from this row on. */
  void set(int row, boolean hasValues) {
    if (hasValues != present) {
      fill(row);
      present = hasValues;
    }
  }

  /** Extends what was noted last to all rows before this one. */
  void fill(int to) {
    Arrays.fill(absent, rows, to, !present);
    absentRows += present ? 0 : to - rows;
    rows = to;
  }

  /** Whether rows now have values. */
  boolean isPresent() {
    return present;
  }

  /** Rows of the batch, once it is filled. */
  int rows() {
    return rows;
  }

  int absentRows() {
    return absentRows;
  }

  boolean isAbsentAt(int row) {
    return absent[row];
  }
}
