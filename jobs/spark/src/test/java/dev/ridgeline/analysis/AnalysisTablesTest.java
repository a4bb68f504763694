package dev.ridgeline.analysis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ridgeline.choice.ChoiceSettings;
import dev.ridgeline.config.ConfigException;
import dev.ridgeline.schema.Column;
import dev.ridgeline.schema.Table;
import dev.ridgeline.sweep.LatencyTargets;
import java.util.List;
import org.junit.jupiter.api.Test;

class AnalysisTablesTest {

  @Test
  void everyTableThatIsComputedFromCellsIsThere() {
    assertThat(AnalysisTables.all())
        .extracting(Table::name)
        .containsExactly(
            "choices",
            "price_moves",
            "robustness",
            "ranking",
            "frontier",
            "frontier_groups",
            "frontier_distances",
            "frontier_axes");
  }

  @Test
  void columnsAreInSnakeCaseAndSayWhatTheyAre() {
    for (Table<?> table : AnalysisTables.all()) {
      assertThat(table.doc()).endsWith(".");
      for (Column<?> column : table.columns()) {
        assertThat(column.name()).matches("[a-z][a-z0-9_]*");
        assertThat(column.doc()).as(table.name() + "." + column.name()).matches("[A-Z].*\\.");
      }
    }
  }

  @Test
  void groupsAndObjectivesNameColumns() {
    assertThat(columns("frontier_distances"))
        .containsExactly(
            "model",
            "workflow",
            "context",
            "tariff",
            "dollars_per_request",
            "ttft_s",
            "tpot_s",
            "cell",
            "distance",
            "nearest_cell");
    assertThat(columns("frontier_groups"))
        .containsExactly(
            "model",
            "workflow",
            "context",
            "tariff",
            "points",
            "knee_cell",
            "hypervolume",
            "reference_dollars_per_request",
            "reference_ttft_s",
            "reference_tpot_s",
            "objectives",
            "condition",
            "ties",
            "epsilon");
  }

  @Test
  void aWorkloadOfColumnsThatTheTablesHaveIsRefused() {
    assertThatThrownBy(() -> query(List.of("model", "ttft_s")))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("--workload")
        .hasMessageContaining("two columns 'ttft_s'");
    assertThatThrownBy(() -> query(List.of("model", "model")))
        .hasMessageContaining("two columns 'model'");
  }

  /** The fastest draw is exp(5 x 0.2) = e times as fast. The line ends what may be a comment. */
  @Test
  void aChoiceReadsCellsThatSomeDrawBringsWithinTheTargets() {
    assertThat(query(List.of("model")).condition())
        .isEqualTo(
            "status IN ('OK', 'FLEET_TOO_SMALL') AND (batch > 1\n) AND ttft_s <= " + Math.E + "E0");
  }

  private static ChoiceQuery query(List<String> workload) {
    return new ChoiceQuery(
        workload,
        "batch > 1",
        0,
        new ChoiceSettings(
            List.of(new LatencyTargets(1, Double.POSITIVE_INFINITY)), 0.3, 10, 0.2, 0.2, 1));
  }

  private static List<String> columns(String table) {
    return AnalysisTables.all().stream()
        .filter(one -> one.name().equals(table))
        .flatMap(one -> one.columns().stream())
        .map(column -> column.name())
        .toList();
  }
}
