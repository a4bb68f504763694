package dev.ridgeline.measurement;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A point of a file: its fields as texts, by the columns of {@link PointFields}. What the file does
 * not say is absent.
 */
final class ResultRow {

  private final int line;
  private final Map<String, String> fields = new LinkedHashMap<>();
  private final Map<Metric, Double> ofDeployment = new EnumMap<>(Metric.class);

  /**
   * @param line line of the point in its file; 0 where the whole file is one point
   */
  ResultRow(int line) {
    this.line = line;
  }

  int line() {
    return line;
  }

  /** Sets a field, unless the text says nothing. */
  ResultRow put(String column, String text) {
    if (!text.isBlank()) {
      fields.put(column, text.strip());
    }
    return this;
  }

  /** Sets fields to texts of a row of a table, where ours are given by the table's columns. */
  void putAll(Map<String, String> row, Map<String, String> oursByTheirs) {
    oursByTheirs.forEach((theirs, ours) -> put(ours, row.getOrDefault(theirs, "")));
  }

  /** Sets fields to numbers in another unit of a row of a table; otherwise the same. */
  void putAll(Map<String, String> row, Map<String, String> oursByTheirs, double unit) {
    oursByTheirs.forEach(
        (theirs, ours) -> put(ours, Numbers.scaled(row.getOrDefault(theirs, ""), unit)));
  }

  /** Sets a field to a value of JSON, unless it is absent, null or infinite. */
  ResultRow put(String column, JsonNode value) {
    return put(column, Json.text(value));
  }

  /** Sets a field to a whole number. */
  ResultRow put(String column, int number) {
    return put(column, Integer.toString(number));
  }

  /** Sets a statistic of a quantity to a number in another unit, unless it is absent. */
  ResultRow put(Metric metric, Statistic statistic, JsonNode value, double unit) {
    return put(metric.column(statistic), Numbers.scaled(Json.text(value), unit));
  }

  /** Sets a rate of the whole deployment, of which each accelerator has its share. */
  ResultRow rate(Metric metric, JsonNode value) {
    return rate(metric, Json.number(value));
  }

  /** Sets a rate of the whole deployment, unless it is no number above 0. */
  ResultRow rate(Metric metric, double rate) {
    if (rate > 0) {
      ofDeployment.put(metric, rate);
    }
    return this;
  }

  /** The fields with those that are given beside the file, which replace what the file says. */
  Map<String, String> with(Map<String, String> given) {
    Map<String, String> all = new LinkedHashMap<>(fields);
    all.putAll(given);
    double accelerators = accelerators(all);
    ofDeployment.forEach(
        (metric, rate) ->
            all.putIfAbsent(metric.column(Statistic.MEAN), Double.toString(rate / accelerators)));
    return all;
  }

  /** Number of accelerators: the stated one, or else that of one replica. */
  private static double accelerators(Map<String, String> fields) {
    double stated = Numbers.of(fields.getOrDefault("accelerators", ""));
    if (stated > 0) {
      return stated;
    }
    double product = 1;
    for (String ways : new String[] {"tp", "dp", "pp"}) {
      double number = Numbers.of(fields.getOrDefault(ways, "1"));
      product *= number > 0 ? number : 1;
    }
    return product;
  }
}
