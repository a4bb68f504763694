package dev.ridgeline.table;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ridgeline.catalog.Catalogs;
import dev.ridgeline.evaluate.CellColumn;
import dev.ridgeline.evaluate.CellColumns;
import dev.ridgeline.evaluate.CellEvaluator;
import dev.ridgeline.evaluate.CellResult;
import dev.ridgeline.space.DesignSpace;
import dev.ridgeline.space.Sweep;
import java.util.stream.Collectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The same rows to the last bit, however the cells are divided into tasks. */
class DeterminismTest extends SparkTest {

  @ParameterizedTest
  @ValueSource(ints = {2, 8, 64})
  void partitionsDoNotChangeWhatComesOut(int partitions) {
    Dataset<Row> divided = smallCells(partitions);
    assertThat(divided.toJavaRDD().getNumPartitions()).isEqualTo(partitions);
    assertDataFrameEquals(smallCells(1).orderBy("cell"), divided.orderBy("cell"));
  }

  /** Vectors take values over from the row before; cells evaluated one by one do not. */
  @Test
  void rowsAreTheCellsEvaluatedOneByOne() {
    DesignSpace space = Sweep.read(smallSweep(), Catalogs.read(CATALOGS)).space();
    for (Row row : smallCells(3).collectAsList()) {
      CellResult cell = new CellEvaluator(space).evaluate(row.getLong(0));
      for (CellColumn column : CellColumns.ALL) {
        assertThat(row.<Object>getAs(column.name())).isEqualTo(column.value(cell));
      }
    }
  }

  @Test
  void rowsComeInTheOrderOfTheGrid() {
    long[] cells =
        smallCells(8).select("cell").collectAsList().stream()
            .mapToLong(r -> r.getLong(0))
            .toArray();
    assertThat(cells).isSorted().hasSize(3840);
    assertThat(cells[cells.length - 1]).isEqualTo(3839);
  }

  /** A column read alone is the same as read with all others. */
  @ParameterizedTest
  @ValueSource(strings = {"tpot_s", "prefill_regime", "max_batch"})
  void aColumnDoesNotDependOnWhatElseIsRead(String column) {
    Dataset<Row> alone = smallCells(2).select("cell", column).orderBy("cell");
    Dataset<Row> among =
        smallCells(2)
            .selectExpr("cell", column, "hash(*) AS all_columns")
            .drop("all_columns")
            .orderBy("cell");
    assertDataFrameEquals(among, alone);
  }

  @Test
  void noMeasureIsEverNotANumberOrInfinite() {
    String broken =
        CellColumns.ALL.stream()
            .filter(column -> column.reader().typeName().equals("double"))
            .map(CellColumn::name)
            .map(name -> "isnan(%1$s) OR abs(%1$s) = double('infinity')".formatted(name))
            .collect(Collectors.joining(" OR "));
    assertThat(smallCells(2).where(broken).count()).isZero();
  }

  @Test
  void infeasibleCellsAreRowsWithAReasonAndNulls() {
    Dataset<Row> cells = smallCells(2);
    cells.createOrReplaceTempView("cells");
    assertThat(
            spark().sql("SELECT DISTINCT status FROM cells ORDER BY 1").collectAsList().stream()
                .map(row -> row.getString(0)))
        .containsExactly(
            "CONTEXT_TOO_LONG", "DOES_NOT_FIT", "INVALID_PARALLELISM", "NO_PRICE", "OK");
    assertThat(
            cells
                .where(
                    """
                    (status = 'OK') <> (dollars_per_request IS NOT NULL)
                      OR (status IN ('OK', 'NO_PRICE')) <> (tpot_s IS NOT NULL)
                      OR (status IN ('OK', 'NO_PRICE', 'DOES_NOT_FIT')) <> (decode_oi_flops_per_byte IS NOT NULL)
                      OR (status = 'OK') <> (status_detail = '')
                      OR (status = 'DOES_NOT_FIT' AND batch <= max_batch AND prefill = decode)
                    """)
                .count())
        .isZero();
  }
}
