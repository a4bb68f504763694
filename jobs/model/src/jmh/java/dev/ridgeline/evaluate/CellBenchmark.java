package dev.ridgeline.evaluate;

import dev.ridgeline.catalog.Catalogs;
import dev.ridgeline.schema.Reader;
import dev.ridgeline.space.Axis;
import dev.ridgeline.space.DesignSpace;
import dev.ridgeline.space.GridSlice;
import dev.ridgeline.sweep.Sweep;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.infra.Blackhole;

/**
 * Cells of the quickstart sweep on one core, without a sink: planned only, and with every column
 * read as a table would. Scores are cells a second.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 5, time = 2)
@Measurement(iterations = 5, time = 2)
public class CellBenchmark {

  private static final int CELLS = 4096;

  private final List<CellColumn> columns = CellColumns.ALL;
  private final List<CellColumn> requestColumns =
      columns.stream().filter(column -> column.depth().compareTo(Depth.PLAN) <= 0).toList();
  private CellEvaluator evaluator;
  private CellEvaluator planning;
  private GridSlice slice;
  private long start;

  @Setup
  public void read() {
    Path root = Path.of(System.getProperty("ridgeline.root", "../.."));
    Catalogs catalogs = Catalogs.read(root.resolve("catalogs"));
    Path file = root.resolve("sweep-configs/quickstart.yaml");
    DesignSpace space = Sweep.read(file, catalogs).space();
    evaluator = new CellEvaluator(space);
    planning = new CellEvaluator(space, EnumSet.of(Depth.PLAN));
    slice = GridSlice.all(space.grid());
  }

  /** Both phases, capacity, serving, energy and dollars of a request of each cell. */
  @Benchmark
  @OperationsPerInvocation(CELLS)
  public void plan(Blackhole sink) {
    GridSlice.Cursor cursor = next();
    for (int i = 0; i < CELLS; i++) {
      Axis<?> changed = cursor.next();
      sink.consume(planning.evaluate(cursor, changed));
    }
  }

  /** The same, and every column about it of each cell. */
  @Benchmark
  @OperationsPerInvocation(CELLS)
  public void requestColumns(Blackhole sink) {
    consume(planning, requestColumns, sink);
  }

  /** Whole tasks turn by turn and elasticities too, and every column of each cell. */
  @Benchmark
  @OperationsPerInvocation(CELLS)
  public void allColumns(Blackhole sink) {
    consume(evaluator, columns, sink);
  }

  private void consume(CellEvaluator evaluator, List<CellColumn> read, Blackhole sink) {
    GridSlice.Cursor cursor = next();
    for (int i = 0; i < CELLS; i++) {
      Axis<?> changed = cursor.next();
      CellResult result = evaluator.evaluate(cursor, changed);
      for (CellColumn column : read) {
        if (result.has(column.availability())) {
          consume(column.reader(), result, sink);
        }
      }
    }
  }

  private static void consume(Reader<CellResult> reader, CellResult result, Blackhole sink) {
    if (reader instanceof Reader.Real<CellResult> real) {
      sink.consume(real.read().applyAsDouble(result));
    } else if (reader instanceof Reader.Whole<CellResult> whole) {
      sink.consume(whole.read().applyAsLong(result));
    } else {
      sink.consume(((Reader.Text<CellResult>) reader).read().apply(result));
    }
  }

  /** The next stretch of the grid, so that all of it is measured. */
  private GridSlice.Cursor next() {
    start = start + CELLS > slice.cells() - CELLS ? 0 : start + CELLS;
    return slice.cursor(start);
  }
}
