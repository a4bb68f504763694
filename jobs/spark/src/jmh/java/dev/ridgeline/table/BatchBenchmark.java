package dev.ridgeline.table;

import dev.ridgeline.catalog.Catalogs;
import dev.ridgeline.evaluate.CellColumn;
import dev.ridgeline.evaluate.CellColumns;
import dev.ridgeline.parquet.ColumnarFileWriter;
import dev.ridgeline.space.DesignSpace;
import dev.ridgeline.sweep.Sweep;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.hadoop.conf.Configuration;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** Cells a second on one core as batches of columns, and into a Parquet file. */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 4, time = 3)
@Measurement(iterations = 4, time = 3)
public class BatchBenchmark {

  private static final int CELLS = 1 << 17;

  /** Where in the grid to begin: amid large models in the largest of the sweeps. */
  private static final double GOLDEN_SECTION = 0.618;

  /** Cells of a reader's first batches, up to a full one and with it. */
  private static final int STRETCH = 32 + 64 + 128 + 256 + 512;

  private static final List<CellColumn> ALL = CellColumns.ALL;

  /** What a frontier of cost and latency reads. */
  private static final List<CellColumn> OF_FRONTIER =
      List.of(
          CellColumns.MODEL,
          CellColumns.WORKFLOW,
          CellColumns.CONTEXT,
          CellColumns.TARIFF,
          CellColumns.STATUS,
          CellColumns.DOLLARS_PER_REQUEST,
          CellColumns.TTFT_S,
          CellColumns.TPOT_S,
          CellColumns.CELL);

  @Param({"quickstart", "hardware-mixes", "billion"})
  private String sweep;

  private DesignSpace space;
  private CellRanges part;
  private List<CellBatchReader> ready;
  private Path directory;

  @Setup
  public void read() throws IOException {
    Path root = Path.of(System.getProperty("ridgeline.root", "../.."));
    Catalogs catalogs = Catalogs.read(root.resolve("catalogs"));
    space = Sweep.read(root.resolve("sweep-configs/" + sweep + ".yaml"), catalogs).space();
    long cells = space.grid().cells();
    long from = Math.min((long) (GOLDEN_SECTION * cells), Math.max(0, cells - CELLS));
    part = CellRanges.of(from, Math.min(cells, from + CELLS));
    directory = Files.createTempDirectory("ridgeline");
    ready = batches();
  }

  @TearDown
  public void delete() throws IOException {
    try (var files = Files.list(directory)) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
    }
    Files.delete(directory);
  }

  /** All columns of every other of the cells. A reader fills the same batch over and over. */
  private List<CellBatchReader> batches() {
    List<CellBatchReader> batches = new ArrayList<>();
    long end = part.ranges().get(0).to();
    for (long at = part.ranges().get(0).from(); at + STRETCH <= end; at += STRETCH) {
      CellBatchReader reader = reader(CellRanges.of(at, at + STRETCH), ALL);
      for (int rows = 0; rows < STRETCH; rows += reader.get().numRows()) {
        reader.next();
      }
      batches.add(reader);
    }
    return batches;
  }

  private CellBatchReader reader(CellRanges cells, List<CellColumn> columns) {
    return new CellBatchReader(space, CellSelection.all(space.grid()), cells, columns);
  }

  /** Evaluates what a frontier reads. */
  @Benchmark
  @OperationsPerInvocation(CELLS)
  public long frontierColumns() throws IOException {
    return each(OF_FRONTIER, batch -> {});
  }

  /** Evaluates all columns. */
  @Benchmark
  @OperationsPerInvocation(CELLS)
  public long allColumns() throws IOException {
    return each(ALL, batch -> {});
  }

  /** Writes all columns of batches that are there. */
  @Benchmark
  @OperationsPerInvocation(CELLS)
  public long write() throws IOException {
    try (ColumnarFileWriter file = file()) {
      long rows = 0;
      for (int i = 0; rows < CELLS; i++) {
        CellBatchReader batch = ready.get(i % ready.size());
        put(batch, file);
        rows += batch.get().numRows();
      }
      file.finish();
      return rows;
    }
  }

  /** Evaluates and writes all columns, as a sweep does. */
  @Benchmark
  @OperationsPerInvocation(CELLS)
  public long evaluateAndWrite() throws IOException {
    try (ColumnarFileWriter file = file()) {
      long rows = each(ALL, batch -> put(batch, file));
      file.finish();
      return rows;
    }
  }

  private ColumnarFileWriter file() throws IOException {
    return new ColumnarFileWriter(
        new org.apache.hadoop.fs.Path(directory.resolve("cells.parquet").toUri()),
        CellFileWriter.SCHEMA,
        new Configuration());
  }

  private static void put(CellBatchReader batch, ColumnarFileWriter file) throws IOException {
    file.write(batch.columns(), batch.get().numRows());
  }

  private interface Sink {
    void take(CellBatchReader batch) throws IOException;
  }

  /** Small grids are passed several times. */
  private long each(List<CellColumn> columns, Sink sink) throws IOException {
    long rows = 0;
    while (rows < CELLS) {
      CellBatchReader reader = reader(part, columns);
      while (rows < CELLS && reader.next()) {
        sink.take(reader);
        rows += reader.get().numRows();
      }
    }
    return rows;
  }
}
