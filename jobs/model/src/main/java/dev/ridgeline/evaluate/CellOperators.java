package dev.ridgeline.evaluate;

import dev.ridgeline.space.DesignSpace;
import dev.ridgeline.space.GridSlice;
import java.util.EnumSet;
import java.util.List;
import java.util.stream.Stream;

/**
 * The operators of cells of a design space. Rising order of the cells is the fastest.
 *
 * <p>Not for use by several threads at once.
 */
public final class CellOperators {

  private final CellEvaluator evaluator;
  private final GridSlice.Cursor cursor;

  public CellOperators(DesignSpace space) {
    this.evaluator = new CellEvaluator(space, EnumSet.of(Depth.PLAN));
    this.cursor = GridSlice.all(space.grid()).cursor(0);
  }

  /**
   * Returns the rows of one cell; none where its model cannot be laid over the accelerators.
   *
   * @throws IndexOutOfBoundsException where the space has no such cell
   */
  public List<OperatorRow> of(long cell) {
    evaluator.evaluate(cursor, cursor.moveTo(cell));
    return HeardStep.of(evaluator).stream().flatMap(step -> rows(cell, step)).toList();
  }

  private static Stream<OperatorRow> rows(long cell, HeardStep step) {
    return step.report().rows().stream().map(cost -> new OperatorRow(cell, step, cost));
  }
}
