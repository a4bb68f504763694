package dev.ridgeline.space;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Numbering of cells, and slices of the grid. */
class GridTest {

  /** Those of the grids whose cells are soon walked one by one. */
  static Stream<Grid> smallGrids() {
    return grids().filter(grid -> grid.cells() < 100_000);
  }

  /** 200 grids with 1 to 3 values on each axis, from a fixed seed. */
  static Stream<Grid> grids() {
    SplittableRandom random = new SplittableRandom(2601_22001);
    return IntStream.range(0, 200)
        .mapToObj(i -> Grid.of(Axis.ALL.stream().map(axis -> 1 + random.nextInt(3)).toList()));
  }

  @ParameterizedTest
  @MethodSource("grids")
  void aCellIsItsPositionsAndBack(Grid grid) {
    for (long cell = 0; cell < grid.cells(); cell += 1 + grid.cells() / 97) {
      assertThat(grid.cell(grid.positions(cell))).isEqualTo(cell);
    }
  }

  @ParameterizedTest
  @MethodSource("smallGrids")
  void aSliceHasTheCellsThatPassInTheOrderOfTheGrid(Grid grid) {
    GridSlice slice =
        GridSlice.all(grid).where(Axis.MODEL, p -> p % 2 == 0).where(Axis.BATCH, p -> p != 1);
    List<Long> expected = new ArrayList<>();
    for (long cell = 0; cell < grid.cells(); cell++) {
      int[] positions = grid.positions(cell);
      if (positions[Axis.MODEL.order()] % 2 == 0 && positions[Axis.BATCH.order()] != 1) {
        expected.add(cell);
      }
    }
    List<Long> walked = new ArrayList<>();
    if (slice.cells() > 0) {
      GridSlice.Cursor cursor = slice.cursor(0);
      for (long i = 0; i < slice.cells(); i++) {
        cursor.next();
        walked.add(cursor.cell());
      }
    }
    assertThat(walked).isEqualTo(expected);
  }

  @ParameterizedTest
  @MethodSource("grids")
  void aCursorSaysTheSlowestAxisThatChanged(Grid grid) {
    GridSlice.Cursor cursor = GridSlice.all(grid).cursor(0);
    int[] last = null;
    for (long cell = 0; cell < Math.min(grid.cells(), 500); cell++) {
      Axis<?> changed = cursor.next();
      int[] positions = grid.positions(cell);
      if (last != null) {
        assertThat(changed).isEqualTo(Axis.ALL.get(firstDifference(last, positions)));
      }
      last = positions;
    }
  }

  @Test
  void moreCellsThanCanBeNumberedIsAnErrorThatPrintsTheProduct() {
    assertThatThrownBy(() -> Grid.of(List.of(3_000_000, 3_000_000, 3_000_000, 2)))
        .isInstanceOf(ArithmeticException.class)
        .hasMessage(
            "the axes make 3000000 x 3000000 x 3000000 x 2 cells, more than 9223372036854775807");
  }

  @Test
  void aBillionAndMoreCellsAreNumbered() {
    Grid grid = Grid.of(List.of(1000, 1000, 1000, 1000, 1, 1, 1, 1, 7));
    assertThat(grid.cells()).isEqualTo(7_000_000_000_000L);
    assertThat(grid.positions(6_999_999_999_999L))
        .containsExactly(999, 999, 999, 999, 0, 0, 0, 0, 6);
    assertThatThrownBy(() -> grid.positions(7_000_000_000_000L))
        .isInstanceOf(IndexOutOfBoundsException.class);
  }

  private static int firstDifference(int[] a, int[] b) {
    int axis = 0;
    while (a[axis] == b[axis]) {
      axis++;
    }
    return axis;
  }
}
