package dev.ridgeline.table;

import dev.ridgeline.evaluate.CellColumns;
import dev.ridgeline.space.DesignSpace;
import dev.ridgeline.space.GridSlice;

/** How fast cells become column vectors, when nothing takes them away. */
public final class EvaluationSpeed {

  private EvaluationSpeed() {}

  /**
   * Evaluates all columns of the cells of a space on this thread, over and over, and measures the
   * second half of the time: the first warms the compiler.
   *
   * @param seconds time to spend
   * @return cells a second on one core
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
              space, CellChoice.all(space.grid()), CellRanges.of(0, cells), CellColumns.ALL);
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
