package dev.ridgeline.measurement;

import com.fasterxml.jackson.databind.JsonNode;

/** Fields that the serving benchmarks of vLLM and of SGLang have in common. */
final class ServingResults {

  private static final double MILLISECOND = 1e-3;

  private ServingResults() {}

  /** Adds mean lengths, concurrency and rate. A rate that is infinite makes a closed loop. */
  static void addLoad(ResultRow row, JsonNode result) {
    double requests = Json.number(result.path("completed"));
    double input = Json.number(result.path("total_input_tokens"));
    double output = Json.number(result.path("total_output_tokens"));
    if (requests > 0 && input > 0 && output > 0) {
      row.put("input_tokens", Double.toString(input / requests));
      row.put("output_tokens", Double.toString(output / requests));
    }
    row.put("concurrency", result.path("max_concurrency"));
    String rate = Json.text(result.path("request_rate"));
    row.put("requests_per_s", rate.equals("inf") ? "" : rate);
  }

  /**
   * Adds latencies in milliseconds and the rate of output tokens.
   *
   * @param latency name of the latency of a whole request
   */
  static void addMetrics(ResultRow row, JsonNode result, String latency) {
    add(row, result, Metric.TTFT, "ttft");
    add(row, result, Metric.TPOT, "tpot");
    add(row, result, Metric.LATENCY, latency);
    row.rate(Metric.OUTPUT_THROUGHPUT, result.path("output_throughput"));
  }

  private static void add(ResultRow row, JsonNode result, Metric metric, String name) {
    String end = "_" + name + "_ms";
    row.put(metric, Statistic.MEAN, result.path("mean" + end), MILLISECOND)
        .put(metric, Statistic.P50, result.path("median" + end), MILLISECOND)
        .put(metric, Statistic.P90, result.path("p90" + end), MILLISECOND)
        .put(metric, Statistic.P95, result.path("p95" + end), MILLISECOND)
        .put(metric, Statistic.P99, result.path("p99" + end), MILLISECOND);
  }
}
