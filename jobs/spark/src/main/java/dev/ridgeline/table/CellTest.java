package dev.ridgeline.table;

import dev.ridgeline.space.Axis;
import dev.ridgeline.space.GridSlice;
import java.io.Serializable;
import java.util.Arrays;
import java.util.stream.IntStream;

/** A condition that follows from the place of a cell in the grid, before it is evaluated. */
sealed interface CellTest extends Serializable {

  /** The truth of the condition in the cell of a cursor. */
  Truth outcome(GridSlice.Cursor cursor);

  /** The truths that are possible in the cells of a slice with a position on an axis. */
  Truth possible(Axis<?> axis, int position, GridSlice slice);

  /** The negation of this condition. */
  default CellTest not() {
    return new Not(this);
  }

  /** The condition that both hold. */
  default CellTest and(CellTest other) {
    return new And(this, other);
  }

  /** The condition that either holds. */
  default CellTest or(CellTest other) {
    return not().and(other.not()).not();
  }

  /** Whether the condition is true in the cell of a cursor. */
  default boolean passes(GridSlice.Cursor cursor) {
    return outcome(cursor) == Truth.TRUE;
  }

  /** The slice without the positions that no passing cell has. */
  default GridSlice shrink(GridSlice slice) {
    GridSlice smaller = slice;
    for (Axis<?> axis : Axis.ALL) {
      GridSlice before = smaller;
      smaller = before.where(axis, position -> possible(axis, position, before).mayBeTrue());
    }
    return smaller;
  }

  /** A condition on one axis, with an outcome for each position. */
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

    /** Joins two conditions on one axis into one. */
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
   * @param ranges numbers of the cells where it is true; elsewhere it is false
   * @param cells number of cells of the grid
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

    /** Joins two conditions on numbers into one. */
    @Override
    public CellTest and(CellTest other) {
      return other instanceof OfCell same
          ? new OfCell(ranges.and(same.ranges, cells), cells)
          : CellTest.super.and(other);
    }
  }

  /** The condition that both conditions hold. */
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

  /** The negation of a condition. */
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
