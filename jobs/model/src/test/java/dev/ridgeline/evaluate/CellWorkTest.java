package dev.ridgeline.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.ridgeline.catalog.Catalogs;
import dev.ridgeline.space.Axis;
import dev.ridgeline.space.DesignSpace;
import dev.ridgeline.space.GridSlice;
import dev.ridgeline.sweep.Sweep;
import java.nio.file.Path;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Work is counted in cells that may be, and those that cannot weigh a tenth. */
class CellWorkTest {

  private static DesignSpace space;
  private static CellWork work;

  @BeforeAll
  static void read() {
    Catalogs catalogs = Catalogs.read(Path.of("../../catalogs"));
    space = Sweep.read(Path.of("../../sweep-configs/quickstart.yaml"), catalogs).space();
    work = CellWork.of(space);
  }

  /** The prune is a bound: what it calls impossible, evaluation never finds to be served. */
  @Test
  void aCellThatCannotBeIsNeverServed() {
    CellEvaluator evaluator = new CellEvaluator(space);
    long impossible = 0;
    for (long cell = 0; cell < space.grid().cells(); cell++) {
      if (work.of(cell, cell + 1) < 0.5) {
        impossible++;
        assertThat(evaluator.evaluate(cell).has(Availability.SERVING))
            .as("cell %s", cell)
            .isFalse();
      }
    }
    assertThat(impossible).as("of 4,608 + 1,842 that are not").isBetween(3_000L, 6_450L);
  }

  @Test
  void workAddsUp() {
    long cells = space.grid().cells();
    double inPieces =
        LongStream.range(0, cells / 7 + 1)
            .mapToDouble(i -> work.of(7 * i, Math.min(cells, 7 * i + 7)))
            .sum();
    assertThat(work.of(0, cells)).isCloseTo(inPieces, within(0.01)).isLessThan((double) cells);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 8, 64, 15_552})
  void partsAreOfEqualWorkAndLeaveNothingOut(int parts) {
    long cells = space.grid().cells();
    long[] bounds = work.cut(0, cells, parts);
    assertThat(bounds).hasSize(parts + 1).isSorted().doesNotHaveDuplicates();
    assertThat(bounds[0]).isZero();
    assertThat(bounds[parts]).isEqualTo(cells);
    if (parts < 100) {
      for (int part = 0; part < parts; part++) {
        assertThat(work.of(bounds[part], bounds[part + 1]))
            .isCloseTo(work.of(0, cells) / parts, within(2.0));
      }
    }
  }

  @Test
  void aSliceHasTheWorkOfItsCells() {
    GridSlice slice = GridSlice.all(space.grid()).where(Axis.MODEL, position -> position == 1);
    long ofModel = slice.cells();
    assertThat(CellWork.of(space, slice).of(0, ofModel))
        .isCloseTo(work.of(ofModel, 2 * ofModel), within(0.01));
  }

  @Test
  void morePartsThanCellsAreRefused() {
    assertThatThrownBy(() -> work.cut(3, 5, 3)).hasMessageContaining("3 parts of 2 cells");
  }
}
