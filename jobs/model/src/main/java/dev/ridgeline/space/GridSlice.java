package dev.ridgeline.space;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/**
 * The part of a grid that a query with filters on axes leaves: cells with some of the values on
 * each axis. The slice counts its cells from 0 in the order of the grid. Each cell also keeps its
 * number in the grid.
 */
public final class GridSlice implements Serializable {

  private static final long serialVersionUID = 1L;
  private static final Axis<?>[] AXES = Axis.ALL.toArray(Axis<?>[]::new);

  private final Grid grid;
  private final Positions[] chosen;
  private final Grid compact;
  private final long[] strides;

  private GridSlice(Grid grid, Positions[] chosen) {
    this.grid = grid;
    this.chosen = chosen;
    List<Integer> sizes = new ArrayList<>();
    for (Positions positions : chosen) {
      sizes.add(positions.size());
    }
    this.compact = Grid.of(sizes);
    this.strides = grid.strides();
  }

  /** Returns the whole grid as a slice. */
  public static GridSlice all(Grid grid) {
    Positions[] chosen = new Positions[AXES.length];
    for (Axis<?> axis : AXES) {
      chosen[axis.order()] = Positions.run(0, grid.size(axis));
    }
    return new GridSlice(grid, chosen);
  }

  /** Returns the part of this slice whose positions on one axis pass a test. */
  public GridSlice where(Axis<?> axis, IntPredicate position) {
    return with(axis, chosen[axis.order()].where(position));
  }

  /**
   * Returns the part of this slice whose positions on one axis are within ranges.
   *
   * @param ranges ranges in rising order, each from its first position to before its last
   */
  public GridSlice within(Axis<?> axis, int[][] ranges) {
    return with(axis, chosen[axis.order()].within(ranges));
  }

  private GridSlice with(Axis<?> axis, Positions positions) {
    Positions[] fewer = chosen.clone();
    fewer[axis.order()] = positions;
    return new GridSlice(grid, fewer);
  }

  /** Positions on an axis that the slice has, in rising order, as a new array. */
  public int[] positions(Axis<?> axis) {
    return chosen[axis.order()].stream().toArray();
  }

  /** Number of positions on an axis that the slice has. */
  public int size(Axis<?> axis) {
    return chosen[axis.order()].size();
  }

  /** Positions on an axis that the slice has, in rising order. */
  public IntStream stream(Axis<?> axis) {
    return chosen[axis.order()].stream();
  }

  /** Positions on an axis that the slice has, from one to before another, in rising order. */
  public IntStream between(Axis<?> axis, int from, int to) {
    return chosen[axis.order()].between(from, to);
  }

  /** Number of positions on an axis that the slice has, from one to before another. */
  public int sizeBetween(Axis<?> axis, int from, int to) {
    return chosen[axis.order()].below(to) - chosen[axis.order()].below(from);
  }

  /** Number of cells in this slice. */
  public long cells() {
    return compact.cells();
  }

  /**
   * Returns a cursor that stands before a cell.
   *
   * @param first number of the cell within the slice
   * @throws IndexOutOfBoundsException where the slice has no such cell
   */
  public Cursor cursor(long first) {
    return new Cursor(compact.positions(first));
  }

  /** A position in the slice that moves from cell to cell. */
  public final class Cursor {

    private final int[] places;
    private final int[] positions;
    private long cell;
    private boolean started;

    private Cursor(int[] places) {
      this.places = places;
      this.positions = new int[places.length];
      for (int axis = 0; axis < places.length; axis++) {
        positions[axis] = chosen[axis].at(places[axis]);
      }
      this.cell = grid.cell(positions);
    }

    /**
     * Moves to the next cell; the first call moves to the first cell.
     *
     * @return the slowest axis whose position changed; what depends only on slower axes stays the
     *     same
     */
    public Axis<?> next() {
      if (!started) {
        started = true;
        return AXES[0];
      }
      int axis = chosen.length - 1;
      while (axis > 0 && places[axis] == chosen[axis].size() - 1) {
        move(axis, 0);
        axis--;
      }
      move(axis, places[axis] + 1);
      return AXES[axis];
    }

    private void move(int axis, int place) {
      int position = chosen[axis].at(place);
      cell += (position - positions[axis]) * strides[axis];
      places[axis] = place;
      positions[axis] = position;
    }

    /**
     * Moves to a cell of the slice.
     *
     * @param cell its number in the grid
     * @return the slowest axis whose position changed; the first call returns the slowest of all,
     *     and a move to the same cell the fastest
     * @throws IndexOutOfBoundsException where the cell is not in the grid
     * @throws IllegalArgumentException where the cell is not in the slice
     */
    public Axis<?> moveTo(long cell) {
      int[] target = grid.positions(cell);
      int slowest = started ? chosen.length - 1 : 0;
      for (int axis = chosen.length - 1; axis >= 0; axis--) {
        if (positions[axis] != target[axis]) {
          int place = chosen[axis].placeOf(target[axis]);
          if (place < 0) {
            throw new IllegalArgumentException("cell " + cell + " is not in the slice");
          }
          move(axis, place);
          slowest = started ? axis : 0;
        }
      }
      started = true;
      return AXES[slowest];
    }

    /**
     * Moves to the last of the cells that share the positions on an axis and on all slower ones.
     * The next move then leaves them all behind.
     *
     * @return number of cells of the slice on the way, the last one included
     */
    public long skip(Axis<?> shared) {
      long skipped = 0;
      long stride = 1;
      for (int axis = chosen.length - 1; axis > shared.order(); axis--) {
        int last = chosen[axis].size() - 1;
        skipped += (last - places[axis]) * stride;
        stride *= chosen[axis].size();
        move(axis, last);
      }
      return skipped;
    }

    /** Position of the current cell on an axis. */
    public int position(Axis<?> axis) {
      return positions[axis.order()];
    }

    /** Number of the current cell in the grid. */
    public long cell() {
      return cell;
    }
  }
}
