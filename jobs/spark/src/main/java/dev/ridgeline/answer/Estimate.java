package dev.ridgeline.answer;

import dev.ridgeline.space.DesignSpace;
import dev.ridgeline.table.WritingSample;
import java.util.Locale;
import java.util.Optional;

/**
 * What writing a sweep will take.
 *
 * @param cells rows
 * @param bytes size of the table
 * @param seconds time on all cores
 */
public record Estimate(long cells, double bytes, double seconds) {

  /** Smaller sweeps are done before anybody has read how long they take. */
  private static final long LEAST_CELLS = 1_000_000;

  private static final double SAMPLE_SECONDS = 1;

  /** Estimates from cells all over the grid; empty for small sweeps. */
  public static Optional<Estimate> of(DesignSpace space, int cores) {
    long cells = space.grid().cells();
    if (cells < LEAST_CELLS) {
      return Optional.empty();
    }
    WritingSample sample = WritingSample.of(space, SAMPLE_SECONDS);
    return Optional.of(
        new Estimate(
            cells, cells * sample.bytesPerCell(), cells / (sample.cellsPerSecond() * cores)));
  }

  @Override
  public String toString() {
    return String.format(
        Locale.ROOT, "About %s of Parquet, in %s.", size(bytes), Progress.text(seconds));
  }

  /** A number of bytes for a person. */
  public static String size(double bytes) {
    return bytes < 1e9
        ? String.format(Locale.ROOT, "%.0f MB", bytes / 1e6)
        : String.format(Locale.ROOT, "%.1f GB", bytes / 1e9);
  }
}
