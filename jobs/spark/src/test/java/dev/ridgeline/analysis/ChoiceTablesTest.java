package dev.ridgeline.analysis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.data.Percentage.withPercentage;

import dev.ridgeline.catalog.CatalogDirectories;
import dev.ridgeline.choice.ChoiceSettings;
import dev.ridgeline.choice.ChoiceTables;
import dev.ridgeline.choice.WorkloadChoices;
import dev.ridgeline.relation.Relations;
import dev.ridgeline.schema.Table;
import dev.ridgeline.sweep.LatencyTargets;
import dev.ridgeline.table.DesignSpaceSource;
import dev.ridgeline.table.SparkTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Choices and what would change them are those that pricing every cell again would find. */
class ChoiceTablesTest extends SparkTest {

  private static final List<String> WORKLOAD = List.of("model", "workflow", "context", "tariff");
  private static final String SAME_WORKLOAD =
      " h.model = c.model AND h.workflow = c.workflow AND h.context = c.context AND h.tariff ="
          + " c.tariff ";

  /** Which cells may be chosen, in the sense of the settings below. */
  private static final String ELIGIBLE =
      "h.status = 'OK' AND h.efficiency = 'calibrated' AND h.ttft_s <= 20 AND h.tpot_s <= 0.06 ";

  private Tables tables;

  @BeforeAll
  void choose() {
    Dataset<Row> held =
        spark().createDataFrame(cells(CATALOGS).collectAsList(), cells(CATALOGS).schema());
    held.createOrReplaceTempView("held");
    tables = tables(cells(CATALOGS), settings(0.2, 0.15, 7));
    tables.choices().createOrReplaceTempView("choices");
    tables.moves().createOrReplaceTempView("moves");
    tables.robustness().createOrReplaceTempView("robustness");
  }

  private Tables tables(Dataset<Row> cells, ChoiceSettings settings) {
    List<WorkloadChoices> found =
        Choices.of(cells, new ChoiceQuery(WORKLOAD, "efficiency = 'calibrated'", 0, settings));
    return new Tables(
        table(ChoiceTables.choices(WORKLOAD), found, WorkloadChoices::choices),
        table(ChoiceTables.priceMoves(WORKLOAD), found, WorkloadChoices::moves),
        table(ChoiceTables.robustness(WORKLOAD), found, WorkloadChoices::shares));
  }

  private <R> Dataset<Row> table(
      Table<R> table, List<WorkloadChoices> found, Function<WorkloadChoices, List<R>> rows) {
    return Relations.dataset(
        spark(), table, found.stream().flatMap(one -> rows.apply(one).stream()).toList());
  }

  /** The tables of choices in Spark. */
  private record Tables(Dataset<Row> choices, Dataset<Row> moves, Dataset<Row> robustness) {}

  private static ChoiceSettings settings(double priceSpread, double speedSpread, long seed) {
    return new ChoiceSettings(
        List.of(new LatencyTargets(20, 0.06)), 0.3, 200, priceSpread, speedSpread, seed);
  }

  /** Deployments of every kind, and what they would cost. */
  private Dataset<Row> cells(Path catalogs) {
    return cells(CatalogDirectories.of(catalogs));
  }

