package dev.ridgeline.table;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ridgeline.evaluate.ResultColumn;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerTaskEnd;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.StructField;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import scala.jdk.javaapi.CollectionConverters;

/** The design space as a table: what a query costs, and that it is right. */
class DesignSpaceTableTest extends SparkTest {

  private static final long CELLS = 3840;

  private Dataset<Row> allCells;

  /** All cells at rest in memory: filters on them work row by row. */
  @BeforeAll
  void evaluateAllCells() {
    allCells = spark().createDataFrame(smallCells(1).collectAsList(), smallCells(1).schema());
  }

  private List<Row> afterTheFact(String filter) {
    return allCells.where(filter).select("cell", "tpot_s").orderBy("cell").collectAsList();
  }

  @Test
  void everyColumnHasACommentWithItsUnit() {
    StructField[] fields = smallCells(1).schema().fields();
    assertThat(fields).hasSize(ResultColumn.values().length);
    for (ResultColumn column : ResultColumn.values()) {
      StructField field = fields[column.ordinal()];
      assertThat(field.name()).isEqualTo(column.columnName());
      assertThat(field.getComment().get()).isNotBlank().contains(column.unit());
    }
  }

  @Test
  void countingEvaluatesNothing() {
    assertThat(evaluatedBy(cells -> assertThat(cells.count()).isEqualTo(CELLS))).isZero();
  }

  @Test
  void columnsThatSayWhatACellIsAreReadWithoutEvaluating() {
    assertThat(
            evaluatedBy(
                cells ->
                    assertThat(
                            cells
                                .select("model", "decode", "batch", "new_tokens", "estimate_basis")
                                .distinct()
                                .count())
                        .isPositive()))
        .isZero();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "model = 'deepseek-v3' | 1920",
        "model IN ('deepseek-v3', 'gpt-3-175b') | 1920",
        "batch > 8 | 1920",
        "batch BETWEEN 8 AND 64 | 1920",
        "batch = 1 OR batch = 512 | 1920",
        "NOT batch = 1 | 2880",
        "link IS NULL | 3072",
        "link IS NOT NULL AND tariff = 'owner' | 384",
        "link <=> 'ib-ndr-400' | 768",
        "link <> 'ib-ndr-400' | 0",
        "prefill = 'b200' AND decode = 'gaudi3' | 768",
        "prefill = 'b200' AND (decode = 'gaudi3' OR tier = 'host-ddr5') | 1536",
        "decode_tp = 1 AND decode_ep >= 8 AND context = 'mean' AND workflow LIKE 'cod%' | 640",
        "efficiency = 'ideal' AND quantization < 'c' AND deployment = 'colocated' | 768",
        "model = 'unheard-of' | 0",
      })
  void filtersOnAxesEvaluateMatchingCellsOnly(String filter, long expected) {
    List<Row> pushed = new ArrayList<>();
    long evaluated =
        evaluatedBy(
            cells -> pushed.addAll(cells.where(filter).select("cell", "tpot_s").collectAsList()));

    assertThat(evaluated).isEqualTo(expected);
    assertThat(pushed).isEqualTo(afterTheFact(filter));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "model = 'deepseek-v3' OR batch = 8",
        "tpot_s < 0.02",
        "status = 'OK' AND dollars_per_request < 0.001 AND batch = 64",
        "decode_regime = 'CAPACITY' OR link IS NOT NULL",
        "cell % 7 = 3 AND quantization <> 'bf16'",
      })
  void otherFiltersAreRightToo(String filter) {
    List<Row> direct = smallCells(1).where(filter).select("cell", "tpot_s").collectAsList();
    assertThat(direct).isNotEmpty().isEqualTo(afterTheFact(filter));
  }

  @Test
  void onlyTheColumnsThatAreReadAreProduced() {
    String plan =
        smallCells(1).select("cell", "tpot_s").queryExecution().optimizedPlan().toString();
    assertThat(plan).contains("tpot_s").doesNotContain("prefill_flops");
  }

  /** Cells that the cost model evaluated while an action ran. */
  private long evaluatedBy(Consumer<Dataset<Row>> action) {
    AtomicLong evaluated = new AtomicLong();
    SparkListener listener =
        new SparkListener() {
          @Override
          public void onTaskEnd(SparkListenerTaskEnd end) {
            CollectionConverters.asJava(end.taskInfo().accumulables()).stream()
                .filter(metric -> metric.name().contains("cells evaluated"))
                .forEach(metric -> evaluated.addAndGet((Long) metric.update().get()));
          }
        };
    spark().sparkContext().addSparkListener(listener);
    try {
      action.accept(smallCells(2));
      spark().sparkContext().listenerBus().waitUntilEmpty();
    } catch (TimeoutException e) {
      throw new AssertionError(e);
    } finally {
      spark().sparkContext().removeSparkListener(listener);
    }
    return evaluated.get();
  }
}
