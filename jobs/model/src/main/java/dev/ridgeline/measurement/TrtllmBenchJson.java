package dev.ridgeline.measurement;

import com.fasterxml.jackson.databind.JsonNode;
import dev.ridgeline.config.Problem;
import java.util.List;

/**
 * Reports of {@code trtllm-bench throughput --report_json}. They say the layout and the formats,
 * and latencies where the run was streamed.
 *
 * <p>Fields: tensorrt_llm/bench/dataclasses/reporting.py of github.com/NVIDIA/TensorRT-LLM
 * (Apache-2.0).
 */
final class TrtllmBenchJson implements ResultFormat {

  @Override
  public String name() {
    return "trtllm-bench";
  }

  @Override
  public boolean recognises(ResultFile file) {
    return file.hasObjectWith("engine", "world_info", "request_info", "performance");
  }

  @Override
  public List<ResultRow> read(ResultFile file, List<Problem> problems) {
    JsonNode report = file.objects().get(0);
    JsonNode engine = report.path("engine");
    JsonNode world = report.path("world_info");
    JsonNode requests = report.path("request_info");
    JsonNode performance = report.path("performance");
    JsonNode streaming = report.path("streaming_metrics");
    ResultRow row = new ResultRow(0);
    row.put("engine", "trtllm");
    row.put("engine_version", engine.path("version"));
    row.put("model", engine.path("model"));
    row.put("quantization", Json.first(engine.path("quantization"), engine.path("dtype")));
    if (engine.has("kv_cache_dtype")) {
      String cache = Json.text(engine.path("kv_cache_dtype"));
      row.put("kv_bits", cache.isEmpty() ? "16" : cache.contains("8") ? "8" : "");
    }
    row.put("tp", world.path("tp_size"));
    row.put("pp", world.path("pp_size"));
    row.put("ep", Json.number(world.path("ep_size")) >= 1 ? Json.text(world.path("ep_size")) : "");
    row.put("accelerators", world.path("world_size"));
    row.put("chunk_tokens", world.path("max_num_tokens"));
    row.put("memory_fraction", world.path("kv_cache_percentage"));
    row.put("concurrency", requests.path("avg_num_concurrent_requests"));
    row.put("input_tokens", requests.path("avg_input_length"));
    row.put("output_tokens", requests.path("avg_output_length"));
    row.put("drafts", report.path("decoding_stats").path("mode"));
    add(row, Metric.TTFT, streaming.path("avg_ttft_ms"), streaming.path("ttft_percentiles"));
    add(row, Metric.TPOT, streaming.path("avg_tpot_ms"), streaming.path("tpot_percentiles"));
    add(
        row,
        Metric.LATENCY,
        performance.path("avg_request_latency_ms"),
        performance.path("request_latency_percentiles_ms"));
    row.rate(Metric.OUTPUT_THROUGHPUT, performance.path("system_output_throughput_tok_s"));
    row.rate(Metric.TOTAL_THROUGHPUT, performance.path("system_total_throughput_tok_s"));
    return List.of(row);
  }

  private static void add(ResultRow row, Metric metric, JsonNode mean, JsonNode percentiles) {
    row.put(metric, Statistic.MEAN, mean, 1e-3)
        .put(metric, Statistic.P50, percentiles.path("p50"), 1e-3)
        .put(metric, Statistic.P90, percentiles.path("p90"), 1e-3)
        .put(metric, Statistic.P95, percentiles.path("p95"), 1e-3)
        .put(metric, Statistic.P99, percentiles.path("p99"), 1e-3);
  }
}