  private Dataset<Row> cells(CatalogDirectories catalogs) {
    try {
      Path file =
          Files.writeString(
              directory.resolve("choices.yaml"),
              """
              name: choices
              axes:
                models: [llama-3.1-70b, deepseek-v3]
                quantizations: [fp8]
                hardware:
                  - colocated: [h200-sxm, b200]
                    tier: [none, host-ddr5]
                  - {prefill: [b200, h200-sxm], decode: [mi300x, h200-sxm], link: [ib-ndr-400]}
                  - {prefill: [b200], attention: [h200-sxm], ffn: [b200], link: [ib-xdr-800]}
                parallelism:
                  - {tp: 8}
                  - {tp: 1, ep: 8}
                  - {prefill: {tp: 8}, decode: {tp: 1, ep: 8}, ffn: {tp: 1, ep: 8}}
                efficiency: [calibrated, ideal]
                workflows: [chat, coding]
                contextTokens: [mean]
                batch: [8, 48, 96, 192]
                kvPolicies: [hold]
                tariffs: [on-demand, owner]
              """);
      return DesignSpaceSource.cells(spark(), file, catalogs, 3);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "dollars_per_request                      | true",
        "homogeneous_regret * dollars_per_request |"
            + " h.prefill = h.decode AND (h.ffn IS NULL OR h.ffn = h.decode)",
        "pooled_regret * dollars_per_request      | h.link IS NULL",
      })
  void theCheapestIsTheLeastOfAllThatMayBeChosen(String column, String condition) {
    List<Row> compared =
        spark()
            .sql(
                """
                SELECT %s AS chosen,
                       (SELECT min(h.dollars_per_request) FROM held h
                        WHERE %s AND %s AND %s) AS least
                FROM choices c"""
                    .formatted(column, SAME_WORKLOAD, ELIGIBLE, condition))
            .collectAsList();
    assertThat(compared).hasSize(8);
    assertThat(compared.stream().filter(row -> !row.isNullAt(0))).hasSizeGreaterThan(4);
    for (Row row : compared) {
      assertThat(row.isNullAt(0)).isEqualTo(row.isNullAt(1));
      if (!row.isNullAt(0)) {
        assertThat(row.getDouble(0)).isCloseTo(row.getDouble(1), withPercentage(1e-9));
      }
    }
  }

  @Test
  void theCellThatIsNamedIsTheOneThatCostsThat() {
    assertThat(
            spark()
                .sql(
                    """
                    SELECT * FROM choices c JOIN held h ON h.cell = c.cell
                    WHERE abs(h.dollars_per_request / c.dollars_per_request - 1) > 1e-9
                       OR h.ttft_s <> c.ttft_s OR h.tpot_s <> c.tpot_s OR NOT (%s)"""
                        .formatted(ELIGIBLE))
                .count())
        .isZero();
  }

  @Test
  void aMovedPriceIsThatOfEveryPoolOfTheAccelerator() {
    String price =
        """
        h.dollars_per_request * (
            h.prefill_price_elasticity * if(h.prefill = c.accelerator, c.price_factor, 1)
          + (h.decode_price_elasticity - h.ffn_price_elasticity)
              * if(h.decode = c.accelerator, c.price_factor, 1)
          + h.ffn_price_elasticity * if(h.ffn = c.accelerator, c.price_factor, 1))
        """;
    List<Row> compared =
        spark()
            .sql(
                """
                SELECT c.model, c.workflow, c.tariff, c.accelerator, c.price_factor,
                       any_value(c.dollars_per_request) AS chosen, min(%s) AS least
                FROM moves c JOIN held h ON %s WHERE %s
                GROUP BY c.model, c.workflow, c.tariff, c.accelerator, c.price_factor"""
                    .formatted(price, SAME_WORKLOAD, ELIGIBLE))
            .collectAsList();
    assertThat(compared).hasSize(8 * 3 * 2);
    assertThat(compared)
        .allSatisfy(
            row ->
                assertThat(row.<Double>getAs("chosen"))
                    .isCloseTo(row.<Double>getAs("least"), withPercentage(1e-9)));
    assertThat(spark().sql("SELECT * FROM moves WHERE is_other_mix").count()).isPositive();
  }

