package dev.ridgeline.measurement;

import com.fasterxml.jackson.databind.JsonNode;
import dev.ridgeline.config.Problem;
import java.util.List;
import java.util.Map;

/**
 * Aggregated results of AIPerf and of GenAI-Perf. Their inter-token latency is the mean over the
 * output tokens of a request after the first, which is TPOT.
 *
 * <p>Fields: docs/tutorials/working-with-profile-exports.md of github.com/ai-dynamo/aiperf, and
 * docs/files.md of github.com/triton-inference-server/perf_analyzer.
 */
final class AiperfJson implements ResultFormat {

  /** Units of times in seconds. */
  private static final Map<String, Double> UNITS =
      Map.of("ns", 1e-9, "us", 1e-6, "ms", 1e-3, "s", 1.0, "sec", 1.0);

  @Override
  public String name() {
    return "AIPerf or GenAI-Perf";
  }

  @Override
  public boolean recognises(ResultFile file) {
    return file.hasObjectWith("time_to_first_token", "request_latency")
        && file.objects().get(0).path("time_to_first_token").isObject();
  }

  @Override
  public List<ResultRow> read(ResultFile file, List<Problem> problems) {
    JsonNode result = file.objects().get(0);
    JsonNode input = result.path("input_config");
    JsonNode load = input.path("loadgen");
    JsonNode stimulus = input.path("perf_analyzer").path("stimulus");
    ResultRow row = new ResultRow(0);
    row.put(
        "model",
        Json.first(
            input.path("endpoint").path("model_names"),
            input.path("model_names"),
            input.path("model"),
            result.path("model")));
    row.put(
        "concurrency",
        Json.first(
            load.path("concurrency"),
            stimulus.path("concurrency"),
            input.path("concurrency"),
            result.path("concurrency")));
    row.put(
        "requests_per_s",
        Json.first(
            load.path("request_rate"), stimulus.path("request_rate"), input.path("request_rate")));
    row.put("input_tokens", result.path("input_sequence_length").path("avg"));
    row.put("output_tokens", result.path("output_sequence_length").path("avg"));
    add(row, Metric.TTFT, result.path("time_to_first_token"));
    add(row, Metric.TPOT, result.path("inter_token_latency"));
    add(row, Metric.LATENCY, result.path("request_latency"));
    row.rate(Metric.OUTPUT_THROUGHPUT, result.path("output_token_throughput").path("avg"));
    row.rate(Metric.TOTAL_THROUGHPUT, result.path("total_token_throughput").path("avg"));
    return List.of(row);
  }

  private static void add(ResultRow row, Metric metric, JsonNode statistics) {
    double unit = UNITS.getOrDefault(statistics.path("unit").asText("ms"), 1e-3);
    for (Statistic statistic : Statistic.values()) {
      String name = statistic == Statistic.MEAN ? "avg" : statistic.label();
      row.put(metric, statistic, statistics.path(name), unit);
    }
  }
}
