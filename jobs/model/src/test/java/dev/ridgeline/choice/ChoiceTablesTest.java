package dev.ridgeline.choice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ridgeline.config.ConfigException;
import dev.ridgeline.schema.Column;
import dev.ridgeline.schema.Table;
import dev.ridgeline.sweep.LatencyTargets;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Rows of the tables of choices, as a reader of the tables sees them. */
class ChoiceTablesTest {

  private static final Candidate FAST =
      Cases.withLatency(Cases.pools(3, "a", "b", 4, 5), 0.5, 0.05);
  private static final Candidate SLOW = Cases.pool(1, "a", 4, 4);
  private static final List<LatencyTargets> TARGETS =
      List.of(new LatencyTargets(0.6, Double.POSITIVE_INFINITY), LatencyTargets.NONE);

  private static WorkloadChoices choices() {
    return WorkloadChoices.of(
        List.of("chat"), List.of(FAST, SLOW), new ChoiceSettings(TARGETS, 0.3, 10, 0, 0, 7));
  }

  @Test
  void aChoiceHasItsWorkloadItsTargetsAndNullsWhereASimplerMixIsTooSlow() {
    Table<ForWorkload<ChoiceOutcome>> table = ChoiceTables.choices(List.of("workflow"));
    ForWorkload<ChoiceOutcome> within = choices().choices().get(0);
    assertThat(value(table, "workflow", within)).isEqualTo("chat");
    assertThat(value(table, "target_ttft_s", within)).isEqualTo(0.6);
    assertThat(value(table, "target_tpot_s", within)).isNull();
    assertThat(value(table, "mix", within)).isEqualTo("a > b, net");
    assertThat(value(table, "dollars_per_request", within)).isEqualTo(9.0);
    assertThat(value(table, "homogeneous_mix", within)).isNull();
    assertThat(value(table, "homogeneous_cell", within)).isNull();
    assertThat(value(table, "homogeneous_regret", within)).isNull();
    assertThat(value(table, "pooled_regret", within)).isNull();
    ForWorkload<ChoiceOutcome> whatever = choices().choices().get(1);
    assertThat(value(table, "cell", whatever)).isEqualTo(1L);
    assertThat(value(table, "pooled_mix", whatever)).isEqualTo("a");
    assertThat(value(table, "share_of_draws", whatever)).isEqualTo(1.0);
  }

  /** Accelerator a at 1.3 times its price: all of it costs 10.4, prefill on it 5.2 + 5. */
  @Test
  void aMoveSaysWhatIsChosenThenAndWhatLeavesTheFrontier() {
    Table<ForWorkload<PriceMove>> table = ChoiceTables.priceMoves(List.of());
    ForWorkload<PriceMove> dearer =
        choices().moves().stream()
            .filter(row -> row.targets().equals(LatencyTargets.NONE))
            .filter(row -> row.found().accelerator().equals("a") && row.found().factor() > 1)
            .findFirst()
            .orElseThrow();
    assertThat(value(table, "mix", dearer)).isEqualTo("a > b, net");
    assertThat(value(table, "dollars_per_request", dearer)).isEqualTo(10.2);
    assertThat(value(table, "dollars_factor", dearer)).as("10.2 / 8").isEqualTo(10.2 / 8);
    assertThat(value(table, "is_other_mix", dearer)).isEqualTo(true);
    assertThat(value(table, "mixes_entering", dearer)).isEqualTo(List.of());
    assertThat(value(table, "mixes_leaving", dearer)).isEqualTo(List.of("a"));
  }

  @Test
  void drawsInWhichNothingMeetsTheTargetsAreARowWithoutAMix() {
    ForWorkload<MixShare> none =
        WorkloadChoices.of(
                List.of(),
                List.of(SLOW),
                new ChoiceSettings(List.of(new LatencyTargets(0.1, 1)), 0.3, 10, 0, 0, 7))
            .shares()
            .get(0);
    Table<ForWorkload<MixShare>> table = ChoiceTables.robustness(List.of());
    assertThat(value(table, "mix", none)).isNull();
    assertThat(value(table, "share_of_draws", none)).isEqualTo(1.0);
  }

  @Test
  void columnsHaveTheOrderThatQueriesKnow() {
    assertThat(ChoiceTables.robustness(List.of("model", "context")).columns())
        .extracting(Column::name)
        .containsExactly(
            "model",
            "context",
            "target_ttft_s",
            "target_tpot_s",
            "mix",
            "share_of_draws",
            "share_on_frontier");
  }

  @Test
  void settingsOutOfRangeAreRefusedByTheOptionThatSetsThem() {
    assertThatThrownBy(() -> new ChoiceSettings(TARGETS, 1, 10, 0, 0, 7))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("--price-move");
    assertThatThrownBy(() -> new ChoiceSettings(TARGETS, 0.3, 0, 0, 0, 7))
        .hasMessageContaining("--draws");
    assertThatThrownBy(() -> new ChoiceSettings(TARGETS, 0.3, 10, Double.NaN, 0, 7))
        .hasMessageContaining("--price-spread");
    assertThatThrownBy(() -> new ChoiceSettings(TARGETS, 0.3, 10, 0, 2.1, 7))
        .hasMessageContaining("--speed-spread");
  }

  /** The fastest draw is exp(5 x 0.2) = e times as fast. */
  @Test
  void cellsWithinReachOfTheFastestDrawAreKept() {
    LatencyTargets reachable =
        new ChoiceSettings(
                ChoiceSettings.combinations(List.of(1.0, 2.0), List.of(0.05), 99),
                0.3,
                10,
                0,
                0.2,
                7)
            .reachable();
    assertThat(reachable.ttftSeconds()).isEqualTo(2 * Math.E);
    assertThat(reachable.tpotSeconds()).isEqualTo(0.05 * Math.E);
  }

  private static <R> Object value(Table<R> table, String column, R row) {
    return table.column(column).orElseThrow().value(row);
  }
}
