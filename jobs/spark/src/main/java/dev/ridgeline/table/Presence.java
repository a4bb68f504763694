package dev.ridgeline.table;

import dev.ridgeline.parquet.RowRuns;
import java.util.Arrays;

/** The rows of a batch in which the columns of a {@link VectorGroup} have values. */
final class Presence {

  private final boolean[] absent;
  private final RowRuns presentRows = new RowRuns();
  private int rows;
  private int absentRows;
  private boolean present;

  Presence(int capacity) {
    this.absent = new boolean[capacity];
  }

  int capacity() {
    return absent.length;
  }

  /** Begins a new batch. Its first rows have values if the last row of the old batch had. */
  void clear() {
    rows = 0;
    absentRows = 0;
    presentRows.clear();
  }

  /** Notes whether the rows from this one on have values. */
  void set(int row, boolean hasValues) {
    if (hasValues != present) {
      fill(row);
      present = hasValues;
    }
  }

  /** Extends the last note to all rows before this one. */
  void fill(int to) {
    Arrays.fill(absent, rows, to, !present);
    if (present) {
      presentRows.add(rows, to);
    } else {
      absentRows += to - rows;
    }
    rows = to;
  }

  /** Whether the current rows have values. */
  boolean isPresent() {
    return present;
  }

  /** Number of rows of the batch, once it is filled. */
  int rows() {
    return rows;
  }

  /** The rows that have values, once the batch is filled. */
  RowRuns presentRows() {
    return presentRows;
  }

  int absentRows() {
    return absentRows;
  }

  boolean isAbsentAt(int row) {
    return absent[row];
  }
}
