package dev.ridgeline.space;

import java.io.Serializable;
import java.util.Arrays;
import java.util.List;
import java.util.StringJoiner;

/**
 * The Cartesian product of the axes, whose cells are numbered. Cell 0 has the first value on every
 * axis, and the last axis varies fastest.
 */
public final class Grid implements Serializable {

  private static final long serialVersionUID = 1L;

  private final int[] sizes;
  private final long cells;

  private Grid(int[] sizes, long cells) {
    this.sizes = sizes;
    this.cells = cells;
  }

  /**
   * Returns a grid with these numbers of values on each axis, in the order of {@link Axis}.
   *
   * @throws ArithmeticException where the grid has more cells than a {@code long} can count; the
   *     message shows the product
   */
  static Grid of(List<Integer> sizes) {
    long cells = 1;
    for (int size : sizes) {
      try {
        cells = Math.multiplyExact(cells, (long) size);
      } catch (ArithmeticException e) {
        StringJoiner product = new StringJoiner(" x ");
        sizes.forEach(factor -> product.add(factor.toString()));
        ArithmeticException overflow =
            new ArithmeticException(
                "the axes make " + product + " cells, more than " + Long.MAX_VALUE);
        overflow.initCause(e);
        throw overflow;
      }
    }
    return new Grid(sizes.stream().mapToInt(Integer::intValue).toArray(), cells);
  }

  /** Number of cells. */
  public long cells() {
    return cells;
  }

  /** Number of values on an axis. */
  public int size(Axis<?> axis) {
    return sizes[axis.order()];
  }

  /**
   * Returns the position of a cell on each axis, in the order of {@link Axis}.
   *
   * @throws IndexOutOfBoundsException where the grid has no such cell
   */
  public int[] positions(long cell) {
    if (cell < 0 || cell >= cells) {
      throw new IndexOutOfBoundsException("cell " + cell + " of " + cells);
    }
    int[] positions = new int[sizes.length];
    long rest = cell;
    for (int axis = sizes.length - 1; axis >= 0; axis--) {
      positions[axis] = (int) (rest % sizes[axis]);
      rest /= sizes[axis];
    }
    return positions;
  }

  /**
   * Returns, for each axis, the distance between the numbers of cells at neighbouring positions.
   */
  public long[] strides() {
    long[] strides = new long[sizes.length];
    long stride = 1;
    for (int axis = sizes.length - 1; axis >= 0; axis--) {
      strides[axis] = stride;
      stride *= sizes[axis];
    }
    return strides;
  }

  /** Returns the number of the cell at these positions. */
  public long cell(int[] positions) {
    long cell = 0;
    for (int axis = 0; axis < sizes.length; axis++) {
      cell = cell * sizes[axis] + positions[axis];
    }
    return cell;
  }

  @Override
  public String toString() {
    return "Grid" + Arrays.toString(sizes);
  }
}
