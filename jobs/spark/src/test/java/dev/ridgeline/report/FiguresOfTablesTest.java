package dev.ridgeline.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ridgeline.output.Rows;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What figures and answers say of tables whose rows are given here. */
class FiguresOfTablesTest {

  /** Tables with the same answer to each query that names them. */
  private record Fixed(Map<String, Set<String>> known, Map<String, Rows> answers)
      implements ReportTables {

    @Override
    public Set<String> names() {
      return known.keySet();
    }

    @Override
    public Set<String> columns(String table) {
      return known.getOrDefault(table, Set.of());
    }

    @Override
    public Rows rows(String sql) {
      return answers.entrySet().stream()
          .filter(answer -> sql.contains(answer.getKey()))
          .findFirst()
          .orElseThrow()
          .getValue();
    }
  }

  private static Rows hitRates() {
    List<List<@Nullable Object>> rows = new ArrayList<>();
    for (String label : List.of("m · w · host-ddr5", "m · w · no tier")) {
      for (long sessions = 1; sessions <= 8; sessions++) {
        // More sessions gain more from memory.
        rows.add(Rows.row(label, sessions, 80.0, 1 - 0.1 * sessions));
        rows.add(Rows.row(label, sessions, 160.0, 1.0));
      }
    }
    return Rows.of(List.of("label", "sessions", "memory_gb", "hit_rate"), rows);
  }

  @Test
  void hitRatesAreDrawnForTheSessionsThatMemoryMovesMost() {
    Fixed tables =
        new Fixed(
            Map.of(
                "cells", Set.of("hit_rate", "task_kv_policy", "sessions", "tier"),
                "accelerators", Set.of("id", "memory_bytes")),
            Map.of("hit_rate", hitRates()));
    Figure figure = HitRateFigure.of(tables).orElseThrow();
    assertThat(figure.title())
        .isEqualTo(
            "With 8 sessions, 20 % of later turns find their prefix at 80 GB, and 100 % at 160 GB");
    assertThat(figure.choice().orElseThrow().first()).isEqualTo("m · w · no tier");
    assertThat(figure.data().get(Figure.ROWS).column("sessions"))
        .doesNotContain(1L, 2L)
        .contains(3L, 8L);
  }

  @Test
  void aFleetIsASentence() {
    Fixed tables =
        new Fixed(
            Map.of("fleet_plan", Set.of(), "fleet_systems", Set.of(), "fleet_values", Set.of()),
            Map.of(
                "fleet_plan",
                Rows.of(
                    List.of("workload", "amount", "unit"),
                    List.of(
                        Rows.row("day", 500.0, "sessions"), Rows.row("night", 1.0, "sessions"))),
                "fleet_systems",
                Rows.of(
                    List.of(
                        "accelerator",
                        "systems",
                        "accelerators",
                        "spare_systems",
                        "racks",
                        "watts",
                        "dollars_per_hour",
                        "working_share"),
                    List.of(Rows.row("b200", 7.0, 56.0, 1L, 1.75, 114_912.0, 96.88, 0.45))),
                "fleet_values",
                Rows.of(List.of("what"), List.of())));
    FleetSection fleet = FleetSection.read(tables).orElseThrow();
    assertThat(fleet.lead())
        .isEqualTo(
            "Buy 7 × 8 b200 for day (500 sessions) and night (1 session): 96.9 $/h, 115 kW and 1.75"
                + " racks.");
    assertThat(fleet.use())
        .isEqualTo("1 system stands by for failures. Over the day, 45 % of what is bought works.");
  }
}
