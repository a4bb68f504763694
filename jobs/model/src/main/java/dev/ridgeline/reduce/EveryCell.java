package dev.ridgeline.reduce;

import dev.ridgeline.evaluate.CellEvaluator;
import dev.ridgeline.evaluate.CellWork;
import dev.ridgeline.space.Axis;
import dev.ridgeline.space.DesignSpace;
import dev.ridgeline.space.GridSlice;

/** Reduces cells by evaluating each. Its units are cells. */
final class EveryCell extends Reducer {

  private static final Axis<?> FASTEST = Axis.ALL.get(Axis.ALL.size() - 1);

  private final DesignSpace space;
  private final GridSlice slice;
  private final CellEvaluator evaluator;
  private final CellPoints points;
  private final boolean needsFit;
  private long evaluated;

  EveryCell(DesignSpace space, GridSlice slice, Reduction reduction) {
    super(new GroupTable(space, reduction));
    this.space = space;
    this.slice = slice;
    this.evaluator = new CellEvaluator(space, CellPoints.depths(reduction));
    this.points = new CellPoints(reduction);
    this.needsFit = CellPoints.needsFit(reduction);
  }

  @Override
  public long units() {
    return slice.cells();
  }

  @Override
  public long[] cut(int parts) {
    return CellWork.of(space, slice).cut(0, slice.cells(), parts);
  }

  @Override
  public void reduce(long from, long to) {
    if (from == to) {
      return;
    }
    GridSlice.Cursor cursor = slice.cursor(from);
    for (long left = to - from; left > 0; left--) {
      Axis<?> moved = cursor.next();
      if (needsFit && moved.compareTo(Axis.EFFICIENCY) <= 0) {
        if (!evaluator.mayFit(cursor, moved)) {
          left -= cursor.skip(Axis.EFFICIENCY);
          continue;
        }
        moved = FASTEST;
      }
      points.offer(
          evaluator.evaluate(cursor, moved), cursor.cell(), groups.skyline(groups.group(cursor)));
      evaluated++;
    }
  }

  @Override
  public long evaluated() {
    return evaluated;
  }
}
