package dev.ridgeline.measurement;

import com.fasterxml.jackson.databind.JsonNode;
import dev.ridgeline.config.Problem;
import java.util.ArrayList;
import java.util.List;

/**
 * Results of {@code sglang.bench_serving --output-file}: a line of JSON for each run. Newer ones
 * carry the arguments of the server.
 *
 * <p>Fields: python/sglang/bench_serving.py of github.com/sgl-project/sglang (Apache-2.0).
 */
final class SglangBenchJson implements ResultFormat {

  @Override
  public String name() {
    return "sglang.bench_serving";
  }

  @Override
  public boolean recognises(ResultFile file) {
    return file.hasObjectWith("mean_ttft_ms", "total_input_tokens", "input_throughput")
        && !file.objects().get(0).has("model_id");
  }

  @Override
  public List<ResultRow> read(ResultFile file, List<Problem> problems) {
    List<ResultRow> rows = new ArrayList<>();
    for (JsonNode result : file.objects()) {
      ResultRow row = new ResultRow(rows.size() + 1);
      String backend = Json.text(result.path("backend"));
      row.put("engine", backend.startsWith("sglang") ? "sglang" : backend);
      ServingResults.addLoad(row, result);
      ServingResults.addMetrics(row, result, "e2e_latency");
      row.rate(Metric.TOTAL_THROUGHPUT, result.path("total_throughput"));
      addServer(row, result.path("server_info"));
      rows.add(row);
    }
    return rows;
  }

  private static void addServer(ResultRow row, JsonNode server) {
    row.put("model", server.path("model_path"));
    row.put("engine_version", server.path("version"));
    row.put("chunk_tokens", positive(server.path("chunked_prefill_size")));
    row.put("memory_fraction", server.path("mem_fraction_static"));
    String quantization = Json.text(server.path("quantization"));
    row.put("quantization", quantization);
    row.put("kv_bits", Json.text(server.path("kv_cache_dtype")).startsWith("fp8") ? "8" : "");
    int tp = server.path("tp_size").asInt(0);
    int dp = server.path("dp_size").asInt(1);
    if (tp > 0) {
      // With attention data parallelism, tp_size counts all accelerators of a stage.
      boolean ofAttention = server.path("enable_dp_attention").asBoolean() && tp % dp == 0;
      int pp = Math.max(1, server.path("pp_size").asInt(1));
      row.put("tp", ofAttention ? tp / dp : tp);
      row.put("dp", ofAttention ? dp : 1);
      row.put("ep", Math.max(1, server.path("ep_size").asInt(1)));
      row.put("pp", pp);
      row.put("accelerators", tp * pp * (ofAttention ? 1 : dp));
    }
  }

  private static String positive(JsonNode number) {
    return Json.number(number) > 0 ? Json.text(number) : "";
  }
}
