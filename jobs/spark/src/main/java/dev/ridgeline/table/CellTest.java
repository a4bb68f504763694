package dev.ridgeline.table;

import dev.ridgeline.space.Axis;
import dev.ridgeline.space.GridSlice;
import java.io.Serializable;
import java.util.stream.IntStream;

/**
 * A condition that is decided by where a cell is in the grid, before it is evaluated. It is true,
 * false or, as in SQL, unknown; outcomes are bits, so that a set of them is a number, too.
 */
sealed interface CellTest extends Serializable {

  int TRUE = 1;
  int FALSE = 2;
  int UNKNOWN = 4;

  /** The outcome in the cell that a cursor is on. */
  int outcome(GridSlice.Cursor cursor);

  /** Outcomes that can be in the cells of a slice that have a position on an axis. */
  int possible(Axis axis, int position, GridSlice slice);

  /** Whether a cell passes. */
  default boolean passes(GridSlice.Cursor cursor) {
    return outcome(cursor) == TRUE;
  }

  /** The slice without positions that no passing cell has. */
  default GridSlice shrink(GridSlice slice) {
    GridSlice smaller = slice;
    for (Axis axis : Axis.values()) {
      GridSlice before = smaller;
      smaller = before.where(axis, position -> (possible(axis, position, before) & TRUE) != 0);
    }
    return smaller;
  }

  private static int and(int one, int other) {
    int falses = (one | other) & FALSE;
    int trues = one & other & TRUE;
    boolean unknown =
        ((one & UNKNOWN) != 0 && (other & (TRUE | UNKNOWN)) != 0)
            || ((other & UNKNOWN) != 0 && (one & (TRUE | UNKNOWN)) != 0);
    return falses | trues | (unknown ? UNKNOWN : 0);
  }

  private static int not(int outcomes) {
    return ((outcomes & TRUE) != 0 ? FALSE : 0)
        | ((outcomes & FALSE) != 0 ? TRUE : 0)
        | (outcomes & UNKNOWN);
  }

  /** A condition on one axis: the outcome for each position. */
  final class OfAxis implements CellTest {

    private static final long serialVersionUID = 1L;

    private final Axis axis;
    private final int[] outcomes;

    OfAxis(Axis axis, int[] outcomes) {
      this.axis = axis;
      this.outcomes = outcomes;
    }

    @Override
    public int outcome(GridSlice.Cursor cursor) {
      return outcomes[cursor.position(axis)];
    }

    @Override
    public int possible(Axis other, int position, GridSlice slice) {
      return other == axis
          ? outcomes[position]
          : IntStream.of(slice.positions(axis)).map(at -> outcomes[at]).reduce(0, (a, b) -> a | b);
    }
  }

  /** A condition on the number of a cell. */
  record OfCell(CellRanges ranges) implements CellTest {

    @Override
    public int outcome(GridSlice.Cursor cursor) {
      return ranges.contain(cursor.cell()) ? TRUE : FALSE;
    }

    @Override
    public int possible(Axis axis, int position, GridSlice slice) {
      return TRUE | FALSE;
    }
  }

  /** Both. */
  record And(CellTest one, CellTest other) implements CellTest {

    @Override
    public int outcome(GridSlice.Cursor cursor) {
      return and(one.outcome(cursor), other.outcome(cursor));
    }

    @Override
    public int possible(Axis axis, int position, GridSlice slice) {
      return and(one.possible(axis, position, slice), other.possible(axis, position, slice));
    }
  }

  /** The opposite. */
  record Not(CellTest test) implements CellTest {

    @Override
    public int outcome(GridSlice.Cursor cursor) {
      return not(test.outcome(cursor));
    }

    @Override
    public int possible(Axis axis, int position, GridSlice slice) {
      return not(test.possible(axis, position, slice));
    }
  }
}
