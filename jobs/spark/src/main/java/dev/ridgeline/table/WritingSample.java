package dev.ridgeline.table;

import dev.ridgeline.evaluate.CellColumns;
import dev.ridgeline.parquet.ColumnarFileWriter;
import dev.ridgeline.remote.LocalFiles;
import dev.ridgeline.space.DesignSpace;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.hadoop.conf.Configuration;

/**
 * Time and space that it takes to evaluate and write cells, measured on a sample.
 *
 * @param cellsPerSecond cells per second on one core
 * @param bytesPerCell bytes of Parquet for each cell
 */
public record WritingSample(double cellsPerSecond, double bytesPerCell) {

  /** Cells of a run of neighbours. Cells differ, and a long run has all kinds of them. */
  private static final long RUN_CELLS = 20_000;

  /** Share of the grid between two runs. With the golden section runs spread evenly. */
  private static final double GOLDEN_SECTION = 0.618;

  /**
   * Measures a sample. Runs of cells that are spread over a space are written to a temporary file,
   * on this thread. They are written once to warm the compiler, and once to be measured.
   *
   * @param seconds time to spend on each of both, in s
   */
  public static WritingSample of(DesignSpace space, double seconds) {
    try {
      Path directory = LocalFiles.temporaryFolder("sample-");
      Path file = directory.resolve("sample.parquet");
      try {
        write(space, seconds, file);
        return write(space, seconds, file);
      } finally {
        Files.deleteIfExists(directory.resolve("." + file.getFileName() + ".crc"));
        Files.deleteIfExists(file);
        Files.delete(directory);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static WritingSample write(DesignSpace space, double seconds, Path path)
      throws IOException {
    long cells = space.grid().cells();
    long stride = Math.max(RUN_CELLS, (long) (cells * GOLDEN_SECTION));
    long start = System.nanoTime();
    long written = 0;
    long from = 0;
    org.apache.hadoop.fs.Path target = new org.apache.hadoop.fs.Path(path.toUri());
    try (ColumnarFileWriter file =
        new ColumnarFileWriter(target, CellFileWriter.SCHEMA, new Configuration())) {
      while (System.nanoTime() - start < seconds * 1e9) {
        CellBatchReader reader =
            new CellBatchReader(
                space,
                CellSelection.all(space.grid()),
                CellRanges.of(from, Math.min(cells, from + RUN_CELLS)),
                CellColumns.ALL);
        while (reader.next()) {
          file.write(reader.columns(), reader.get().numRows());
          written += reader.get().numRows();
        }
        from = (from + stride) % cells;
      }
      file.finish();
    }
    double took = (System.nanoTime() - start) / 1e9;
    return new WritingSample(written / took, (double) Files.size(path) / written);
  }
}
