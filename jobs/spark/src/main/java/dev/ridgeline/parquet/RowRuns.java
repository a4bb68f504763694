package dev.ridgeline.parquet;

import java.util.Arrays;

/** Rows of a batch that have a value, as runs of neighbours in ascending order. */
public final class RowRuns {

  /** The first row of each run, and the row after its last one. */
  private int[] bounds = new int[16];

  private int count;

  /** Takes all rows out. */
  public void clear() {
    count = 0;
  }

  /**
   * Adds rows behind all others.
   *
   * @param from first row
   * @param to row after the last one
   */
  public void add(int from, int to) {
    if (from == to) {
      return;
    }
    if (count > 0 && bounds[2 * count - 1] == from) {
      bounds[2 * count - 1] = to;
      return;
    }
    if (2 * count == bounds.length) {
      bounds = Arrays.copyOf(bounds, 2 * bounds.length);
    }
    bounds[2 * count] = from;
    bounds[2 * count + 1] = to;
    count++;
  }

  /** Number of runs. */
  public int count() {
    return count;
  }

  /** First row of a run. */
  public int from(int run) {
    return bounds[2 * run];
  }

  /** The row after the last one of a run. */
  public int to(int run) {
    return bounds[2 * run + 1];
  }
}
