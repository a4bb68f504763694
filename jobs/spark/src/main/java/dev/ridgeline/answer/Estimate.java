package dev.ridgeline.answer;

import dev.ridgeline.output.ProgressDisplay;
import dev.ridgeline.space.DesignSpace;
import dev.ridgeline.table.WritingSample;
import java.util.Locale;
import java.util.Optional;

/**
 * An estimate of the space and time that writing a sweep takes.
 *
 * @param cells cells of the sweep
 * @param bytes size of the table of cells, in bytes
 * @param seconds time on all cores, in s
 */
public record Estimate(long cells, double bytes, double seconds) {

  /** Least cells of a sweep with an estimate. Smaller sweeps are done before it could be read. */
  private static final long LEAST_CELLS = 1_000_000;

  private static final double SAMPLE_SECONDS = 1;

  /** Estimates a sweep from a sample of its cells; empty for small sweeps. */
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
        Locale.ROOT,
        "The run will take about %s of Parquet and %s.",
        size(bytes),
        ProgressDisplay.duration(seconds));
  }

  /** A number of bytes as text, such as {@code 2 MB}. */
  public static String size(double bytes) {
    if (bytes < 1e6) {
      return String.format(Locale.ROOT, "%.0f kB", bytes / 1e3);
    }
    return bytes < 1e9
        ? String.format(Locale.ROOT, "%.0f MB", bytes / 1e6)
        : String.format(Locale.ROOT, "%.1f GB", bytes / 1e9);
  }
}
