package dev.ridgeline.evaluate;

import dev.ridgeline.space.Axis;
import dev.ridgeline.space.DesignSpace;
import dev.ridgeline.space.GridSlice;
import java.util.Arrays;
import java.util.EnumSet;

/**
 * How much work the cells of a slice of a grid are, so that it can be cut into parts of equal work.
 * Cells differ most by whether they can be at all: where a model cannot be laid over the
 * accelerators, or its weights alone do not fit, all cells of a mix and sharding cost little more
 * than counting them. That is decided without planning any.
 */
public final class CellWork {

  /**
   * Work of a cell that cannot be, over that of one that may. Measured on sweeps with all columns:
   * some 0.05 of the evaluation, 0.2 of the writing.
   */
  private static final double IMPOSSIBLE = 0.1;

  /** More blocks than these are taken together, and one of them stands for its neighbours. */
  private static final long MOST_BLOCKS = 1 << 20;

  private final long cells;
  private final long cellsOfBlock;

  /** Work of all cells before each block, and of all at the end. */
  private final double[] before;

  private CellWork(long cells, long cellsOfBlock, double[] before) {
    this.cells = cells;
    this.cellsOfBlock = cellsOfBlock;
    this.before = before;
  }

  /** The work of all cells of a space. */
  public static CellWork of(DesignSpace space) {
    return of(space, GridSlice.all(space.grid()));
  }

  /** The work of the cells of a slice, which are numbered within it. */
  public static CellWork of(DesignSpace space, GridSlice slice) {
    long cells = slice.cells();
    long alike = 1;
    for (Axis<?> axis : Axis.ALL) {
      alike *= axis.compareTo(Axis.EFFICIENCY) > 0 ? slice.positions(axis).length : 1;
    }
    long together = 1 + cells / Math.max(1, alike) / MOST_BLOCKS;
    long cellsOfBlock = alike * together;
    double[] before = new double[Math.toIntExact((cells + cellsOfBlock - 1) / cellsOfBlock) + 1];
    CellEvaluator evaluator = new CellEvaluator(space, EnumSet.noneOf(Depth.class));
    GridSlice.Cursor cursor = slice.cursor(0);
    for (int block = 0; block + 1 < before.length; block++) {
      long from = block * cellsOfBlock;
      GridSlice.Cursor first = slice.cursor(from);
      first.next();
      boolean possible = evaluator.mayFit(cursor, cursor.moveTo(first.cell()));
      double ofBlock = Math.min(cellsOfBlock, cells - from) * (possible ? 1 : IMPOSSIBLE);
      before[block + 1] = before[block] + ofBlock;
    }
    return new CellWork(cells, cellsOfBlock, before);
  }

  /**
   * Work of a range of cells, in cells that may be.
   *
   * @param from first cell
   * @param to one more than the last cell
   */
  public double of(long from, long to) {
    return before(to) - before(from);
  }

  /**
   * Cuts a range of cells into parts of equal work, each of one cell or more.
   *
   * @param parts no more than there are cells in the range
   * @return the first cell of each part, and one more than the last cell of the range
   */
  public long[] cut(long from, long to, int parts) {
    if (parts < 1 || parts > to - from) {
      throw new IllegalArgumentException(parts + " parts of " + (to - from) + " cells");
    }
    double start = before(from);
    double work = of(from, to);
    long[] bounds = new long[parts + 1];
    bounds[0] = from;
    for (int part = 1; part < parts; part++) {
      long latest = to - (parts - part);
      long wanted = cellAt(start + work * part / parts);
      bounds[part] = Math.max(bounds[part - 1] + 1, Math.min(latest, wanted));
    }
    bounds[parts] = to;
    return bounds;
  }

  private double before(long cell) {
    if (cell == cells) {
      return before[before.length - 1];
    }
    int block = (int) (cell / cellsOfBlock);
    double share = (double) (cell % cellsOfBlock) / cellsOf(block);
    return before[block] + share * (before[block + 1] - before[block]);
  }

  private long cellAt(double work) {
    int found = Arrays.binarySearch(before, work);
    int block = found >= 0 ? found : -found - 2;
    if (block + 1 >= before.length) {
      return cells;
    }
    double share = (work - before[block]) / (before[block + 1] - before[block]);
    return block * cellsOfBlock + (long) (share * cellsOf(block));
  }

  private long cellsOf(int block) {
    return Math.min(cellsOfBlock, cells - block * cellsOfBlock);
  }
}
