package dev.ridgeline.pareto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.data.Percentage.withPercentage;

import dev.ridgeline.config.ConfigException;
import dev.ridgeline.frontier.Ties;
import dev.ridgeline.reduce.Points;
import dev.ridgeline.table.SparkTest;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Frontiers of a table are what comparing all of its rows with each other leaves. */
class FrontierTablesTest extends SparkTest {

  private static final String COST_AND_LATENCY = "min dollars_per_request, min ttft_s, min tpot_s";

  /** What queries read; the other columns would only be copied. */
  private static final String[] COLUMNS = {
    "cell",
    "model",
    "workflow",
    "link",
    "context",
    "efficiency",
    "tariff",
    "batch",
    "decode",
    "decode_tp",
    "status",
    "ttft_s",
    "tpot_s",
    "requests_per_s",
    "output_tokens_per_s_per_user",
    "cf_bytes_per_request",
    "dollars_per_request",
    "dollars_per_task"
  };

  private Dataset<Row> held;

  @BeforeAll
  void evaluateAllCells() {
    Dataset<Row> read = smallCells(1).selectExpr(COLUMNS);
    held = spark().createDataFrame(read.collectAsList(), read.schema());
    held.createOrReplaceTempView("held");
  }

  static Stream<FrontierQuery> queries() {
    List<FrontierQuery> queries = new ArrayList<>();
    for (String objectives :
        List.of(
            "min dollars_per_request",
            "min dollars_per_request, min tpot_s",
            "max requests_per_s, min cf_bytes_per_request",
            COST_AND_LATENCY,
            "min dollars_per_task, max output_tokens_per_s_per_user, min ttft_s",
            "min batch, max decode_tp, min dollars_per_request, min ttft_s")) {
      for (List<String> groups :
          List.of(List.<String>of(), List.of("model", "workflow"), List.of("link", "context"))) {
        for (Ties ties : Ties.values()) {
          queries.add(query(objectives, groups, ties));
        }
      }
    }
    return queries.stream();
  }

  private static FrontierQuery query(String objectives, List<String> groups, Ties ties) {
    return new FrontierQuery(
        Objective.parse("--objectives", objectives),
        groups,
        "efficiency = 'calibrated' AND (ttft_s IS NULL OR ttft_s < 60)",
        ties,
        0,
        1);
  }

  @ParameterizedTest
  @MethodSource("queries")
  void agreeWithComparingEveryPairOfRows(FrontierQuery query) {
    for (int partitions : new int[] {1, 7}) {
      Dataset<Row> points = FrontierTables.of(spark(), smallCells(partitions), query).points();
      assertThat(cells(points)).isEqualTo(naive(query));
    }
  }

  /**
   * The model reduces cells to skylines itself, by undominated sides or by all cells, where a query
   * consists of columns and comparisons. Spark does it for all others.
   */
  /** Where reducers are as many as maps, a sweep of 10^12 cells starts a million of them. */
  @Test
  void manyMapsHaveFewReducers() {
    SkylineQuery query =
        new SkylineQuery(
            List.of(), List.of("measure"), new Points.OfMeasures(1), new Kept(Ties.COLLAPSE, 0, 1));
    Dataset<Row> rows =
        spark().range(0, 1000, 1, 100).selectExpr("id as cell", "double(id) as measure");
    int cores = spark().sparkContext().defaultParallelism();
    assertThat(rows.rdd().getNumPartitions()).isEqualTo(100).isGreaterThan(4 * cores);
    assertThat(query.of(rows).getNumPartitions()).isBetween(1, 4 * cores);
  }

  @Test
  void areTheSameWhoeverReducesTheCells() {
    for (String objectives :
        List.of(COST_AND_LATENCY, "min dollars_per_request, max batch, min cf_bytes_per_request")) {
      FrontierQuery query =
          new FrontierQuery(
              Objective.parse("", objectives),
              List.of("model", "decode", "link"),
              "status IN ('OK', 'FLEET_TOO_SMALL') AND 60 > ttft_s AND tariff = 'owner'",
              Ties.COLLAPSE,
              0,
              1);
      List<Set<Long>> found = new ArrayList<>();
      for (String sides : List.of("rows", "all", "undominated")) {
        spark().conf().set("spark.ridgeline.sides", sides);
        found.add(cells(FrontierTables.of(spark(), smallCells(7), query).points()));
        spark().conf().unset("spark.ridgeline.sides");
      }
      assertThat(found.get(0)).isNotEmpty().isEqualTo(found.get(1)).isEqualTo(found.get(2));
    }
  }

