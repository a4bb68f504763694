package dev.ridgeline.report;

import dev.ridgeline.output.Rows;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Hit rate of the cache of prefixes against the memory for it, where cells have a hit rate. */
final class HitRateFigure {

  private static final String HIT_RATE = "hit_rate";
  private static final String POLICY = "task_kv_policy";

  private HitRateFigure() {}

  static Optional<Figure> of(ReportTables tables, ReportSubject subject) {
    Set<String> columns = tables.columns("cells");
    if (!columns.contains(HIT_RATE) || !columns.contains(POLICY)) {
      return Optional.empty();
    }
    List<TableRow> found =
        TableRow.all(
            tables.rows(
                """
                SELECT concat_ws(' · ', model, workflow) AS label, state_room_bytes_per_accelerator AS memory_bytes,
                       max(hit_rate) AS hit_rate
                FROM cells
                WHERE hit_rate IS NOT NULL AND state_room_bytes_per_accelerator > 0 AND task_kv_policy = 'lru'
                GROUP BY 1, 2 ORDER BY 1, 2"""));
    List<List<@Nullable Object>> rows = new ArrayList<>();
    double least = 1;
    double most = 0;
    for (TableRow row : found) {
      least = Math.min(least, row.number(HIT_RATE));
      most = Math.max(most, row.number(HIT_RATE));
      rows.add(Rows.row(row.text("label"), row.number("memory_bytes"), row.number(HIT_RATE)));
    }
    if (found.stream().map(row -> row.text("memory_bytes")).distinct().count() < 2) {
      return Optional.empty();
    }
    return Optional.of(
        Figure.of(
            "hit-rate",
            "Hit rate",
            "Later turns find their prefix in "
                + Words.percent(least)
                + " to "
                + Words.percent(most)
                + " of cases, by the memory that there is",
            "The best share of later turns of a task that find their prefix, against the memory of"
                + " an accelerator that its engine leaves for KV cache, in cells of "
                + subject.name()
                + " with the policy lru.",
            Rows.of(List.of("label", "memory_bytes", HIT_RATE), rows)));
  }
}
