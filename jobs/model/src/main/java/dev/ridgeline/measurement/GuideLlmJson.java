package dev.ridgeline.measurement;

import com.fasterxml.jackson.databind.JsonNode;
import dev.ridgeline.config.Problem;
import java.util.ArrayList;
import java.util.List;

/**
 * Results of GuideLLM: a file with a benchmark for each load. Only successful requests count. Its
 * inter-token latency leaves the first token out, as TPOT does here.
 *
 * <p>Fields: docs/guides/metrics.md and outputs.md of github.com/vllm-project/guidellm
 * (Apache-2.0).
 */
final class GuideLlmJson implements ResultFormat {

  @Override
  public String name() {
    return "GuideLLM";
  }

  @Override
  public boolean recognises(ResultFile file) {
    return file.hasObjectWith("benchmarks")
        && file.objects().get(0).path("benchmarks").path(0).path("metrics").isObject();
  }

  @Override
  public List<ResultRow> read(ResultFile file, List<Problem> problems) {
    List<ResultRow> rows = new ArrayList<>();
    JsonNode report = file.objects().get(0);
    for (JsonNode benchmark : report.path("benchmarks")) {
      JsonNode metrics = benchmark.path("metrics");
      JsonNode strategy =
          benchmark.path("config").has("strategy")
              ? benchmark.path("config").path("strategy")
              : benchmark.path("args").path("strategy");
      ResultRow row = new ResultRow(0);
      row.put(
          "model",
          Json.first(
              benchmark.path("worker").path("backend_model"),
              benchmark.path("config").path("backend").path("model"),
              report.path("args").path("model")));
      boolean isOpen = strategy.has("rate");
      row.put("requests_per_s", strategy.path("rate"));
      JsonNode inFlight = of(metrics, "request_concurrency").path("mean");
      row.put("concurrency", isOpen ? inFlight : Json.first(strategy.path("streams"), inFlight));
      row.put("input_tokens", of(metrics, "prompt_token_count").path("mean"));
      row.put("output_tokens", of(metrics, "output_token_count").path("mean"));
      add(row, Metric.TTFT, of(metrics, "time_to_first_token_ms"), 1e-3);
      add(row, Metric.TPOT, of(metrics, "inter_token_latency_ms"), 1e-3);
      add(row, Metric.LATENCY, of(metrics, "request_latency"), 1);
      row.rate(Metric.OUTPUT_THROUGHPUT, of(metrics, "output_tokens_per_second").path("mean"));
      row.rate(Metric.TOTAL_THROUGHPUT, of(metrics, "tokens_per_second").path("mean"));
      rows.add(row);
    }
    return rows;
  }

  private static JsonNode of(JsonNode metrics, String name) {
    return metrics.path(name).path("successful");
  }

  private static void add(ResultRow row, Metric metric, JsonNode statistics, double unit) {
    JsonNode percentiles = statistics.path("percentiles");
    row.put(metric, Statistic.MEAN, statistics.path("mean"), unit)
        .put(metric, Statistic.P50, statistics.path("median"), unit)
        .put(metric, Statistic.P90, percentiles.path("p90"), unit)
        .put(metric, Statistic.P95, percentiles.path("p95"), unit)
        .put(metric, Statistic.P99, percentiles.path("p99"), unit);
  }
}
