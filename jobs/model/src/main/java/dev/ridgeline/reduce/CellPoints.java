package dev.ridgeline.reduce;

import dev.ridgeline.evaluate.CellColumn;
import dev.ridgeline.evaluate.CellColumns;
import dev.ridgeline.evaluate.CellResult;
import dev.ridgeline.evaluate.Depth;
import dev.ridgeline.evaluate.Status;
import dev.ridgeline.frontier.Skyline;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** The points of evaluated cells, as far as their statuses and limits allow them. */
final class CellPoints {

  private final boolean[] statuses = new boolean[Status.values().length];
  private final CellNumber[] limited;
  private final Limit[] limits;
  private final CellNumber[] measured;
  private final boolean[] isNegated;
  private final double[] measures;
  private final double[] point;
  private final Reduction reduction;

  CellPoints(Reduction reduction) {
    this.reduction = reduction;
    reduction.statuses().forEach(status -> statuses[status.ordinal()] = true);
    this.limits = reduction.limits().toArray(Limit[]::new);
    this.limited =
        reduction.limits().stream()
            .map(limit -> new CellNumber(limit.cellColumn()))
            .toArray(CellNumber[]::new);
    this.measured =
        reduction.measures().stream()
            .map(measure -> new CellNumber(measure.cellColumn()))
            .toArray(CellNumber[]::new);
    this.isNegated = new boolean[measured.length];
    for (int i = 0; i < isNegated.length; i++) {
      isNegated[i] = reduction.measures().get(i).isNegated();
    }
    this.measures = new double[measured.length];
    this.point = new double[reduction.objectives()];
  }

  /** The depths of evaluation that a reduction needs. */
  static Set<Depth> depths(Reduction reduction) {
    List<CellColumn> read = new ArrayList<>(List.of(CellColumns.STATUS));
    reduction.measures().forEach(measure -> read.add(measure.cellColumn()));
    reduction.limits().forEach(limit -> read.add(limit.cellColumn()));
    Set<Depth> depths = EnumSet.noneOf(Depth.class);
    read.forEach(column -> depths.add(column.depth()));
    return depths;
  }

  /** Whether a cell can have a point only where its weights fit. */
  static boolean needsFit(Reduction reduction) {
    return reduction.measures().stream().anyMatch(one -> isOfFit(one.cellColumn()))
        || reduction.limits().stream().anyMatch(one -> isOfFit(one.cellColumn()));
  }

  private static boolean isOfFit(CellColumn column) {
    return switch (column.availability()) {
      case ALWAYS, STEP -> false;
      case SERVING, PRICE, FLEET, SALES, LOAD, CACHE, CACHE_TIER, CACHE_FAR_TIER, CACHE_PRICE ->
          true;
    };
  }

  /** Offers the point of a cell, if it has one, to a skyline. */
  void offer(CellResult cell, long number, Skyline skyline) {
    if (!statuses[cell.status().ordinal()]) {
      return;
    }
    for (int i = 0; i < limits.length; i++) {
      if (!limited[i].isIn(cell) || !limits[i].allows(limited[i].value(cell))) {
        return;
      }
    }
    for (int i = 0; i < measures.length; i++) {
      if (!measured[i].isIn(cell)) {
        return;
      }
      double value = measured[i].value(cell);
      measures[i] = isNegated[i] ? -value : value;
    }
    reduction.points().make(measures, point);
    skyline.offer(point, number);
  }
}
