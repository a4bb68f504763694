package dev.ridgeline.table;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ridgeline.evaluate.CellColumn;
import dev.ridgeline.evaluate.CellColumns;
import dev.ridgeline.evaluate.Status;
import dev.ridgeline.schema.Reader;
import dev.ridgeline.space.DesignSpace;
import dev.ridgeline.testing.TestSweep;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.spark.sql.vectorized.ColumnVector;
import org.apache.spark.sql.vectorized.ColumnarBatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A cell that cannot be is a row with a reason, and what it does not have is null: never 0. */
class InfeasibleCellsTest {

  /** Cells to read of a sweep; of a larger one every n-th run of cells is read. */
  private static final long CELLS = 100_000;

  private static final int RUN = 1_000;

  private static final Map<String, Integer> PLACES =
      IntStream.range(0, CellColumns.ALL.size())
          .boxed()
          .collect(Collectors.toMap(i -> CellColumns.ALL.get(i).name(), i -> i));

  /** Times that nothing can be served in. */
  private static final Set<CellColumn> DURATIONS =
      Set.of(
          CellColumns.named("prefill_step_s"),
          CellColumns.named("decode_step_s"),
          CellColumns.TTFT_S,
          CellColumns.TPOT_S,
          CellColumns.named("request_latency_s"));

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

    static Measure of(CellColumn column) {
      if (column.name().startsWith("estimate_basis") || column.name().endsWith("_roofline_s")) {
        return AMOUNT;
      }
      if (PLACES.get(column.name()) <= PLACES.get("output_tokens")
          || column.name().equals("sales_basis")) {
        return REQUEST;
      }
      if (column.name().startsWith("fleet_") || isPercentile(column)) {
        return FLEET;
      }
      if (column.unit().startsWith("$")
          || isElasticity(column)
          || isOfSales(column)
          || isOfCachePrice(column)
          || column.name().equals("agents_per_dollar_per_hour")
          || column.name().equals("price_basis")) {
        return DOLLARS;
      }
      boolean serving = PLACES.get(column.name()) >= PLACES.get("decode_compute_bound_s");
      boolean utilization = column.name().matches(".*_m[fb]u");
      return serving || utilization || column.unit().equals("s") ? TIME : AMOUNT;
    }

    static boolean isPercentile(CellColumn column) {
      return column.name().matches(".*_p(50|90|99)_s");
    }

    /** Where nobody sells the tokens of a model, there is nothing to compare with. */
    static boolean isOfSales(CellColumn column) {
      return column.name().matches("(sales|margin)_dollars_.*|break_even_utilization");
    }

    /** Cells whose tasks keep no state in a cache have none of these; see SessionsTest. */
    static boolean isOfCache(CellColumn column) {
      return column.availability().needsMoreThanStatus()
          && !isPercentile(column)
          && !isOfSales(column);
    }

    static boolean isOfCachePrice(CellColumn column) {
      return column.name().equals("dollars_per_task_without_tier");
    }

    static boolean isElasticity(CellColumn column) {
      return column.name().endsWith("_elasticity");
    }
  }

  @Test
  void broadSweepHasCellsOfEveryStatus(@TempDir Path directory) {
    // Measured cells have a test of their own, StatedPricesScanTest.
    assertThat(check(TestSweep.broad(directory)))
        .isEqualTo(EnumSet.complementOf(EnumSet.of(Status.MEASURED, Status.NOT_MEASURED)));
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
              CellSelection.all(space.grid()),
              CellRanges.of(from, Math.min(cells, from + RUN)),
              CellColumns.ALL);
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
      Status status = Status.valueOf(text(batch, CellColumns.STATUS, row));
      seen.add(status);
      if (text(batch, CellColumns.STATUS_DETAIL, row).isEmpty() != (status == Status.OK)) {
        wrong.add("status_detail, " + status);
      }
      for (Rule rule : Rule.ALL) {
        if (!rule.isRight(status, vector(batch, rule.column()), row)) {
          wrong.add(rule.column().name() + ", " + status);
        }
      }
    }
  }

  /** What a value of a column may be. Found once: names are matched to patterns. */
  private record Rule(
      CellColumn column, Set<Status> present, boolean mayBeAbsent, double least, boolean open) {

    static final List<Rule> ALL =
        CellColumns.ALL.stream()
            .filter(column -> !column.equals(CellColumns.LINK) && !column.equals(CellColumns.FFN))
            .map(Rule::of)
            .toList();

    private static Rule of(CellColumn column) {
      Measure measure = Measure.of(column);
      boolean elasticity = Measure.isElasticity(column);
      boolean price = measure == Measure.DOLLARS && !elasticity;
      boolean mayBeLoss = column.name().startsWith("margin_");
      boolean positive =
          DURATIONS.contains(column)
              || (price && !column.name().equals("dollars_per_million_cached_input_tokens"));
      return new Rule(
          column,
          measure.present,
          Measure.isPercentile(column) || Measure.isOfSales(column) || Measure.isOfCache(column),
          elasticity ? -1000 : mayBeLoss ? Double.NEGATIVE_INFINITY : 0,
          positive && !Measure.isOfSales(column));
    }

    boolean isRight(Status status, ColumnVector vector, int row) {
      boolean isNull = vector.isNullAt(row);
      if (column.reader() instanceof Reader.Real && !isNull) {
        double value = vector.getDouble(row);
        if (!Double.isFinite(value) || value < least || (open && value == least)) {
          return false;
        }
      }
      return (mayBeAbsent && present.contains(status)) || isNull != present.contains(status);
    }
  }

  private static String text(ColumnarBatch batch, CellColumn column, int row) {
    return vector(batch, column).getUTF8String(row).toString();
  }

  private static ColumnVector vector(ColumnarBatch batch, CellColumn column) {
    return batch.column(PLACES.get(column.name()));
  }
}