  /** Groups are few, so few tasks merge the skylines of many. */
  @Test
  void areMergedByFewerTasksThanComputeThem() {
    FrontierQuery query = query(COST_AND_LATENCY, List.of("model"), Ties.COLLAPSE);
    int cores = spark().sparkContext().defaultParallelism();
    assertThat(query.rows(smallCells(100)).toJavaRDD().getNumPartitions()).isEqualTo(100);
    assertThat(query.skylines(smallCells(100)).getNumPartitions()).isLessThanOrEqualTo(4 * cores);
  }

  /** Of what the first layer leaves the second is the frontier. */
  @Test
  void layersAreTheFrontiersOfWhatTheOnesBeforeLeave() {
    FrontierQuery two =
        new FrontierQuery(
            Objective.parse("", COST_AND_LATENCY),
            List.of("model"),
            "status = 'OK'",
            Ties.KEEP,
            0,
            2);
    FrontierTables tables = FrontierTables.of(spark(), smallCells(3), two);
    tables.points().createOrReplaceTempView("layered");
    FrontierQuery rest =
        new FrontierQuery(
            two.objectives(),
            two.groups(),
            "status = 'OK' AND cell NOT IN (SELECT cell FROM layered WHERE layer = 1)",
            Ties.KEEP,
            0,
            1);
    assertThat(cells(tables.points().where("layer = 2")))
        .isNotEmpty()
        .isEqualTo(naive(rest))
        .isEqualTo(cells(FrontierTables.of(spark(), held, rest).points()));
  }

  @Test
  void rowsThatLackAnObjectiveAreOnNone() {
    FrontierQuery all =
        new FrontierQuery(
            Objective.parse("", COST_AND_LATENCY), List.of("status"), "true", Ties.KEEP, 0, 1);
    assertThat(
            FrontierTables.of(spark(), smallCells(2), all)
                .points()
                .select("status")
                .distinct()
                .collectAsList())
        .extracting(row -> row.getString(0))
        .containsExactly("OK");
  }

  @Test
  void everyGroupHasItsKneeAndAHypervolumeAgainstAStatedReference() {
    FrontierQuery query =
        query("min dollars_per_request, min tpot_s", List.of("model"), Ties.COLLAPSE);
    FrontierTables tables = FrontierTables.of(spark(), smallCells(2), query);
    for (Row group : tables.groups().collectAsList()) {
      List<Row> points =
          tables
              .points()
              .where("model = '" + group.getAs("model") + "'")
              .orderBy("dollars_per_request")
              .collectAsList();
      double worstDollars = points.get(points.size() - 1).getAs("dollars_per_request");
      double worstTpot = points.get(0).getAs("tpot_s");
      double area = 0;
      double top = 1.1 * worstTpot;
      for (Row point : points) {
        double tpot = point.getAs("tpot_s");
        area += (1.1 * worstDollars - point.<Double>getAs("dollars_per_request")) * (top - tpot);
        top = tpot;
      }
      assertThat(group.<Long>getAs("points")).isEqualTo(points.size());
      assertThat(group.<Double>getAs("reference_tpot_s"))
          .isCloseTo(1.1 * worstTpot, withPercentage(1e-9));
      assertThat(group.<Double>getAs("hypervolume")).isCloseTo(area, withPercentage(1e-9));
      assertThat(points.stream().filter(point -> point.<Boolean>getAs("knee")))
          .singleElement()
          .extracting(point -> point.<Long>getAs("cell"))
          .isEqualTo(group.<Long>getAs("knee_cell"));
    }
  }

