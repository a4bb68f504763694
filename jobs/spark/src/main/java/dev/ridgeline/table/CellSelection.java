package dev.ridgeline.table;

import dev.ridgeline.evaluate.CellWork;
import dev.ridgeline.space.DesignSpace;
import dev.ridgeline.space.Grid;
import dev.ridgeline.space.GridSlice;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;

/**
 * The cells that a query evaluates: cells of a slice that lie within ranges and pass tests.
 *
 * @param slice positions that are left on each axis
 * @param ranges numbers of cells, counted within the slice
 * @param tests tests that a cell must pass; none where slice and ranges decide
 * @param limit most rows that a task needs to read
 * @param isFitting whether only cells count whose weights fit; the others are skipped as blocks
 */
record CellSelection(
    GridSlice slice, CellRanges ranges, List<CellTest> tests, int limit, boolean isFitting)
    implements Serializable {

  CellSelection {
    tests = List.copyOf(tests);
  }

  static CellSelection all(Grid grid) {
    return of(grid, List.of());
  }

  /**
   * The cells that pass all tests. A test of one axis shrinks the slice and is then done. Other
   * tests shrink it to the cells that may pass. Tests of cell numbers become ranges, unless the
   * axes leave fewer cells.
   */
  static CellSelection of(Grid grid, List<CellTest> tests) {
    GridSlice slice = GridSlice.all(grid);
    CellRanges numbers = CellRanges.of(0, grid.cells());
    List<CellTest> left = new ArrayList<>();
    for (CellTest test : tests) {
      if (test instanceof CellTest.OfCell ofCell) {
        numbers = numbers.and(ofCell.ranges(), grid.cells());
      } else {
        slice = test.shrink(slice);
      }
      if (!(test instanceof CellTest.OfAxis)) {
        left.add(test);
      }
    }
    if (numbers.cells() < slice.cells()) {
      List<CellTest> others =
          tests.stream().filter(test -> !(test instanceof CellTest.OfCell)).toList();
      return new CellSelection(GridSlice.all(grid), numbers, others, Integer.MAX_VALUE, false);
    }
    return new CellSelection(
        slice, CellRanges.of(0, slice.cells()), left, Integer.MAX_VALUE, false);
  }

  /**
   * These cells with a limit of rows. Where each visited cell is a row, no other is visited: tasks
   * know nothing of each other, so each would stop only at the whole limit.
   */
  CellSelection first(int rows) {
    return new CellSelection(
        slice, isExact() ? ranges.first(rows) : ranges, tests, rows, isFitting);
  }

  /** Whether each visited cell is a row. */
  boolean isExact() {
    return tests.isEmpty() && !isFitting;
  }

  /** Those of these cells whose weights fit, and perhaps others. */
  CellSelection fitting() {
    return new CellSelection(slice, ranges, tests, limit, true);
  }

  /** Whether all cells of the slice are taken. */
  boolean isWholeSlice() {
    return tests.isEmpty() && ranges.cells() == slice.cells() && limit == Integer.MAX_VALUE;
  }

  /** Number of cells that are visited: those that are evaluated, and those that fail the tests. */
  long cells() {
    return ranges.cells();
  }

  /** The visited cells in parts. The parts have equal work where they cover the whole slice. */
  List<CellRanges> cut(DesignSpace space, int parts) {
    return ranges.cells() == slice.cells()
        ? CellRanges.between(CellWork.of(space, slice).cut(0, slice.cells(), parts))
        : ranges.cut(parts);
  }

  /** Whether a cell is evaluated. */
  boolean takes(GridSlice.Cursor cursor) {
    for (int i = 0; i < tests.size(); i++) {
      if (!tests.get(i).passes(cursor)) {
        return false;
      }
    }
    return true;
  }
}
