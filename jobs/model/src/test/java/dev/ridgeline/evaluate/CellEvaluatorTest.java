package dev.ridgeline.evaluate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ridgeline.catalog.Catalogs;
import dev.ridgeline.space.Axis;
import dev.ridgeline.space.DesignSpace;
import dev.ridgeline.space.GridSlice;
import dev.ridgeline.space.Sweep;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The evaluator keeps what outer axes decide, and must never keep too much. */
class CellEvaluatorTest {

  private static final Catalogs CATALOGS = Catalogs.read(Path.of("../../catalogs"));
  private static final DesignSpace SPACE =
      Sweep.read(Path.of("../../sweep-configs/quickstart.yaml"), CATALOGS).space();

  static LongStream cells() {
    return new SplittableRandom(20260122001L).longs(200, 0, SPACE.grid().cells());
  }

  @ParameterizedTest
  @MethodSource("cells")
  void aCellIsTheSameAloneAndInTheWalkThatLeadsToIt(long cell) {
    List<String> alone = row(new CellEvaluator(SPACE).evaluate(cell));
    CellEvaluator walking = new CellEvaluator(SPACE);
    GridSlice slice = GridSlice.all(SPACE.grid());
    long first = Math.max(0, cell - 40);
    GridSlice.Cursor cursor = slice.cursor(first);
    CellResult result = null;
    for (long at = first; at <= cell; at++) {
      result = walking.evaluate(cursor, cursor.next());
    }
    assertThat(row(result)).isEqualTo(alone);
  }

  @Test
  void aSliceThatSkipsValuesGivesTheSameCells() {
    GridSlice slice =
        GridSlice.all(SPACE.grid())
            .where(Axis.HARDWARE, position -> position % 5 == 2)
            .where(Axis.BATCH, position -> position % 3 == 0)
            .where(Axis.TARIFF, position -> position == 1);
    CellEvaluator walking = new CellEvaluator(SPACE);
    CellEvaluator jumping = new CellEvaluator(SPACE);
    GridSlice.Cursor cursor = slice.cursor(0);
    for (long i = 0; i < slice.cells(); i++) {
      List<String> walked = row(walking.evaluate(cursor, cursor.next()));
      assertThat(walked).isEqualTo(row(jumping.evaluate(cursor.cell())));
    }
  }

  @Test
  void whatACellIsCanBeReadWithoutEvaluatingIt() {
    CellEvaluator evaluator = new CellEvaluator(SPACE);
    List<CellColumn> identity = CellColumns.ALL.stream().filter(CellColumn::isIdentity).toList();
    cells()
        .forEach(
            cell -> {
              List<String> evaluated = row(evaluator.evaluate(cell), identity);
              assertThat(row(new CellEvaluator(SPACE).identify(cell), identity))
                  .isEqualTo(evaluated);
            });
  }

  private static List<String> row(CellResult result) {
    return row(result, CellColumns.ALL);
  }

  private static List<String> row(CellResult result, List<CellColumn> columns) {
    return columns.stream().map(column -> String.valueOf(column.value(result))).toList();
  }
}
