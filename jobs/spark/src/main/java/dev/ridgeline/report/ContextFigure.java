package dev.ridgeline.report;

import dev.ridgeline.output.Rows;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Capacity footprint against context, for models with different kinds of attention. */
final class ContextFigure {

  private ContextFigure() {}

  static Optional<Figure> of(ReportTables tables) {
    List<TableRow> settings =
        TableRow.all(
            tables.rows(
                """
                SELECT batch, quantization, count(DISTINCT prompt_tokens) AS contexts
                FROM cells WHERE cf_bytes_per_request IS NOT NULL
                GROUP BY batch, quantization ORDER BY contexts DESC, abs(batch - 16), quantization LIMIT 1"""));
    if (settings.isEmpty() || settings.get(0).number("contexts") < 2) {
      return Optional.empty();
    }
    long batch = settings.get(0).cell("batch");
    String quantization = settings.get(0).text("quantization");
    boolean hasKinds =
        tables.names().contains("models") && tables.columns("models").contains("attention");
    List<TableRow> found =
        TableRow.all(
            tables.rows(
                """
                SELECT model, %s AS attention, prompt_tokens,
                       min(cf_bytes_per_request) AS cf, min(cf_kv_bytes_per_request) AS kv
                FROM cells %s
                WHERE batch = %d AND quantization = '%s' AND cf_bytes_per_request IS NOT NULL
                GROUP BY 1, 2, 3 ORDER BY 2, 1, 3"""
                    .formatted(
                        hasKinds ? "attention" : "''",
                        hasKinds ? "LEFT JOIN models ON models.id = cells.model" : "",
                        batch,
                        CellPoints.literal(quantization))));
    List<List<@Nullable Object>> rows = new ArrayList<>();
    Map<String, double[]> growth = new LinkedHashMap<>();
    for (TableRow row : found) {
      String label =
          row.has("attention") && !row.text("attention").isEmpty()
              ? row.text("attention") + " (" + row.text("model") + ")"
              : row.text("model");
      double tokens = row.number("prompt_tokens");
      double[] ends =
          growth.computeIfAbsent(
              label, any -> new double[] {tokens, row.number("cf"), tokens, row.number("cf")});
      if (tokens > ends[2]) {
        ends[2] = tokens;
        ends[3] = row.number("cf");
      }
      rows.add(Rows.row(label, "capacity footprint", tokens, row.number("cf")));
      rows.add(Rows.row(label, "KV cache alone", tokens, row.number("kv")));
    }
    if (growth.values().stream().allMatch(ends -> ends[2] == ends[0])) {
      return Optional.empty();
    }
    return Optional.of(
        Figure.of(
            "context",
            "Context",
            title(growth),
            "Bytes that one request needs on a decode replica, at a batch of "
                + batch
                + " in "
                + quantization
                + ", against the tokens of its prompt: all of the footprint, and the KV cache in it."
                + " The least of all mixes and shardings.",
            Rows.of(List.of("label", "part", "prompt_tokens", "bytes"), rows)));
  }

  private static String title(Map<String, double[]> growth) {
    String flat = "";
    String steep = "";
    double least = Double.POSITIVE_INFINITY;
    double most = 0;
    double tokens = 0;
    for (Map.Entry<String, double[]> one : growth.entrySet()) {
      double[] ends = one.getValue();
      double factor = ends[3] / ends[1];
      if (factor < least) {
        least = factor;
        flat = one.getKey();
      }
      if (factor > most) {
        most = factor;
        steep = one.getKey();
        tokens = ends[2] / ends[0];
      }
    }
    String times = Words.times(most) + " times the footprint";
    return growth.size() == 1
        ? Words.times(tokens) + " times the context takes " + times
        : Words.times(tokens)
            + " times the context takes "
            + times
            + " with "
            + steep
            + ", "
            + Words.times(least)
            + " times with "
            + flat;
  }
}
