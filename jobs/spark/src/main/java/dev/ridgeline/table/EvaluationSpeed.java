package dev.ridgeline.table;

import dev.ridgeline.evaluate.CellColumns;
import dev.ridgeline.space.DesignSpace;
import dev.ridgeline.space.GridSlice;

/** Speed of the evaluation alone: how fast cells become column vectors that nobody reads. */
public final class EvaluationSpeed {

  private EvaluationSpeed() {}

  /**
   * Measures the speed on this thread, with all columns of the cells of a space. The first half of
   * the time warms the compiler, and the second half is measured.
   *
   * @param seconds time to spend, in s
   * @return cells per second on one core
   */
  public static double cellsPerSecond(DesignSpace space, double seconds) {
    long cells = GridSlice.all(space.grid()).cells();
    long start = System.nanoTime();
    long end = start + (long) (seconds * 1e9);
    long warm = start + (long) (seconds * 0.5e9);
    long counted = 0;
    long countedFrom = 0;
    while (true) {
      CellBatchReader reader =
          new CellBatchReader(
              space, CellSelection.all(space.grid()), CellRanges.of(0, cells), CellColumns.ALL);
      while (reader.next()) {
        long now = System.nanoTime();
        if (countedFrom > 0) {
          counted += reader.get().numRows();
        } else if (now >= warm) {
          countedFrom = now;
        }
        if (now >= end && counted > 0) {
          return counted / ((now - countedFrom) / 1e9);
        }
      }
    }
  }
}
