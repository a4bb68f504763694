package dev.ridgeline.table;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Filters in every shape: right always, and free of what they exclude where they can be. */
class AxisFiltersTest extends SparkTest {

  private static final int CELLS = 3_840;

  private EvaluatedCells evaluated;

  /** The rows in memory, where Spark alone filters. */
  private Dataset<Row> held;

  @BeforeAll
  void evaluateAllCells() {
    evaluated = EvaluatedCells.of(spark());
    held = spark().createDataFrame(live().collectAsList(), live().schema());
    held.createOrReplaceTempView("held");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "model = 'llama-3.1-70b'",
        "MODEL = 'llama-3.1-70b'",
        "'llama-3.1-70b' = model",
        "model <> 'deepseek-v3'",
        "model > 'h' AND model <= 'llama-3.1-70b'",
        "quantization IN ('fp8', 'nvfp4', NULL)",
        "batch < 64",
        "batch >= 64",
        "batch BETWEEN 8 AND 64",
        "batch = 1 OR batch > 64",
        "NOT (batch = 1 OR batch > 64)",
        "batch IN (1, 64)",
        "batch NOT IN (1, 64)",
        "decode_tp < decode_ep",
        "link IS NULL",
        "link IS NOT NULL",
        "link <=> NULL",
        "link <=> 'ib-ndr-400'",
        "link = 'ib-ndr-400' OR link IS NULL AND tier = 'none'",
        "NOT (link = 'ib-ndr-400') OR tier = 'none'",
        "prefill = decode",
        "prefill <> decode",
        "tier <> 'none' AND decode = 'b200'",
        "context = 'mean'",
        "tariff = 'owner' AND batch = 8",
        "workflow = 'chat' AND efficiency = 'ideal' AND deployment = 'disaggregated'",
        "(batch = 1 OR batch = 8) AND (model = 'llama-3.1-70b' OR model = 'deepseek-v3')",
        "cell >= 0 AND tariff = 'owner'",
      })
  void axisFilterEvaluatesTheCellsThatItLeavesAndNoOther(String filter) throws Exception {
    List<Row> expected = some(held.where(filter)).collectAsList();
    assertThat(expected).hasSizeBetween(1, CELLS - 1);

    assertThat(
            evaluated.by(
                () -> assertThat(some(live().where(filter)).collectAsList()).isEqualTo(expected)))
        .isEqualTo(expected.size());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "model = 'nobody'",
        "batch < 0",
        "batch = 8 AND batch = 64",
        "link IS NULL AND deployment = 'disaggregated'",
        "NOT (link IN ('ib-xdr-800', NULL))",
        "false",
      })
  void filterThatLeavesNothingEvaluatesNothing(String filter) throws Exception {
    assertThat(evaluated.by(() -> assertThat(some(live().where(filter)).collectAsList()).isEmpty()))
        .isZero();
    assertThat(live().where(filter).groupBy("status").count().collectAsList()).isEmpty();
    assertThat(live().where(filter).selectExpr("max(ttft_s)").first().isNullAt(0)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "batch = 1 OR model = 'llama-3.1-70b'",
        "batch = prefill_tp",
        "batch + 1 > 64",
        "batch > 7.5",
        "tariff LIKE 'own%'",
        "length(model) = 11",
        "status = 'OK'",
        "status_detail <> ''",
        "ttft_s < 1",
        "ttft_s IS NULL",
        "NOT (ttft_s < 1)",
        "ttft_s < 1 OR batch = 8",
        "cell % 7 = 0",
        "cell = 1234",
        "prompt_tokens > 10000",
        "(link IS NULL) = (tier = 'none')",
        "(link = 'ib-ndr-400') IS NULL",
        "(link = 'ib-ndr-400') <=> (tier = 'none')",
        "(batch = 8) = (model = 'llama-3.1-70b')",
        "(batch < 64) <> (batch > 1)",
        "(batch < 64) IN (true)",
        "if(batch < 64, tariff, model) = 'owner'",
        "batch IN (SELECT max(batch) FROM held)",
      })
  void filterOfAnyOtherKindIsRightToo(String filter) {
    List<Row> expected = some(held.where(filter)).collectAsList();
    assertThat(expected).hasSizeBetween(1, CELLS - 1);

    assertThat(some(live().where(filter)).collectAsList()).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "batch >= 64 AND status = 'OK'                     | batch >= 64",
        "tariff = 'owner' AND (batch = 8 OR ttft_s < 1)    | tariff = 'owner'",
        "model = 'llama-3.1-70b' AND batch + 1 > 64         | model = 'llama-3.1-70b'",
      })
  void axisFilterPrunesBesideOneThatCannot(String filter, String axisFilter) throws Exception {
    List<Row> expected = some(held.where(filter)).collectAsList();
    assertThat(
            evaluated.by(
                () -> assertThat(some(live().where(filter)).collectAsList()).isEqualTo(expected)))
        .isEqualTo(held.where(axisFilter).count());
  }

  private Dataset<Row> live() {
    return smallCells(2);
  }

  /** What a cell is, and columns that take evaluating it. */
  private static Dataset<Row> some(Dataset<Row> cells) {
    return cells.select(
        "cell", "model", "link", "batch", "status", "ttft_s", "dollars_per_request");
  }
}
