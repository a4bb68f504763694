package dev.ridgeline.table;

import dev.ridgeline.evaluate.AlikePositions;
import dev.ridgeline.evaluate.CellColumn;
import dev.ridgeline.evaluate.CellColumns;
import dev.ridgeline.evaluate.CellEvaluator;
import dev.ridgeline.evaluate.CellResult;
import dev.ridgeline.space.Axis;
import dev.ridgeline.space.DesignSpace;
import java.util.List;
import java.util.Objects;

/** Values of the columns that follow from one axis. No cell is evaluated for them. */
public final class AxisColumns {

  private AxisColumns() {}

  /**
   * At most so many different values of a column, as texts, in the order of the axis; none where
   * there is no such column, or no single axis decides it.
   */
  public static List<String> values(DesignSpace space, String column, int most) {
    return CellColumns.ALL.stream()
        .filter(one -> one.name().equals(column))
        .findFirst()
        .flatMap(one -> one.axis().map(axis -> values(space, one, axis, most)))
        .orElse(List.of());
  }

  private static List<String> values(DesignSpace space, CellColumn column, Axis<?> axis, int most) {
    CellEvaluator evaluator = new CellEvaluator(space);
    return AlikePositions.of(space, axis, List.of(column))
        .firsts()
        .mapToObj(position -> column.value(at(space, evaluator, axis, position)))
        .filter(Objects::nonNull)
        .map(String::valueOf)
        .distinct()
        .limit(most)
        .toList();
  }

  /** A cell at a position of one axis, and at the first of all others, that is not evaluated. */
  static CellResult at(DesignSpace space, CellEvaluator evaluator, Axis<?> axis, int position) {
    int[] positions = new int[Axis.ALL.size()];
    positions[axis.order()] = position;
    return evaluator.identify(space.grid().cell(positions));
  }
}