  @Test
  void aReferenceThatIsGivenIsTheOneThatIsMeasuredAgainst() {
    FrontierQuery query =
        new FrontierQuery(
            Objective.parse("", "min tpot_s, max output_tokens_per_s_per_user"),
            List.of("model"),
            "status = 'OK'",
            Ties.KEEP,
            0,
            1,
            List.of(0.5, 1.0));
    for (Row group : FrontierTables.of(spark(), smallCells(2), query).groups().collectAsList()) {
      assertThat(group.<Double>getAs("reference_tpot_s")).isEqualTo(0.5);
      assertThat(group.<Double>getAs("reference_output_tokens_per_s_per_user")).isEqualTo(1);
      double fastest =
          held.where("status = 'OK' AND model = '" + group.getAs("model") + "'")
              .agg(functions.min("tpot_s"))
              .first()
              .getDouble(0);
      // One objective is the other's reciprocal, so the fastest cell is better in both.
      assertThat(group.<Double>getAs("hypervolume"))
          .isCloseTo((0.5 - fastest) * (1 / fastest - 1), withPercentage(1e-9));
    }
    assertThatThrownBy(
            () ->
                new FrontierQuery(
                    query.objectives(), List.of(), "true", Ties.KEEP, 0, 1, List.of(0.5)))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("--reference");
  }

  @Test
  void theTableOfGroupsSaysWhatWasAsked() {
    FrontierQuery asked =
        new FrontierQuery(
            Objective.parse("", "max  requests_per_s, min tpot_s"),
            List.of("model"),
            "status = 'OK' AND ttft_s < 5",
            Ties.KEEP,
            0.25,
            1);
    assertThat(
            FrontierTables.of(spark(), smallCells(2), asked)
                .groups()
                .selectExpr("objectives", "condition", "ties", "epsilon")
                .distinct()
                .collectAsList())
        .singleElement()
        .hasToString("[max requests_per_s, min tpot_s,status = 'OK' AND ttft_s < 5,KEEP,0.25]");
  }

  /** The frontier is of small batches; the cells asked for have all. */
  @Test
  void theDistanceOfACellIsTheFactorThatItWouldHaveToImproveBy() {
    FrontierQuery small =
        new FrontierQuery(
            Objective.parse("", "min dollars_per_request, max output_tokens_per_s_per_user"),
            List.of("model", "workflow"),
            "status = 'OK' AND batch <= 8",
            Ties.COLLAPSE,
            0,
            1);
    FrontierTables tables = FrontierTables.of(spark(), smallCells(3), small);
    tables.points().createOrReplaceTempView("of_small");
    String factors =
        "least(h.dollars_per_request / f.dollars_per_request, f.output_tokens_per_s_per_user /"
            + " h.output_tokens_per_s_per_user)";
    Map<Long, Row> byHand = new HashMap<>();
    spark()
        .sql(
            """
            SELECT h.cell, max(%1$s) AS distance, any_value(h.status) AS status FROM held h
            LEFT JOIN of_small f ON f.model = h.model AND f.workflow = h.workflow
            WHERE h.decode = 'b200' AND h.dollars_per_request IS NOT NULL GROUP BY h.cell"""
                .formatted(factors))
        .collectAsList()
        .forEach(row -> byHand.put(row.getLong(0), row));
    List<Row> distances = tables.distances("decode = 'b200'").collectAsList();
    assertThat(distances).hasSize(byHand.size()).hasSizeGreaterThan(100);
    for (Row row : distances) {
      double distance = row.getAs("distance");
      assertThat(distance)
          .isCloseTo(byHand.get(row.<Long>getAs("cell")).getDouble(1), withPercentage(1e-9));
    }
    Set<Long> kept = cells(tables.points().where("layer = 1"));
    assertThat(distances.stream().filter(row -> kept.contains(row.<Long>getAs("cell"))))
        .isNotEmpty()
        .allSatisfy(
            row -> {
              assertThat(row.<Double>getAs("distance")).isEqualTo(1);
              assertThat(row.<Long>getAs("nearest_cell")).isEqualTo(row.<Long>getAs("cell"));
            });
    assertThat(distances)
        .anySatisfy(row -> assertThat(row.<Double>getAs("distance")).isLessThan(1));
  }

  @Test
  void withoutAFrontierThereIsNoDistance() {
    FrontierQuery none =
        new FrontierQuery(
            Objective.parse("", "min tpot_s"),
            List.of("model"),
            "status = 'OK' AND model = 'deepseek-v3'",
            Ties.KEEP,
            0,
            1);
    assertThat(
            FrontierTables.of(spark(), smallCells(2), none)
                .distances("status = 'OK' AND model = 'llama-3.1-70b'")
                .collectAsList())
        .isNotEmpty()
        .allSatisfy(
            row -> {
              assertThat(row.isNullAt(row.fieldIndex("distance"))).isTrue();
              assertThat(row.isNullAt(row.fieldIndex("nearest_cell"))).isTrue();
            });
  }

