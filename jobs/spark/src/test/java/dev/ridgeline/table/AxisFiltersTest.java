package dev.ridgeline.table;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ridgeline.answer.RowStream;
import dev.ridgeline.catalog.CatalogDirectories;
import dev.ridgeline.testing.TestSweep;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.execution.datasources.v2.DataSourceV2ScanRelation;
import org.apache.spark.sql.functions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import scala.jdk.javaapi.CollectionConverters;

/** Filters in every shape: right always, and free of what they exclude where they can be. */
class AxisFiltersTest extends SparkTest {

  private static final int CELLS = 3_840;

  private EvaluatedCells evaluated;

  /** What filters and answers read; the other columns would only be copied. */
  private static final Column[] COLUMNS =
      Stream.of(
              "cell model quantization deployment prefill decode ffn link tier prefill_tp decode_tp"
                  + " decode_ep efficiency workflow context batch tariff status status_detail"
                  + " prompt_tokens ttft_s dollars_per_request")
          .flatMap(names -> Stream.of(names.split(" ")))
          .map(Column::new)
          .toArray(Column[]::new);

  /** The rows in memory, where Spark alone filters. */
  private Dataset<Row> held;

  @BeforeAll
  void evaluateAllCells() {
    evaluated = EvaluatedCells.of(spark());
    Dataset<Row> read = live().select(COLUMNS);
    held = spark().createDataFrame(read.collectAsList(), read.schema());
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
        "batch = 1 OR model = 'llama-3.1-70b'",
        "(model = 'llama-3.1-70b' AND prefill = 'h100-sxm') OR (model = 'deepseek-v3' AND decode_tp = 8)",
        "NOT (link = 'ib-ndr-400' AND batch = 8)",
        "NOT (link = 'ib-ndr-400' OR batch = 8) OR tariff = 'owner'",
        "(link IN ('ib-ndr-400', NULL) OR batch IN (8, NULL)) AND workflow = 'chat'",
        "cell = 1234",
        "cell IN (7, 1234, 3839, 99999, -1)",
        "cell BETWEEN 1000 AND 1010 OR cell > 3800",
        "NOT (cell BETWEEN 10 AND 3800)",
        "cell < 2000 AND batch = 8 AND (link IS NULL OR tariff = 'owner')",
        "cell = 5 OR batch = 512",
        "cell <> 17",
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
        "batch >= 64 AND ttft_s < 1                         | batch >= 64",
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

  /** Cells whose weights cannot fit are not evaluated for a status that they cannot have. */
  @Test
  void aStatusOfCellsThatFitPrunesThoseThatCannot() throws Exception {
    String filter = "batch >= 64 AND status = 'OK'";
    List<Row> expected = some(held.where(filter)).collectAsList();
    long cells =
        evaluated.by(
            () -> assertThat(some(live().where(filter)).collectAsList()).isEqualTo(expected));
    assertThat(cells).isBetween((long) expected.size(), held.where("batch >= 64").count() / 2);
  }

  static Stream<String> randomFilters() {
    Random random = new Random(20260131);
    return Stream.generate(() -> tree(random, 3)).limit(120);
  }

  /** Leaves over every axis, joined at random. */
  private static String tree(Random random, int depth) {
    if (depth == 0 || random.nextInt(5) == 0) {
      return LEAVES.get(random.nextInt(LEAVES.size()));
    }
    String one = tree(random, depth - 1);
    return switch (random.nextInt(5)) {
      case 0 -> "NOT (" + one + ")";
      case 1, 2 -> "(" + one + " AND " + tree(random, depth - 1) + ")";
      default -> "(" + one + " OR " + tree(random, depth - 1) + ")";
    };
  }

  private static final List<String> LEAVES =
      List.of(
          "model = 'deepseek-v3'",
          "quantization IN ('fp8', NULL)",
          "link = 'ib-ndr-400'",
          "link IS NULL",
          "ffn <=> link",
          "tier < 'i'",
          "decode_tp <> decode_ep",
          "efficiency = 'ideal'",
          "workflow > 'chat'",
          "context BETWEEN '1' AND '3'",
          "batch >= 64",
          "tariff <> 'owner'",
          "cell < 3000",
          "cell IN (3, 100, 2500, 3500)");

  /** Whatever is asked of where cells are, it is right, and no other cell is evaluated. */
  @ParameterizedTest
  @MethodSource("randomFilters")
  void anyTreeOfSuchFiltersEvaluatesTheCellsThatItLeaves(String filter) throws Exception {
    List<Row> expected = some(held.where(filter)).collectAsList();
    assertThat(
            evaluated.by(
                () -> assertThat(some(live().where(filter)).collectAsList()).isEqualTo(expected)))
        .isEqualTo(expected.size());
  }

  @Test
  void numbersOfCellsAreGoneToInAGridOfBillions() throws Exception {
    Dataset<Row> huge =
        DesignSpaceSource.cells(
            spark(), TestSweep.huge(directory), CatalogDirectories.of(CATALOGS), 0);
    assertThat(
            evaluated.by(
                () ->
                    assertThat(
                            huge.where("cell IN (7, 2999999999) OR cell BETWEEN 100000 AND 100004")
                                .select("cell", "status")
                                .collectAsList())
                        .extracting(row -> row.getLong(0))
                        .containsExactly(
                            7L, 100_000L, 100_001L, 100_002L, 100_003L, 100_004L, 2_999_999_999L)))
        .isEqualTo(7);
  }

  @Test
  void aLimitEvaluatesLittleMoreThanWhatItReturns() throws Exception {
    Dataset<Row> huge =
        DesignSpaceSource.cells(
            spark(), TestSweep.huge(directory), CatalogDirectories.of(CATALOGS), 0);
    assertThat(
            evaluated.by(
                () ->
                    assertThat(
                            huge.where("batch = 8 AND (tariff = 'owner' OR workflow = 'chat')")
                                .select("cell", "ttft_s")
                                .limit(5)
                                .collectAsList())
                        .hasSize(5)))
        .isLessThanOrEqualTo(5);
    assertThat(
            evaluated.by(
                () ->
                    assertThat(huge.where("status = 'OK'").select("cell").limit(5).collectAsList())
                        .hasSize(5)))
        .isLessThanOrEqualTo(64);
  }

  /** Tasks know nothing of each other: each alone would go on up to the limit. */
  @Test
  void aLargeLimitWithinAStatementEvaluatesWhatItNeeds() throws Exception {
    Dataset<Row> huge =
        DesignSpaceSource.cells(
            spark(), TestSweep.huge(directory), CatalogDirectories.of(CATALOGS), 64);
    Row first = huge.where("cell < 2000").selectExpr("max(ttft_s)", "count(ttft_s)").first();
    assertThat(
            evaluated.by(
                () ->
                    assertThat(huge.limit(2000).selectExpr("max(ttft_s)", "count(ttft_s)").first())
                        .isEqualTo(first)))
        .isEqualTo(2000);
    assertThat(
            evaluated.by(
                () ->
                    assertThat(
                            huge
                                .select("cell", "ttft_s")
                                .offset(7)
                                .limit(3)
                                .collectAsList()
                                .stream()
                                .map(row -> row.getLong(0)))
                        .containsExactly(7L, 8L, 9L)))
        .isEqualTo(10);
  }

  /** A filter on what is evaluated leaves the limit to Spark, and its rows come task by task. */
  @Test
  void aStreamUpToALimitEndsAtTheTaskThatReachesIt() throws Exception {
    Dataset<Row> cells = smallCells(16);
    List<Long> taken = new ArrayList<>();
    assertThat(
            evaluated.by(
                () ->
                    new RowStream(
                            cells.where("ttft_s IS NOT NULL").select("cell", "ttft_s").limit(100),
                            1_000_000)
                        .forEachRemaining(row -> taken.add((Long) row.get(0)))))
        .isLessThan(CELLS / 2);
    assertThat(taken)
        .isEqualTo(
            held.where("ttft_s IS NOT NULL").orderBy("cell").collectAsList().stream()
                .map(row -> row.getLong(0))
                .limit(100)
                .toList());
    List<Long> last = new ArrayList<>();
    new RowStream(
            cells.select("cell", "ttft_s").orderBy(functions.desc("cell")).limit(3), 1_000_000)
        .forEachRemaining(row -> last.add((Long) row.get(0)));
    assertThat(last).containsExactly(CELLS - 1L, CELLS - 2L, CELLS - 3L);
  }

  /**
   * Two tasks run at once, each up to the limit, and a filter leaves none of their batches whole.
   */
  @Test
  void aStreamUpToASmallLimitEndsWithinItsTasks() throws Exception {
    Dataset<Row> huge =
        DesignSpaceSource.cells(
            spark(), TestSweep.huge(directory), CatalogDirectories.of(CATALOGS), 64);
    Dataset<Row> query =
        huge.where("ttft_s IS NOT NULL AND tpot_s < 1").select("cell", "ttft_s", "workflow");
    List<List<Object>> taken = new ArrayList<>();
    assertThat(
            evaluated.by(
                () ->
                    DesignSpaceSource.firstRows(
                            query.limit(70), () -> new RowStream(query.limit(70), 1_000_000))
                        .forEachRemaining(taken::add)))
        .isLessThan(20_000);
    assertThat(taken)
        .isEqualTo(
            query.limit(70).collectAsList().stream()
                .map(row -> List.of(row.get(0), row.get(1), row.get(2)))
                .toList());
  }

  /** Where rows are taken from the first cells, the work of all cells is not added up. */
  @Test
  void firstRowsComeFromTasksOfEquallyManyCells() {
    Dataset<Row> query = smallCells(7).where("ttft_s < 1").select("cell", "ttft_s");
    assertThat(DesignSpaceSource.firstRows(query, () -> cellsByTask(query.limit(5))))
        .isEqualTo(cellsByTask(smallCells(7).select("cell")));
    assertThat(cellsByTask(query)).isNotEqualTo(cellsByTask(smallCells(7).select("cell")));
    Dataset<Row> counted = query.groupBy("cell").count();
    assertThat(DesignSpaceSource.firstRows(counted, () -> cellsByTask(query)))
        .as("all rows are needed for groups")
        .isEqualTo(cellsByTask(query));
  }

  /** Numbers of cells that the tasks of a query visit. */
  private static List<Long> cellsByTask(Dataset<Row> query) {
    return CollectionConverters.asJava(query.queryExecution().optimizedPlan().collectLeaves())
        .stream()
        .map(leaf -> ((DataSourceV2ScanRelation) leaf).scan().toBatch())
        .flatMap(batch -> Stream.of(batch.planInputPartitions()))
        .map(part -> ((CellRanges) part).cells())
        .toList();
  }

  /** What the axes say is counted, grouped and looked up without the cost model. */
  @Test
  void columnsOfAxesAloneEvaluateNothing() throws Exception {
    assertThat(
            evaluated.by(
                () -> {
                  assertThat(live().count()).isEqualTo(CELLS);
                  assertThat(live().groupBy("model", "batch").count().count()).isEqualTo(8);
                  assertThat(live().selectExpr("max(batch)").first().getLong(0)).isEqualTo(512);
                }))
        .isZero();
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
