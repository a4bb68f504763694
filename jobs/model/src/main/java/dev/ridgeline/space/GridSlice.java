package dev.ridgeline.space;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/**
 * The cells of a grid that have chosen values on each axis: what is left of it when a query filters
 * by axes. Its cells are counted on their own, from 0, in the order of the grid, and keep their
 * number in the grid.
 */
public final class GridSlice implements Serializable {

  private static final long serialVersionUID = 1L;
  private static final Axis<?>[] AXES = Axis.ALL.toArray(Axis<?>[]::new);

  private final Grid grid;
  private final int[][] chosen;
  private final Grid compact;
  private final long[] strides;

  private GridSlice(Grid grid, int[][] chosen) {
    this.grid = grid;
    this.chosen = chosen;
    List<Integer> sizes = new ArrayList<>();
    for (int[] positions : chosen) {
      sizes.add(positions.length);
    }
    this.compact = Grid.of(sizes);
    this.strides = grid.strides();
  }

  /** The whole grid. */
  public static GridSlice all(Grid grid) {
    int[][] chosen = new int[AXES.length][];
    for (Axis<?> axis : AXES) {
      chosen[axis.order()] = IntStream.range(0, grid.size(axis)).toArray();
    }
    return new GridSlice(grid, chosen);
  }

  /** The part of this slice whose positions on one axis pass a test. */
  public GridSlice where(Axis<?> axis, IntPredicate position) {
    int[][] fewer = chosen.clone();
    fewer[axis.order()] = IntStream.of(chosen[axis.order()]).filter(position).toArray();
    return new GridSlice(grid, fewer);
  }

  /** Positions on an axis that are left, in rising order. */
  public int[] positions(Axis<?> axis) {
    return chosen[axis.order()].clone();
  }

  /** Cells of this slice. */
  public long cells() {
    return compact.cells();
  }

  /**
   * A cursor before the cell with this number within the slice.
   *
   * @throws IndexOutOfBoundsException when the slice has no such cell
   */
  public Cursor cursor(long first) {
    return new Cursor(compact.positions(first));
  }

  /** Walks over the cells of the slice. */
  public final class Cursor {

    private final int[] places;
    private final int[] positions;
    private long cell;
    private boolean started;

    private Cursor(int[] places) {
      this.places = places;
      this.positions = new int[places.length];
      for (int axis = 0; axis < places.length; axis++) {
        positions[axis] = chosen[axis][places[axis]];
      }
      this.cell = grid.cell(positions);
    }

    /**
     * Moves to the next cell; the first call moves onto the first one.
     *
     * @return the slowest axis that changed: everything that depends only on axes before it is as
     *     it was
     */
    public Axis<?> next() {
      if (!started) {
        started = true;
        return AXES[0];
      }
      int axis = chosen.length - 1;
      while (axis > 0 && places[axis] == chosen[axis].length - 1) {
        move(axis, 0);
        axis--;
      }
      move(axis, places[axis] + 1);
      return AXES[axis];
    }

    private void move(int axis, int place) {
      int position = chosen[axis][place];
      cell += (position - positions[axis]) * strides[axis];
      places[axis] = place;
      positions[axis] = position;
    }

    /**
     * Moves to any cell of the slice.
     *
     * @param cell its number in the grid
     * @return the slowest axis whose position is another than before; the slowest of all at first,
     *     and the fastest when the cell is the same
     * @throws IndexOutOfBoundsException when it is not in the grid
     * @throws IllegalArgumentException when it is not in the slice
     */
    public Axis<?> moveTo(long cell) {
      int[] target = grid.positions(cell);
      int slowest = started ? chosen.length - 1 : 0;
      for (int axis = chosen.length - 1; axis >= 0; axis--) {
        if (positions[axis] != target[axis]) {
          int place = Arrays.binarySearch(chosen[axis], target[axis]);
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

    /** Position on an axis of the cell that the cursor is on. */
    public int position(Axis<?> axis) {
      return positions[axis.order()];
    }

    /** Number in the grid of the cell that the cursor is on. */
    public long cell() {
      return cell;
    }
  }
}