  /** What enters and leaves, from the frontiers that comparing all cells at each price finds. */
  @Test
  void aMovedPriceBringsMixesOntoTheFrontierAndTakesOthersOff() {
    spark()
        .sql(
            """
            WITH moved AS (SELECT DISTINCT accelerator, price_factor FROM moves
                           UNION ALL SELECT '' AS accelerator, 1D AS price_factor),
            priced AS (
              SELECT h.model, h.workflow, h.tariff, c.accelerator, c.price_factor, h.ttft_s, h.tpot_s,
                     concat(if(h.link IS NULL, '', concat(h.prefill, ' > ')), h.decode,
                            if(h.ffn IS NULL, '', concat(' + ', h.ffn)),
                            if(h.tier = 'none', '', concat(', ', h.tier)),
                            if(h.link IS NULL, '', concat(', ', h.link))) AS mix,
                     h.dollars_per_request * h.prefill_price_elasticity
                         * if(h.prefill = c.accelerator, c.price_factor, 1)
                       + h.dollars_per_request * (h.decode_price_elasticity - h.ffn_price_elasticity)
                         * if(h.decode = c.accelerator, c.price_factor, 1)
                       + h.dollars_per_request * h.ffn_price_elasticity
                         * if(h.ffn = c.accelerator, c.price_factor, 1) AS dollars
              FROM moved c CROSS JOIN held h WHERE %s)
            SELECT DISTINCT model, workflow, tariff, accelerator, price_factor, mix FROM priced p
            WHERE NOT EXISTS (
              SELECT 1 FROM priced o
              WHERE o.model = p.model AND o.workflow = p.workflow AND o.tariff = p.tariff
                AND o.accelerator = p.accelerator AND o.price_factor = p.price_factor
                AND o.dollars <= p.dollars AND o.ttft_s <= p.ttft_s AND o.tpot_s <= p.tpot_s
                AND (o.dollars < p.dollars OR o.ttft_s < p.ttft_s OR o.tpot_s < p.tpot_s))
            """
                .formatted(ELIGIBLE))
        .createOrReplaceTempView("on_frontier");
    String now = "c.model = f.model AND c.workflow = f.workflow AND c.tariff = f.tariff";
    String then = now + " AND c.accelerator = f.accelerator AND c.price_factor = f.price_factor";
    assertThat(mixes("SELECT %s, explode(mixes_entering) FROM moves c"))
        .isNotEmpty()
        .isEqualTo(
            mixes(
                "SELECT %s, mix FROM on_frontier c WHERE accelerator <> '' AND NOT EXISTS (SELECT 1"
                    + " FROM on_frontier f WHERE f.accelerator = '' AND f.mix = c.mix AND "
                    + now
                    + ")"));
    assertThat(mixes("SELECT %s, explode(mixes_leaving) FROM moves c"))
        .isNotEmpty()
        .isEqualTo(
            mixes(
                "SELECT %s, f.mix FROM moves c JOIN on_frontier f ON f.accelerator = '' AND "
                    + now
                    + " MINUS SELECT %s, f.mix FROM moves c JOIN on_frontier f ON "
                    + then));
  }

  private List<String> mixes(String query) {
    return rows(
        spark()
            .sql(
                query.replace(
                    "%s", "c.model, c.workflow, c.tariff, c.accelerator, c.price_factor")));
  }

  /** The same with a catalog in which the price is another, and every cell evaluated anew. */
  @Test
  void aMovedPriceChoosesWhatThatPriceInTheCatalogChooses() throws IOException {
    Path overlay = directory.resolve("cheaper");
    Path prices = Files.createDirectories(overlay.resolve("prices"));
    Matcher price =
        Pattern.compile("dollarsPerHour: ([0-9.]+)")
            .matcher(Files.readString(CATALOGS.resolve("prices/h200-sxm.yaml")));
    Files.writeString(
        prices.resolve("h200-sxm.yaml"),
        price.replaceAll(found -> "dollarsPerHour: " + Double.parseDouble(found.group(1)) * 0.7));
    Tables anew =
        tables(cells(new CatalogDirectories(CATALOGS, List.of(overlay))), settings(0.2, 0.15, 7));
    anew.choices().createOrReplaceTempView("anew");
    List<Row> compared =
        spark()
            .sql(
                """
                SELECT c.cell = h.cell AS same, c.dollars_per_request / h.dollars_per_request AS ratio
                FROM moves c JOIN anew h ON %s
                WHERE c.accelerator = 'h200-sxm' AND c.price_factor = 0.7"""
                    .formatted(SAME_WORKLOAD))
            .collectAsList();
    assertThat(compared)
        .hasSize(8)
        .allSatisfy(
            row -> {
              assertThat(row.getBoolean(0)).isTrue();
              assertThat(row.getDouble(1)).isCloseTo(1, within(1e-9));
            });
  }

