package dev.ridgeline.evaluate;

import dev.ridgeline.space.Axis;
import dev.ridgeline.space.DesignSpace;
import dev.ridgeline.space.GridSlice;
import java.util.Arrays;
import java.util.EnumSet;

/**
 * The work of evaluating the cells of a slice of a grid, by which the slice is cut into parts of
 * equal work. Infeasible cells are the cheapest: their model cannot be laid over the accelerators,
 * or its weights alone do not fit. All cells of a mix and sharding share this property, and no plan
 * is needed to find it out.
 */
public final class CellWork {

  /**
   * Work of an infeasible cell over that of another cell. Measured on sweeps with all columns, the
   * ratio is about 0.05 for evaluating and 0.2 for writing.
   */
  private static final double IMPOSSIBLE = 0.1;

  /**
   * Largest number of blocks. Where there are more, neighbours are merged and the first stands for
   * all.
   */
  private static final long MOST_BLOCKS = 1 << 20;

  private final long cells;
  private final long cellsOfBlock;

  /** Work of all cells before each block; the last element is the work of all cells. */
  private final double[] before;

  private CellWork(long cells, long cellsOfBlock, double[] before) {
    this.cells = cells;
    this.cellsOfBlock = cellsOfBlock;
    this.before = before;
  }

  /** Returns the work of all cells of a space. */
  public static CellWork of(DesignSpace space) {
    return of(space, GridSlice.all(space.grid()));
  }

  /** Returns the work of the cells of a slice, which are numbered within it. */
  public static CellWork of(DesignSpace space, GridSlice slice) {
    long cells = slice.cells();
    long alike = 1;
    for (Axis<?> axis : Axis.ALL) {
      alike *= axis.compareTo(Axis.EFFICIENCY) > 0 ? slice.size(axis) : 1;
    }
    long together = 1 + cells / Math.max(1, alike) / MOST_BLOCKS;
    long cellsOfBlock = alike * together;
    long blocks = cells / cellsOfBlock + (cells % cellsOfBlock > 0 ? 1 : 0);
    double[] before = new double[Math.toIntExact(blocks) + 1];
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
   * Work of a range of cells, as a number of feasible cells.
   *
   * @param from first cell
   * @param to one more than the last cell
   */
  public double of(long from, long to) {
    return before(to) - before(from);
  }

  /**
   * Cuts a range of cells into parts of equal work, each with at least one cell.
   *
   * @param parts number of parts, at most the number of cells in the range
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
