package dev.ridgeline.reduce;

import dev.ridgeline.evaluate.CellEvaluator;
import dev.ridgeline.space.Axis;
import dev.ridgeline.space.DesignSpace;
import dev.ridgeline.space.Grid;
import dev.ridgeline.space.GridSlice;
import java.util.ArrayList;
import java.util.List;

/** The cells of mixes that are no pairs for a request, which are evaluated one by one. */
final class OnePools {

  private final Grid grid;
  private final GridSlice slice;
  private final GridSlice.Cursor cursor;
  private final CellEvaluator evaluator;
  private final CellPoints points;
  private final GroupTable groups;
  private final boolean needsFit;
  private final int[] mixes;
  private final int[] shardings;
  private final long cellsOfWorkload;

  /** Positions of mix and sharding that may fit. */
  private final List<int[]> possible = new ArrayList<>();

  private long evaluated;

  OnePools(DesignSpace space, GridSlice whole, Reduction reduction, GroupTable groups) {
    this.grid = space.grid();
    this.slice =
        whole.within(
            Axis.HARDWARE,
            space.hardware().ranges(product -> !SideRule.isPair(product, reduction)));
    this.evaluator = new CellEvaluator(space, CellPoints.depths(reduction));
    this.points = new CellPoints(reduction);
    this.groups = groups;
    this.needsFit = CellPoints.needsFit(reduction);
    this.cursor = (slice.cells() > 0 ? slice : GridSlice.all(grid)).cursor(0);
    this.mixes = slice.positions(Axis.HARDWARE);
    this.shardings = slice.positions(Axis.PARALLELISM);
    long cells = 1;
    for (Axis<?> axis : Axis.ALL) {
      cells *= axis.compareTo(Axis.CONTEXT) > 0 ? slice.size(axis) : 1;
    }
    this.cellsOfWorkload = cells;
  }

  /** Finds the mixes and shardings that may fit under the slow axes. */
  void begin(int[] slow) {
    possible.clear();
    int[] positions = first(slow);
    for (int mix : mixes) {
      for (int sharding : shardings) {
        positions[Axis.HARDWARE.order()] = mix;
        positions[Axis.PARALLELISM.order()] = sharding;
        boolean mayFit = evaluator.mayFit(cursor, cursor.moveTo(grid.cell(positions)));
        if (mayFit || !needsFit) {
          possible.add(new int[] {mix, sharding});
        }
      }
    }
  }

  /** Positions whose fast axes are at their first ones of the slice. */
  private int[] first(int[] slow) {
    int[] positions = slow.clone();
    for (Axis<?> axis : Axis.ALL) {
      if (axis.compareTo(Axis.CONTEXT) > 0) {
        positions[axis.order()] = slice.positions(axis)[0];
      }
    }
    return positions;
  }

  /** Evaluates all cells of a workload. */
  void reduce(int[] workload) {
    int[] positions = first(workload);
    for (int[] mixAndSharding : possible) {
      positions[Axis.HARDWARE.order()] = mixAndSharding[0];
      positions[Axis.PARALLELISM.order()] = mixAndSharding[1];
      Axis<?> moved = cursor.moveTo(grid.cell(positions));
      for (long left = cellsOfWorkload; left > 0; left--) {
        points.offer(
            evaluator.evaluate(cursor, moved), cursor.cell(), groups.skyline(groups.group(cursor)));
        evaluated++;
        if (left > 1) {
          moved = cursor.next();
        }
      }
    }
  }

  /** Number of cells that were evaluated so far. */
  long evaluated() {
    return evaluated;
  }
}
