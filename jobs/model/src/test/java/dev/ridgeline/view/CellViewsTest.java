package dev.ridgeline.view;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ridgeline.schema.Column;
import dev.ridgeline.sweep.LatencyTargets;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Views over cells, as SQL that more than one engine reads. */
class CellViewsTest {

  private static CellView view(String name, LatencyTargets targets) {
    return CellViews.of(targets).stream()
        .filter(view -> view.name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void everyCommonQuestionHasAView() {
    assertThat(CellViews.of(LatencyTargets.NONE))
        .extracting(CellView::name)
        .containsExactly("best", "frontier", "infeasible", "by_regime");
  }

  @Test
  void bestIsWithinTheTargetsOfTheSweep() {
    assertThat(view("best", LatencyTargets.NONE).sql())
        .contains("WHERE status = 'OK')")
        .doesNotContain("<=");
    assertThat(view("best", new LatencyTargets(10, 0.05)).sql())
        .contains("WHERE status = 'OK' AND ttft_s <= 10.0E0 AND tpot_s <= 0.05E0)");
    assertThat(view("best", new LatencyTargets(2, 0.05, 99)).sql())
        .contains("ttft_p99_s IS NOT NULL AND ttft_p99_s <= 2.0E0");
  }

  /** The header of a computed column in the query is its name in the description, in order. */
  @Test
  void computedColumnsAreThoseOfTheQuery() {
    for (String name : List.of("infeasible", "by_regime")) {
      CellView view = view(name, LatencyTargets.NONE);
      int from = 0;
      for (Column<?> column : view.table().columns()) {
        int at = view.sql().indexOf(column.name(), from);
        assertThat(at).as("%s.%s", name, column.name()).isGreaterThanOrEqualTo(from);
        from = at;
      }
    }
  }

  @Test
  void plainSqlCallsNoFunctionOfRidgeline() {
    assertThat(CellViews.of(LatencyTargets.NONE))
        .allSatisfy(view -> assertThat(view.plainSql()).doesNotContain("frontier("));
    assertThat(view("frontier", LatencyTargets.NONE).sql()).contains("frontier('cells', ");
  }

  @Test
  void fileOfARunMakesItsTablesAndViewsByRelativePaths() {
    String text = ViewFile.text(LatencyTargets.NONE);
    Stream<String> made =
        text.lines().filter(line -> line.startsWith("CREATE")).map(line -> line.split(" ", -1)[4]);
    assertThat(made)
        .startsWith("cells", "models")
        .endsWith("columns", "best", "frontier", "infeasible", "by_regime");
    assertThat(text).contains("read_parquet('cells/*.parquet')").doesNotContain("'/");
  }

  @Test
  void runWithoutCellsHasTheViewsThatItCanAnswer() {
    assertThat(names("frontier", "frontier_groups", "columns"))
        .containsExactly("best", "by_regime");
    assertThat(names("choices", "price_moves")).containsExactly("best", "infeasible");
    assertThat(names("ranking")).containsExactly("best", "infeasible");
    assertThat(names("fleet_plan", "fleet_hours")).isEmpty();
    assertThat(AnswerViews.of(Set.of("frontier"), new LatencyTargets(10, 0.05)).get(0).sql())
        .contains("FROM frontier", "ttft_s <= 10.0E0")
        .doesNotContain("FROM cells");
  }

  private static List<String> names(String... tables) {
    return AnswerViews.of(Set.of(tables), LatencyTargets.NONE).stream()
        .map(CellView::name)
        .toList();
  }

  @Test
  void fileOfARunWithoutCellsMakesItsOwnTables() {
    assertThat(ViewFile.text(List.of("choices", "columns"), LatencyTargets.NONE))
        .contains(
            "VIEW choices AS SELECT * FROM read_parquet('choices/*.parquet')",
            "VIEW infeasible AS\nSELECT * FROM choices\nWHERE mix IS NULL;")
        .doesNotContain("cells/");
  }
}
