package dev.ridgeline.report;

import dev.ridgeline.choice.MixSql;
import dev.ridgeline.output.Rows;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Figures of agents: how many a megawatt serves, what memory they want, and a fleet's day. */
final class AgentFigures {

  private static final String AGENTS = "agents_per_megawatt";
  private static final String DOLLARS = "dollars_per_task";

  /** Cells whose sessions have their first tokens within the time of the sweep. */
  private static final String SERVED =
      " AND coalesce(try_cast(sessions AS DOUBLE) <= max_sessions, true)";

  /** Mixes of a workload that a chart has room for. */
  private static final int MOST_MIXES = 24;

  /** Height of the chart of a day over what is bought, so that the line has room for its text. */
  private static final double ROOM = 1.12;

  private AgentFigures() {}

  /** Agents of a megawatt, by mix and workload, in the cells that may be chosen. */
  static Optional<Figure> agents(ReportTables tables, ReportSubject subject) {
    if (!tables
        .columns("cells")
        .containsAll(Set.of(AGENTS, "deployment", "sessions", "max_sessions"))) {
      return Optional.empty();
    }
    Rows rows =
        tables.rows(
            """
            SELECT label, mix, mix AS shown, agents
            FROM (SELECT *, row_number() OVER (PARTITION BY label ORDER BY agents DESC, mix) AS place
                  FROM (SELECT concat_ws(' · ', model, workflow) AS label, %s AS mix,
                               max(agents_per_megawatt) AS agents
                        FROM cells WHERE agents_per_megawatt IS NOT NULL AND (%s)%s
                        GROUP BY 1, 2) AS best) AS placed
            WHERE place <= %d ORDER BY label, agents DESC, mix"""
                .formatted(MixSql.HARDWARE, subject.within(), SERVED, MOST_MIXES));
    Map<String, TableRow> bests = new LinkedHashMap<>();
    for (TableRow row : TableRow.all(rows)) {
      bests.putIfAbsent(row.text("label"), row);
    }
    // The heaviest agents come first: those of which a megawatt serves the fewest.
    Optional<TableRow> heaviest =
        bests.values().stream().min(Comparator.comparingDouble(row -> row.number("agents")));
    return heaviest.map(
        best ->
            new Figure(
                "agents",
                "Agents",
                "A megawatt serves "
                    + Words.number(best.number("agents"))
                    + " agents at once ("
                    + best.text("label")
                    + "), with "
                    + best.text("mix"),
                "The most agents that a megawatt of provisioned power serves at once, for each mix, in"
                    + " the cells that keep the limits. Hosts, chassis and cooling are part of it.",
                List.of(),
                Map.of(Figure.ROWS, rows),
                List.of("agents"),
                Optional.of(new Figure.Choice("label", "Workload", best.text("label")))));
  }

  /**
   * The price of a task over capacity and bandwidth of memory, where devices make a grid of them.
   */
  static Optional<Figure> memory(ReportTables tables, ReportSubject subject) {
    if (!tables.columns("cells").containsAll(Set.of(DOLLARS, "sessions", "max_sessions"))
        || !tables.names().contains("accelerators")
        || !tables.columns("accelerators").containsAll(Set.of("memory_bytes", "status"))) {
      return Optional.empty();
    }
    Rows rows =
        tables.rows(
            """
            SELECT concat_ws(' · ', model, workflow, 'tier ' || tier) AS label,
                   memory_bytes / 1e9 AS memory_gb, memory_bytes_per_s / 1e12 AS tb_per_s,
                   100 * min(dollars_per_task) AS cents
            FROM (SELECT * FROM cells WHERE dollars_per_task IS NOT NULL AND (%s)%s) AS chosen
            JOIN (SELECT id, memory_bytes, memory_bytes_per_s FROM accelerators
                  WHERE lower(status) = 'hypothetical') AS devices ON decode = id
            GROUP BY 1, 2, 3 ORDER BY 1, 2, 3"""
                .formatted(subject.within(), SERVED));
    if (values(rows, "memory_gb") < 2 || values(rows, "tb_per_s") < 2) {
      return Optional.empty();
    }
    TableRow best = null;
    for (TableRow row : TableRow.all(rows)) {
      best = best == null || row.number("cents") < best.number("cents") ? row : best;
    }
    if (best == null) {
      return Optional.empty();
    }
    return Optional.of(
        new Figure(
            "memory",
            "Memory",
            "A task is cheapest with "
                + Words.plain(best.number("memory_gb"))
                + " GB at "
                + Words.plain(best.number("tb_per_s"))
                + " TB/s",
            "The price of a task in cents on devices that do not exist, by capacity and bandwidth of"
                + " their memory, in the cells that keep the limits. The frame is around the cheapest.",
            List.of("Each field has the cheapest cell of its device, at any price of memory."),
            Map.of(Figure.ROWS, rows),
            List.of("memory"),
            Optional.of(new Figure.Choice("label", "Workload", best.text("label")))));
  }

  private static long values(Rows rows, String column) {
    return rows.column(column).stream().distinct().count();
  }

  /** What works of a fleet in each hour, where the source is one. */
  static Optional<Figure> day(ReportTables tables) {
    if (!tables.names().contains("fleet_hours")) {
      return Optional.empty();
    }
    Rows rows =
        tables.rows(
            """
            SELECT hour, 'pool ' || pool || ' · ' || mix AS label, prefill_replicas,
                   decode_replicas, decode_load AS load, dollars_per_hour AS dollars
            FROM fleet_hours ORDER BY hour, label""");
    if (rows.values().isEmpty()) {
      return Optional.empty();
    }
    TableRow sums =
        TableRow.all(
                tables.rows(
                    """
                    SELECT max(dollars) AS most, avg(dollars) AS mean
                    FROM (SELECT sum(dollars_per_hour) AS dollars FROM fleet_hours GROUP BY hour)
                    AS hours"""))
            .get(0);
    Map<String, Rows> data = new LinkedHashMap<>();
    data.put(Figure.ROWS, rows);
    String title =
        Words.number(sums.number("most"))
            + " $/h of accelerators work in the busiest hour, "
            + Words.number(sums.number("mean"))
            + " $/h on the mean";
    if (tables.names().contains("fleet_systems")) {
      double dollars =
          TableRow.all(tables.rows("SELECT sum(dollars_per_hour) AS dollars FROM fleet_systems"))
              .get(0)
              .number("dollars");
      title += ", of " + Words.number(dollars) + " $/h that are bought";
      data.put(
          "bought",
          Rows.of(
              List.of("dollars", "room", "text"),
              List.of(
                  Rows.row(
                      dollars,
                      ROOM * dollars,
                      "bought, with spares: " + Words.number(dollars) + " $/h"))));
    }
    return Optional.of(
        new Figure(
            "day",
            "Day",
            title,
            "The price of the accelerators that work in each hour of the day, by pool. What is bought"
                + " is paid for in all hours: the dashed line.",
            List.of(),
            data,
            List.of("day"),
            Optional.empty()));
  }
}