  @Test
  void sharesOfDrawsAreAWholeAndTheSameForTheSameSeed() {
    for (Row row :
        spark()
            .sql("SELECT sum(share_of_draws) FROM robustness GROUP BY model, workflow, tariff")
            .collectAsList()) {
      assertThat(row.getDouble(0)).isCloseTo(1, within(1e-9));
    }
    assertThat(rows(tables(cells(CATALOGS).repartition(5), settings(0.2, 0.15, 7)).robustness()))
        .isEqualTo(rows(tables.robustness()))
        .isNotEqualTo(rows(tables(cells(CATALOGS), settings(0.2, 0.15, 8)).robustness()));
  }

  @Test
  void whereNothingIsUncertainTheChoiceIsSure() {
    Tables sure = tables(cells(CATALOGS), settings(0, 0, 7));
    assertThat(sure.choices().collectAsList())
        .hasSize(8)
        .allSatisfy(row -> assertThat(row.<Double>getAs("share_of_draws")).isEqualTo(1));
    assertThat(sure.robustness().collectAsList())
        .hasSizeGreaterThan(8)
        .allSatisfy(row -> assertThat(row.<Double>getAs("share_on_frontier")).isEqualTo(1));
  }

  @Test
  void eachCombinationOfTargetsHasTheChoiceThatItHasAlone() {
    List<LatencyTargets> each =
        ChoiceSettings.combinations(
            List.of(1.0, 20.0, Double.POSITIVE_INFINITY), List.of(0.03, 0.06), 0);
    assertThat(each).hasSize(6);
    Tables together = tables(cells(CATALOGS), forTargets(each));
    for (LatencyTargets one : each) {
      Tables alone = tables(cells(CATALOGS), forTargets(List.of(one)));
      String ofOne =
          "target_ttft_s <=> %s AND target_tpot_s = %sD"
              .formatted(
                  Double.isInfinite(one.ttftSeconds()) ? "NULL" : one.ttftSeconds() + "D",
                  one.tpotSeconds());
      assertThat(rows(together.choices().where(ofOne))).isEqualTo(rows(alone.choices()));
      assertThat(rows(together.moves().where(ofOne))).isEqualTo(rows(alone.moves()));
      assertThat(rows(together.robustness().where(ofOne))).isEqualTo(rows(alone.robustness()));
    }
    together.choices().createOrReplaceTempView("together");
    String same = "a.model = b.model AND a.workflow = b.workflow AND a.tariff = b.tariff";
    assertThat(
            spark()
                .sql(
                    """
                    SELECT a.dollars_per_request > b.dollars_per_request AS dearer
                    FROM together a JOIN together b ON %s
                    WHERE coalesce(a.target_ttft_s, 1e9) <= coalesce(b.target_ttft_s, 1e9)
                      AND a.target_tpot_s <= b.target_tpot_s
                      AND a.dollars_per_request <> b.dollars_per_request"""
                        .formatted(same))
                .collectAsList())
        .as("a narrower target never makes it cheaper, and some make it dearer")
        .isNotEmpty()
        .allSatisfy(row -> assertThat(row.getBoolean(0)).isTrue());
  }

  private static ChoiceSettings forTargets(List<LatencyTargets> targets) {
    return new ChoiceSettings(targets, 0.3, 20, 0.2, 0.15, 7);
  }

  /** The cheapest is on the frontier, and the fastest are, however dear. */
  @Test
  void aMixIsOnTheFrontierAtLeastAsOftenAsItIsTheCheapest() {
    List<Row> mixes = tables.robustness().where("mix IS NOT NULL").collectAsList();
    assertThat(mixes)
        .allSatisfy(
            row ->
                assertThat(row.<Double>getAs("share_on_frontier"))
                    .isBetween(row.<Double>getAs("share_of_draws"), 1.0))
        .anySatisfy(row -> assertThat(row.<Double>getAs("share_of_draws")).isZero())
        .anySatisfy(
            row -> assertThat(row.<Double>getAs("share_on_frontier")).isBetween(0.01, 0.99));
  }

  private static List<String> rows(Dataset<Row> table) {
    return table.collectAsList().stream().map(Row::toString).sorted().toList();
  }
}
