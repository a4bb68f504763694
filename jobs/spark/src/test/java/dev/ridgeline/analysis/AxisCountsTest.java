package dev.ridgeline.analysis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.ridgeline.catalog.CatalogDirectories;
import dev.ridgeline.frontier.Ties;
import dev.ridgeline.pareto.FrontierColumns;
import dev.ridgeline.pareto.FrontierQuery;
import dev.ridgeline.pareto.FrontierTables;
import dev.ridgeline.pareto.Objective;
import dev.ridgeline.space.DesignSpace;
import dev.ridgeline.sweep.Sweep;
import dev.ridgeline.table.DesignSpaceSource;
import dev.ridgeline.table.SparkTest;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Values on frontiers of feed-forward sides that are laid out in two ways. */
class AxisCountsTest extends SparkTest {

  private Dataset<Row> frontier;
  private List<AxisValue> counts;

  @BeforeAll
  void countTheValuesOnTheFrontier() throws IOException {
    Dataset<Row> cells =
        DesignSpaceSource.cells(
            spark(),
            Files.writeString(
                directory.resolve("layouts.yaml"),
                """
                name: layouts
                axes:
                  models: [qwen3-30b-a3b]
                  quantizations: [fp8]
                  hardware:
                    - {prefill: [h200-sxm], attention: [h200-sxm], ffn: [h200-sxm], link: [ib-ndr-400]}
                  parallelism:
                    - {prefill: {tp: 1}, decode: {tp: 1}, ffn: {tp: 8, ep: 1}}
                    - {prefill: {tp: 1}, decode: {tp: 1}, ffn: {tp: 1, ep: 8}}
                  workflows: [chat]
                  batch: [16, 64]
                """),
            CatalogDirectories.of(CATALOGS),
            2);
    FrontierQuery eachLayout =
        new FrontierQuery(
            Objective.parse("", "min dollars_per_request"),
            List.of("ffn_tp"),
            "status = 'OK'",
            Ties.COLLAPSE,
            0,
            2);
    Dataset<Row> points =
        FrontierTables.of(spark(), cells, eachLayout)
            .points()
            .select(FrontierColumns.CELL, FrontierColumns.LAYER);
    frontier = cells.join(points, FrontierColumns.CELL).cache();
    counts = AxisCounts.of(frontier.where("layer = 1"));
  }

  @Test
  void theLayoutOfTheFeedForwardSideIsCounted() {
    assertThat(valuesOf("ffn_tp")).containsExactly("1", "8");
    assertThat(valuesOf("ffn_ep")).containsExactly("1", "8");
  }

  /** Two layouts, each with one point on its frontier and one on the layer below. */
  @Test
  void pointsOfTheFirstLayerAreCounted() {
    assertThat(frontier.count()).isEqualTo(4);
    assertThat(counts)
        .filteredOn(row -> row.axis().equals("ffn_ep"))
        .allSatisfy(
            row -> {
              assertThat(row.points()).isEqualTo(1);
              assertThat(row.share()).isCloseTo(0.5, within(1e-12));
            });
  }

  @Test
  void everyColumnThatAnAxisDecidesIsAnAxisOfTheTable() {
    assertThat(counts.stream().map(AxisValue::axis).distinct())
        .containsExactlyInAnyOrderElementsOf(AxisCounts.columns())
        .contains("model", "deployment", "ffn_tp", "ffn_ep", "fleet")
        .doesNotContain("cell", "status", "ttft_s");
  }

  /** Cells that are read have no evaluator, and cells of a sweep are not read. */
  @ParameterizedTest
  @ValueSource(ints = {1, 3})
  void tasksThatHaveOnlyNumbersOfCellsCountTheSame(int tasks) {
    DesignSpace space =
        Sweep.read(directory.resolve("layouts.yaml"), CatalogDirectories.of(CATALOGS)).space();
    JavaRDD<Long> cells =
        frontier
            .where("layer = 1")
            .select(FrontierColumns.CELL)
            .repartition(tasks)
            .toJavaRDD()
            .map(row -> row.getLong(0));
    assertThat(AxisCounts.of(space, cells)).containsExactlyInAnyOrderElementsOf(counts);
  }

  private List<String> valuesOf(String axis) {
    return counts.stream()
        .filter(row -> row.axis().equals(axis))
        .map(AxisValue::value)
        .sorted()
        .toList();
  }
}
