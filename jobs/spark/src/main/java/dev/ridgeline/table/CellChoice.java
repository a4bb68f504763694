package dev.ridgeline.table;

import dev.ridgeline.evaluate.CellWork;
import dev.ridgeline.space.DesignSpace;
import dev.ridgeline.space.Grid;
import dev.ridgeline.space.GridSlice;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;

/**
 * The cells that a query evaluates: those of a slice that are within ranges of it and pass the
 * tests.
 *
 * @param slice positions that are left on each axis
 * @param ranges numbers of cells, counted within the slice
 * @param tests what else a cell must pass; none where slice and ranges say all
 * @param limit rows that a task need not exceed
 */
record CellChoice(GridSlice slice, CellRanges ranges, List<CellTest> tests, int limit)
    implements Serializable {

  CellChoice {
    tests = List.copyOf(tests);
  }

  static CellChoice all(Grid grid) {
    return of(grid, List.of());
  }

  /**
   * The cells that pass all tests. Tests of one axis shrink the slice and need no asking again;
   * others shrink it to what may pass. Numbers of cells are gone to directly, unless what the axes
   * leave is less.
   */
  static CellChoice of(Grid grid, List<CellTest> tests) {
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
      return new CellChoice(GridSlice.all(grid), numbers, others, Integer.MAX_VALUE);
    }
    return new CellChoice(slice, CellRanges.of(0, slice.cells()), left, Integer.MAX_VALUE);
  }

  /** The same, of which no more rows are wanted than these. */
  CellChoice first(int rows) {
    return new CellChoice(slice, ranges, tests, rows);
  }

  /** Cells to look at: all that are evaluated, and those that fail the tests. */
  long cells() {
    return ranges.cells();
  }

  /** The cells to look at, cut into parts of equal work where they are all of the slice. */
  List<CellRanges> cut(DesignSpace space, int parts) {
    return ranges.cells() == slice.cells()
        ? CellRanges.between(CellWork.of(space, slice).cut(0, slice.cells(), parts))
        : ranges.cut(parts);
  }

  /** Whether a cell is to be evaluated. */
  boolean takes(GridSlice.Cursor cursor) {
    for (int i = 0; i < tests.size(); i++) {
      if (!tests.get(i).passes(cursor)) {
        return false;
      }
    }
    return true;
  }
}
