package dev.ridgeline.job;

import dev.ridgeline.space.DesignSpace;
import dev.ridgeline.table.EvaluationSpeed;
import java.util.Locale;
import java.util.Optional;

/**
 * What writing a sweep will take.
 *
 * @param cells rows
 * @param bytes size of the table
 * @param seconds time on all cores
 */
record Estimate(long cells, double bytes, double seconds) {

  /** Smaller sweeps are done before anybody has read how long they take. */
  private static final long LEAST_CELLS = 1_000_000;

  private static final double SAMPLE_SECONDS = 1;

  /** Measured on runs of hardware-mixes.yaml with more batches, see the README. */
  private static final double BYTES_PER_ROW = 120;

  private static final double ROWS_PER_SECOND_OF_WRITER = 60_000;

  /** Estimates from the speed of cells all over the grid; empty for small sweeps. */
  static Optional<Estimate> of(DesignSpace space, int cores) {
    long cells = space.grid().cells();
    if (cells < LEAST_CELLS) {
      return Optional.empty();
    }
    double secondsPerRow =
        1 / EvaluationSpeed.ofSpreadCells(space, SAMPLE_SECONDS) + 1 / ROWS_PER_SECOND_OF_WRITER;
    return Optional.of(new Estimate(cells, cells * BYTES_PER_ROW, cells * secondsPerRow / cores));
  }

  @Override
  public String toString() {
    return String.format(
        Locale.ROOT, "About %.1f GB of Parquet, in %s.", bytes / 1e9, Progress.text(seconds));
  }
}
