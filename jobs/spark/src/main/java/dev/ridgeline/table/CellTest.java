package dev.ridgeline.table;

import dev.ridgeline.space.Axis;
import dev.ridgeline.space.GridSlice;
import java.io.Serializable;
import java.util.Arrays;
import java.util.stream.IntStream;

/** A condition that is decided by where a cell is in the grid, before it is evaluated. */
sealed interface CellTest extends Serializable {

  /** What it is in the cell that a cursor is on. */
  Truth outcome(GridSlice.Cursor cursor);

  /** What it may be in the cells of a slice that have a position on an axis. */
  Truth possible(Axis<?> axis, int position, GridSlice slice);

  /** The opposite. */
  default CellTest not() {
    return new Not(this);
  }

  /** Both. */
  default CellTest and(CellTest other) {
    return new And(this, other);
  }

  /** Either. */
  default CellTest or(CellTest other) {
    return not().and(other.not()).not();
  }

  /** Whether a cell passes. */
  default boolean passes(GridSlice.Cursor cursor) {
    return outcome(cursor) == Truth.TRUE;
  }

  /** The slice without positions that no passing cell has. */
  default GridSlice shrink(GridSlice slice) {
    GridSlice smaller = slice;
    for (Axis<?> axis : Axis.ALL) {
      GridSlice before = smaller;
      smaller = before.where(axis, position -> possible(axis, position, before).mayBeTrue());
    }
    return smaller;
  }

  /** A condition on one axis: the outcome for each position. */
  final class OfAxis implements CellTest {

    private static final long serialVersionUID = 1L;

    private final Axis<?> axis;
    private final Truth[] outcomes;

    OfAxis(Axis<?> axis, Truth[] outcomes) {
      this.axis = axis;
      this.outcomes = outcomes;
    }

    @Override
    public Truth outcome(GridSlice.Cursor cursor) {
      return outcomes[cursor.position(axis)];
    }

    @Override
    public Truth possible(Axis<?> other, int position, GridSlice slice) {
      return other == axis
          ? outcomes[position]
          : IntStream.of(slice.positions(axis))
              .mapToObj(at -> outcomes[at])
              .reduce(Truth.NEVER, Truth::orElse);
    }

    @Override
    public CellTest not() {
      return new OfAxis(axis, Arrays.stream(outcomes).map(Truth::not).toArray(Truth[]::new));
    }

    /** Two conditions on one axis are one. */
    @Override
    public CellTest and(CellTest other) {
      if (!(other instanceof OfAxis same) || same.axis != axis) {
        return CellTest.super.and(other);
      }
      Truth[] both = outcomes.clone();
      Arrays.setAll(both, position -> outcomes[position].and(same.outcomes[position]));
      return new OfAxis(axis, both);
    }
  }

  /**
   * A condition on the number of a cell.
   *
   * @param ranges where it is true; elsewhere it is false
   * @param cells cells of the grid
   */
  record OfCell(CellRanges ranges, long cells) implements CellTest {

    @Override
    public Truth outcome(GridSlice.Cursor cursor) {
      return Truth.of(ranges.contain(cursor.cell()));
    }

    @Override
    public Truth possible(Axis<?> axis, int position, GridSlice slice) {
      return Truth.TRUE_OR_FALSE;
    }

    @Override
    public CellTest not() {
      return new OfCell(ranges.not(cells), cells);
    }

    /** Two conditions on numbers are one. */
    @Override
    public CellTest and(CellTest other) {
      return other instanceof OfCell same
          ? new OfCell(ranges.and(same.ranges, cells), cells)
          : CellTest.super.and(other);
    }
  }

  /** Both. */
  record And(CellTest one, CellTest other) implements CellTest {

    @Override
    public Truth outcome(GridSlice.Cursor cursor) {
      return one.outcome(cursor).and(other.outcome(cursor));
    }

    @Override
    public Truth possible(Axis<?> axis, int position, GridSlice slice) {
      return one.possible(axis, position, slice).and(other.possible(axis, position, slice));
    }
  }

  /** The opposite. */
  record Not(CellTest test) implements CellTest {

    @Override
    public Truth outcome(GridSlice.Cursor cursor) {
      return test.outcome(cursor).not();
    }

    @Override
    public Truth possible(Axis<?> axis, int position, GridSlice slice) {
      return test.possible(axis, position, slice).not();
    }

    @Override
    public CellTest not() {
      return test;
    }
  }
}
