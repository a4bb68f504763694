package dev.ridgeline.report;

import dev.ridgeline.output.Rows;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Hit rate of the cache of prefixes against the memory of an accelerator, for several numbers of
 * sessions, where cells have a cache that drops what was used longest ago.
 */
final class HitRateFigure {

  private static final Set<String> COLUMNS =
      Set.of("hit_rate", "task_kv_policy", "sessions", "tier");

  /** Numbers of sessions that a chart has room for: those whose hit rate memory moves most. */
  private static final int MOST_CURVES = 6;

  private static final String NO_TIER = "no tier";

  /** A curve without a tier behind the memory is shown first, and that which memory moves most. */
  private static final Comparator<Curve> FIRST =
      Comparator.comparing((Curve curve) -> curve.label().endsWith(NO_TIER))
          .thenComparing(Curve::spread);

  private HitRateFigure() {}

  static Optional<Figure> of(ReportTables tables) {
    if (!tables.columns("cells").containsAll(COLUMNS)
        || !tables.names().contains("accelerators")
        || !tables.columns("accelerators").contains("memory_bytes")) {
      return Optional.empty();
    }
    List<Curve> curves =
        curves(
            TableRow.all(
                tables.rows(
                    """
                    SELECT concat_ws(' · ', model, workflow, if(tier = 'none', '%s', tier))
                           AS label, CAST(try_cast(sessions AS DOUBLE) AS BIGINT) AS sessions,
                           memory_bytes / 1e9 AS memory_gb, max(hit_rate) AS hit_rate
                    FROM cells JOIN (SELECT id, memory_bytes FROM accelerators) AS devices
                         ON decode = id
                    WHERE hit_rate IS NOT NULL AND task_kv_policy = 'lru'
                          AND try_cast(sessions AS DOUBLE) IS NOT NULL
                    GROUP BY 1, 2, 3 ORDER BY 1, 2, 3"""
                        .formatted(NO_TIER))));
    Map<String, List<Curve>> byLabel =
        curves.stream()
            .filter(curve -> curve.points().size() > 1)
            .collect(Collectors.groupingBy(Curve::label, LinkedHashMap::new, Collectors.toList()));
    List<List<@Nullable Object>> rows = new ArrayList<>();
    Optional<Curve> widest = Optional.empty();
    for (List<Curve> all : byLabel.values()) {
      List<Curve> shown =
          all.stream()
              .sorted(Comparator.comparingDouble(Curve::spread).reversed())
              .limit(MOST_CURVES)
              .sorted(Comparator.comparingLong(Curve::sessions))
              .toList();
      for (Curve curve : shown) {
        for (TableRow point : curve.points()) {
          rows.add(
              Rows.row(
                  curve.label(),
                  curve.sessions(),
                  point.number("memory_gb"),
                  point.number("hit_rate")));
        }
        if (widest.isEmpty() || FIRST.compare(curve, widest.get()) > 0) {
          widest = Optional.of(curve);
        }
      }
    }
    return widest.map(
        curve ->
            new Figure(
                "hit-rate",
                "Hit rate",
                curve.title(),
                "The share of later turns of a task that find their prefix, against the memory of an"
                    + " accelerator, for several numbers of sessions of a replica. It is the best of"
                    + " all cells with the policy lru.",
                List.of(),
                Map.of(
                    Figure.ROWS,
                    Rows.of(List.of("label", "sessions", "memory_gb", "hit_rate"), rows)),
                List.of("hit-rate"),
                Optional.of(new Figure.Choice("label", "Workload", curve.label()))));
  }

  /**
   * The hit rates of a workload with so many sessions.
   *
   * @param points rows by rising memory
   */
  private record Curve(String label, long sessions, List<TableRow> points) {

    private double rate(int place) {
      return points.get(place).number("hit_rate");
    }

    double spread() {
      return rate(points.size() - 1) - rate(0);
    }

    String title() {
      TableRow least = points.get(0);
      TableRow most = points.get(points.size() - 1);
      return "With "
          + Words.plural(sessions, "session")
          + ", "
          + Words.percent(rate(0))
          + " of later turns find their prefix at "
          + Words.number(least.number("memory_gb"))
          + " GB, and "
          + Words.percent(rate(points.size() - 1))
          + " at "
          + Words.number(most.number("memory_gb"))
          + " GB";
    }
  }

  /** Rows with the same workload and sessions follow one another. */
  private static List<Curve> curves(List<TableRow> rows) {
    List<Curve> curves = new ArrayList<>();
    for (TableRow row : rows) {
      Curve last = curves.isEmpty() ? null : curves.get(curves.size() - 1);
      if (last == null
          || !last.label().equals(row.text("label"))
          || last.sessions() != row.cell("sessions")) {
        last = new Curve(row.text("label"), row.cell("sessions"), new ArrayList<>());
        curves.add(last);
      }
      last.points().add(row);
    }
    return curves;
  }
}
