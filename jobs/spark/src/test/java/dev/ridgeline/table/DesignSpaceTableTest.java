package dev.ridgeline.table;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ridgeline.evaluate.CellColumn;
import dev.ridgeline.evaluate.CellColumns;
import java.util.concurrent.TimeoutException;
import org.apache.spark.sql.types.StructField;
import org.junit.jupiter.api.Test;

/** The design space as a table: what its columns say, and what reading them costs. */
class DesignSpaceTableTest extends SparkTest {

  private static final long CELLS = 3840;

  @Test
  void everyColumnHasACommentWithItsUnit() {
    StructField[] fields = smallCells(1).schema().fields();
    assertThat(fields).hasSize(CellColumns.ALL.size());
    for (int i = 0; i < fields.length; i++) {
      CellColumn column = CellColumns.ALL.get(i);
      StructField field = fields[i];
      assertThat(field.name()).isEqualTo(column.name());
      assertThat(field.getComment().get()).isNotBlank().contains(column.unit());
    }
  }

  @Test
  void countingEvaluatesNothing() throws TimeoutException {
    long evaluated =
        EvaluatedCells.of(spark()).by(() -> assertThat(smallCells(2).count()).isEqualTo(CELLS));
    assertThat(evaluated).isZero();
  }

  @Test
  void columnsThatSayWhatACellIsAreReadWithoutEvaluating() throws TimeoutException {
    long evaluated =
        EvaluatedCells.of(spark())
            .by(
                () ->
                    assertThat(
                            smallCells(2)
                                .select("model", "decode", "batch", "new_tokens", "decode_engine")
                                .distinct()
                                .count())
                        .isPositive());
    assertThat(evaluated).isZero();
  }

  @Test
  void readingAMeasureEvaluatesEveryCellOnce() throws TimeoutException {
    long evaluated =
        EvaluatedCells.of(spark())
            .by(
                () ->
                    assertThat(smallCells(2).selectExpr("max(tpot_s)").first().getDouble(0))
                        .isPositive());
    assertThat(evaluated).isEqualTo(CELLS);
  }
}
