package dev.ridgeline.table;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ridgeline.evaluate.ColumnReader;
import dev.ridgeline.evaluate.ResultColumn;
import dev.ridgeline.evaluate.Status;
import dev.ridgeline.space.DesignSpace;
import dev.ridgeline.testing.TestSweep;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.apache.spark.sql.vectorized.ColumnVector;
import org.apache.spark.sql.vectorized.ColumnarBatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A cell that cannot be is a row with a reason, and what it does not have is null: never 0. */
class InfeasibleCellsTest {

  /** Cells to read of a sweep; of a larger one every n-th run of cells is read. */
  private static final long CELLS = 300_000;

  private static final int RUN = 1_000;

  /** Times that nothing can be served in. */
  private static final Set<ResultColumn> DURATIONS =
      EnumSet.of(
          ResultColumn.PREFILL_STEP_S,
          ResultColumn.DECODE_STEP_S,
          ResultColumn.TTFT_S,
          ResultColumn.TPOT_S,
          ResultColumn.REQUEST_LATENCY_S);

  /** What columns are about, and the statuses with which they have a value. */
  private enum Measure {
    FLEET(EnumSet.of(Status.OK)),
    DOLLARS(EnumSet.of(Status.OK, Status.FLEET_TOO_SMALL)),
    TIME(EnumSet.of(Status.OK, Status.FLEET_TOO_SMALL, Status.NO_PRICE)),
    AMOUNT(EnumSet.of(Status.OK, Status.FLEET_TOO_SMALL, Status.NO_PRICE, Status.DOES_NOT_FIT)),
    REQUEST(EnumSet.allOf(Status.class));

    private final Set<Status> present;

    Measure(Set<Status> present) {
      this.present = present;
    }

    static Measure of(ResultColumn column) {
      if (column.compareTo(ResultColumn.OUTPUT_TOKENS) <= 0) {
        return REQUEST;
      }
      if (column.columnName().startsWith("fleet_")) {
        return FLEET;
      }
      if (column.unit().startsWith("$") || isElasticity(column)) {
        return DOLLARS;
      }
      boolean serving = column.compareTo(ResultColumn.DECODE_COMPUTE_BOUND_S) >= 0;
      boolean utilization = column.columnName().matches(".*_m[fb]u");
      return serving || utilization || column.unit().equals("s") ? TIME : AMOUNT;
    }

    static boolean isElasticity(ResultColumn column) {
      return column.columnName().endsWith("_elasticity");
    }
  }

  @Test
  void broadSweepHasCellsOfEveryStatus(@TempDir Path directory) {
    assertThat(check(TestSweep.broad(directory))).containsExactlyInAnyOrder(Status.values());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"quickstart.yaml", "paper-figures.yaml", "hardware-mixes.yaml", "codesign.yaml"})
  void shippedSweepsHaveFeasibleAndInfeasibleCells(String name) {
    assertThat(check(TestSweep.SHIPPED.resolve(name))).contains(Status.OK, Status.DOES_NOT_FIT);
  }

  /** Checks every row that is read. Returns the statuses that were among them. */
  private static Set<Status> check(Path sweep) {
    DesignSpace space = TestSweep.read(sweep).space();
    long cells = space.grid().cells();
    long stride = RUN * Math.max(1, cells / CELLS);
    Set<Status> seen = EnumSet.noneOf(Status.class);
    Set<String> wrong = new TreeSet<>();
    for (long from = 0; from < cells && wrong.isEmpty(); from += stride) {
      CellBatchReader reader =
          new CellBatchReader(
              space,
              CellChoice.all(space.grid()),
              CellRanges.of(from, Math.min(cells, from + RUN)),
              List.of(ResultColumn.values()));
      while (reader.next()) {
        check(reader.get(), seen, wrong);
      }
      reader.close();
    }
    assertThat(wrong).isEmpty();
    return seen;
  }

  private static void check(ColumnarBatch batch, Set<Status> seen, Set<String> wrong) {
    for (int row = 0; row < batch.numRows(); row++) {
      Status status = Status.valueOf(text(batch, ResultColumn.STATUS, row));
      seen.add(status);
      if (text(batch, ResultColumn.STATUS_DETAIL, row).isEmpty() != (status == Status.OK)) {
        wrong.add("status_detail, " + status);
      }
      for (ResultColumn column : ResultColumn.values()) {
        if (!isRight(column, status, batch.column(column.ordinal()), row)) {
          wrong.add(column.columnName() + ", " + status);
        }
      }
    }
  }

  private static boolean isRight(ResultColumn column, Status status, ColumnVector vector, int row) {
    if (column == ResultColumn.LINK || column == ResultColumn.FFN) {
      return true;
    }
    if (column.reader() instanceof ColumnReader.Real && !vector.isNullAt(row)) {
      double value = vector.getDouble(row);
      boolean elasticity = Measure.isElasticity(column);
      boolean price = Measure.of(column) == Measure.DOLLARS && !elasticity;
      boolean positive =
          DURATIONS.contains(column)
              || (price && column != ResultColumn.DOLLARS_PER_MILLION_CACHED_INPUT_TOKENS);
      boolean tooSmall = elasticity ? value < -1000 : value < 0 || (positive && value == 0);
      if (!Double.isFinite(value) || tooSmall) {
        return false;
      }
    }
    return vector.isNullAt(row) != Measure.of(column).present.contains(status);
  }

  private static String text(ColumnarBatch batch, ResultColumn column, int row) {
    return batch.column(column.ordinal()).getUTF8String(row).toString();
  }
}
