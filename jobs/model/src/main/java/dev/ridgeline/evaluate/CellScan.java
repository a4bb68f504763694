package dev.ridgeline.evaluate;

import dev.ridgeline.space.Axis;
import dev.ridgeline.space.DesignSpace;
import dev.ridgeline.space.GridSlice;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Supplier;

/** A pass over all cells of a space, in the order of the grid, on all cores of this machine. */
public final class CellScan {

  /** Parts for each core, which even out the work of cells. */
  private static final int PARTS_PER_CORE = 4;

  private CellScan() {}

  /** A receiver of evaluated cells. */
  public interface Sink {

    /**
     * Takes a cell.
     *
     * @param cell the cell, to be read before the method returns
     * @param changed slowest axis whose position differs from that of the last cell
     */
    void take(CellResult cell, Axis<?> changed);
  }

  /**
   * Evaluates all cells.
   *
   * @param columns columns that the receivers read
   * @param sink makes a receiver, one for each part of the grid
   * @return the receivers, in the order of their cells
   */
  public static <S extends Sink> List<S> of(
      DesignSpace space, Collection<CellColumn> columns, Supplier<S> sink) {
    Set<Depth> depths = EnumSet.noneOf(Depth.class);
    columns.forEach(column -> depths.add(column.depth()));
    int cores = Runtime.getRuntime().availableProcessors();
    long cells = space.grid().cells();
    int parts = (int) Math.min(cells, cores == 1 ? 1 : (long) PARTS_PER_CORE * cores);
    long[] bounds = parts == 1 ? new long[] {0, cells} : CellWork.of(space).cut(0, cells, parts);
    ExecutorService pool = Executors.newFixedThreadPool(Math.min(cores, parts));
    try {
      List<Future<S>> tasks = new ArrayList<>();
      for (int part = 0; part < parts; part++) {
        long from = bounds[part];
        long to = bounds[part + 1];
        tasks.add(pool.submit(() -> scan(space, depths, from, to, sink.get())));
      }
      List<S> sinks = new ArrayList<>();
      for (Future<S> task : tasks) {
        sinks.add(task.get());
      }
      return sinks;
    } catch (ExecutionException e) {
      throw new IllegalStateException(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("the evaluation was interrupted", e);
    } finally {
      pool.shutdownNow();
    }
  }

  private static <S extends Sink> S scan(
      DesignSpace space, Set<Depth> depths, long from, long to, S sink) {
    CellEvaluator evaluator = new CellEvaluator(space, depths);
    GridSlice.Cursor cursor = GridSlice.all(space.grid()).cursor(from);
    Axis<?> changed = Axis.ALL.get(0);
    for (long cell = from; cell < to; cell++) {
      Axis<?> moved = cursor.next();
      changed = moved.compareTo(changed) < 0 ? moved : changed;
      sink.take(evaluator.evaluate(cursor, changed), changed);
      changed = Axis.ALL.get(Axis.ALL.size() - 1);
    }
    return sink;
  }
}
