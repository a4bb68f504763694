package dev.ridgeline.table;

import dev.ridgeline.space.Axis;
import dev.ridgeline.space.GridSlice;
import java.io.Serializable;
import java.util.function.IntUnaryOperator;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

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

  /** Outcomes of a condition at all positions on an axis, a byte each. */
  final class Outcomes implements Serializable {

    private static final long serialVersionUID = 1L;
    private static final Truth[] TRUTHS = Truth.values();

    private final byte[] ordinals;

    Outcomes(int positions) {
      this.ordinals = new byte[positions];
    }

    private Outcomes(byte[] ordinals) {
      this.ordinals = ordinals;
    }

    Truth at(int position) {
      return TRUTHS[ordinals[position]];
    }

    void set(int position, Truth outcome) {
      ordinals[position] = (byte) outcome.ordinal();
    }

    /**
     * Gives positions without an outcome that of the position that stands for them. No condition
     * has the outcome {@link Truth#NEVER}, which is that of positions without one.
     */
    void fill(IntUnaryOperator standing) {
      for (int position = 0; position < ordinals.length; position++) {
        if (ordinals[position] == 0) {
          ordinals[position] = ordinals[standing.applyAsInt(position)];
        }
      }
    }

    private Outcomes map(UnaryOperator<Truth> made) {
      byte[] byOrdinal = new byte[TRUTHS.length];
      for (Truth truth : TRUTHS) {
        byOrdinal[truth.ordinal()] = (byte) made.apply(truth).ordinal();
      }
      byte[] all = new byte[ordinals.length];
      for (int position = 0; position < all.length; position++) {
        all[position] = byOrdinal[ordinals[position]];
      }
      return new Outcomes(all);
    }

    private Outcomes and(Outcomes other) {
      byte[] both = new byte[ordinals.length];
      for (int position = 0; position < both.length; position++) {
        both[position] = (byte) at(position).and(other.at(position)).ordinal();
      }
      return new Outcomes(both);
    }
  }

  /** A condition on one axis, with an outcome for each position. */
  final class OfAxis implements CellTest {

    private static final long serialVersionUID = 1L;

    private final Axis<?> axis;
    private final Outcomes outcomes;

    private transient @Nullable OfSlice last;

    /** The outcomes that are possible in the slice that was asked about last. */
    private record OfSlice(GridSlice slice, Truth possible) {}

    OfAxis(Axis<?> axis, Outcomes outcomes) {
      this.axis = axis;
      this.outcomes = outcomes;
    }

    @Override
    public Truth outcome(GridSlice.Cursor cursor) {
      return outcomes.at(cursor.position(axis));
    }

    @Override
    @SuppressWarnings("ReferenceEquality") // A slice is asked about position by position.
    public Truth possible(Axis<?> other, int position, GridSlice slice) {
      if (other == axis) {
        return outcomes.at(position);
      }
      OfSlice known = last;
      if (known == null || known.slice() != slice) {
        Truth possible =
            slice.stream(axis).mapToObj(outcomes::at).reduce(Truth.NEVER, Truth::orElse);
        known = new OfSlice(slice, possible);
        last = known;
      }
      return known.possible();
    }

    /** Only this axis shrinks: positions on the others have passing cells where any cell passes. */
    @Override
    public GridSlice shrink(GridSlice slice) {
      return slice.where(axis, position -> outcomes.at(position).mayBeTrue());
    }

    @Override
    public CellTest not() {
      return new OfAxis(axis, outcomes.map(Truth::not));
    }

    /** Joins two conditions on one axis into one. */
    @Override
    public CellTest and(CellTest other) {
      return other instanceof OfAxis same && same.axis == axis
          ? new OfAxis(axis, outcomes.and(same.outcomes))
          : CellTest.super.and(other);
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