  @Test
  void withEpsilonEveryRowHasOneNearlyAsGood() {
    FrontierQuery exact = query(COST_AND_LATENCY, List.of("model"), Ties.COLLAPSE);
    FrontierQuery thin =
        new FrontierQuery(exact.objectives(), exact.groups(), exact.where(), exact.ties(), 0.2, 1);
    Dataset<Row> thinned = FrontierTables.of(spark(), smallCells(4), thin).points();
    assertThat(cells(thinned).size())
        .isLessThan(cells(FrontierTables.of(spark(), smallCells(4), exact).points()).size());
    thinned.createOrReplaceTempView("thinned");
    assertThat(
            spark()
                .sql(
                    """
                    SELECT * FROM held h
                    WHERE dollars_per_request IS NOT NULL AND efficiency = 'calibrated' AND ttft_s < 60
                      AND NOT EXISTS (SELECT 1 FROM thinned t WHERE t.model = h.model
                        AND t.dollars_per_request <= 1.2D * h.dollars_per_request
                        AND t.ttft_s <= 1.2D * h.ttft_s AND t.tpot_s <= 1.2D * h.tpot_s)
                    """)
                .count())
        .isZero();
  }

  @Test
  void objectiveThatIsNoNumberIsAnError() {
    FrontierQuery broken = query("min if(batch = 8, double('NaN'), 1D)", List.of(), Ties.KEEP);
    assertThatThrownBy(() -> FrontierTables.of(spark(), smallCells(2), broken).points().count())
        .hasStackTraceContaining("is not a number");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"dollars_per_request", "least dollars_per_request", "min", "", "min a,,max b"})
  void objectivesAreASenseAndAColumn(String written) {
    assertThatThrownBy(() -> Objective.parse("--objectives", written))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("Allowed: 'min' or 'max', then a column");
  }

  private Set<Long> cells(Dataset<Row> points) {
    Set<Long> cells = new TreeSet<>();
    points.select("cell").collectAsList().forEach(row -> cells.add(row.getLong(0)));
    return cells;
  }

  /** The cells that no other of their group dominates, found by comparing all. */
  private Set<Long> naive(FrontierQuery query) {
    List<String> read = new ArrayList<>();
    query.groups().forEach(group -> read.add("string(" + group + ")"));
    query.objectives().forEach(objective -> read.add(objective.minimized()));
    read.add("cell");
    Map<String, TreeMap<Long, double[]>> groups = new HashMap<>();
    for (Row row :
        held.where(query.where()).selectExpr(read.toArray(String[]::new)).collectAsList()) {
      int first = query.groups().size();
      double[] point = new double[query.objectives().size()];
      boolean whole = true;
      for (int i = 0; i < point.length; i++) {
        whole &= !row.isNullAt(first + i);
        point[i] = whole ? row.getDouble(first + i) : 0;
      }
      if (whole) {
        StringBuilder group = new StringBuilder();
        for (int i = 0; i < first; i++) {
          group.append(row.get(i)).append('|');
        }
        groups
            .computeIfAbsent(group.toString(), absent -> new TreeMap<>())
            .put(row.getLong(first + point.length), point);
      }
    }
    Set<Long> kept = new TreeSet<>();
    for (TreeMap<Long, double[]> points : groups.values()) {
      points.forEach(
          (cell, point) -> {
            boolean out =
                points.entrySet().stream()
                    .anyMatch(
                        other ->
                            dominates(other.getValue(), point)
                                || (query.ties() == Ties.COLLAPSE
                                    && other.getKey() < cell
                                    && java.util.Arrays.equals(other.getValue(), point)));
            if (!out) {
              kept.add(cell);
            }
          });
    }
    assertThat(kept).isNotEmpty();
    return kept;
  }

  private static boolean dominates(double[] a, double[] b) {
    boolean better = false;
    for (int i = 0; i < a.length; i++) {
      if (a[i] > b[i]) {
        return false;
      }
      better |= a[i] < b[i];
    }
    return better;
  }
}
