package dev.ridgeline.report;

import dev.ridgeline.choice.MixSql;
import dev.ridgeline.output.Rows;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Which resource takes the most time, over the values of each axis. It counts all cells. */
final class BindingFigure {

  private static final Map<String, String> AXES = axes();

  /** Most values of an axis that are shown. */
  private static final int MOST_VALUES = 40;

  private static final List<String> RESOURCES =
      List.of("compute", "bandwidth", "link", "overhead", "waiting");

  private BindingFigure() {}

  private static Map<String, String> axes() {
    Map<String, String> axes = new LinkedHashMap<>();
    axes.put("batch", "string(batch)");
    axes.put("context", "context");
    axes.put("hardware", MixSql.HARDWARE);
    axes.put("model", "model");
    axes.put("workflow", "workflow");
    axes.put("quantization", "quantization");
    axes.put("decode_tp", "string(decode_tp)");
    axes.put("decode_ep", "string(decode_ep)");
    axes.put("tier", "tier");
    axes.put("tariff", "tariff");
    return axes;
  }

  /** A value of an axis. */
  private record Value(String axis, String value) {}

  static Optional<Figure> of(ReportTables tables) {
    String stack =
        AXES.entrySet().stream()
            .map(axis -> "'" + axis.getKey() + "', " + axis.getValue())
            .collect(Collectors.joining(", ", "stack(" + AXES.size() + ", ", ")"));
    List<TableRow> counts =
        TableRow.all(
            tables.rows(
                "SELECT axis, value, binding_resource, count(*) AS cells FROM (SELECT "
                    + stack
                    + " AS (axis, value), binding_resource FROM cells WHERE binding_resource IS NOT"
                    + " NULL) GROUP BY 1, 2, 3 ORDER BY 1, 2, 3"));
    Map<Value, Long> totals = new LinkedHashMap<>();
    for (TableRow row : counts) {
      totals.merge(new Value(row.text("axis"), row.text("value")), row.cell("cells"), Long::sum);
    }
    List<List<@Nullable Object>> rows = new ArrayList<>();
    for (String axis : AXES.keySet()) {
      List<String> values = valuesOf(axis, totals);
      if (values.size() < 2) {
        continue;
      }
      for (TableRow row : counts) {
        int place = values.indexOf(row.text("value"));
        if (row.text("axis").equals(axis) && place >= 0 && place < MOST_VALUES) {
          String resource = row.text("binding_resource").toLowerCase(Locale.ROOT);
          long cells = row.cell("cells");
          long total = totals.getOrDefault(new Value(axis, row.text("value")), cells);
          rows.add(
              Rows.row(
                  axis,
                  row.text("value"),
                  place,
                  resource,
                  RESOURCES.indexOf(resource),
                  cells,
                  (double) cells / total));
        }
      }
    }
    if (rows.isEmpty()) {
      return Optional.empty();
    }
    String first = String.valueOf(rows.get(0).get(0));
    return Optional.of(
        new Figure(
            "binding",
            "What binds",
            title(counts, first),
            "Which resource takes the largest share of the accelerators' time, in all feasible cells"
                + " with the same value on an axis.",
            List.of(),
            Map.of(
                Figure.ROWS,
                Rows.of(
                    List.of(
                        "axis", "value", "place", "resource", "resource_place", "cells", "share"),
                    rows)),
            List.of("binding"),
            Optional.of(new Figure.Choice("axis", "Axis", first))));
  }

  /** Values of an axis: numbers by size, texts by name. */
  private static List<String> valuesOf(String axis, Map<Value, Long> totals) {
    return totals.keySet().stream()
        .filter(one -> one.axis().equals(axis))
        .map(Value::value)
        .sorted(
            Comparator.comparingDouble(BindingFigure::number)
                .thenComparing(Comparator.naturalOrder()))
        .toList();
  }

  private static double number(String text) {
    try {
      return Double.parseDouble(text);
    } catch (NumberFormatException e) {
      return Double.POSITIVE_INFINITY;
    }
  }

  private static String title(List<TableRow> counts, String axis) {
    Map<String, Long> byResource = new LinkedHashMap<>();
    long all = 0;
    for (TableRow row : counts) {
      if (row.text("axis").equals(axis)) {
        byResource.merge(row.text("binding_resource"), row.cell("cells"), Long::sum);
        all += row.cell("cells");
      }
    }
    Map.Entry<String, Long> most =
        byResource.entrySet().stream().max(Map.Entry.comparingByValue()).orElseThrow();
    String resource = most.getKey().toLowerCase(Locale.ROOT);
    return Character.toUpperCase(resource.charAt(0))
        + resource.substring(1)
        + " binds "
        + Words.percent((double) most.getValue() / all)
        + " of the feasible cells";
  }
}
