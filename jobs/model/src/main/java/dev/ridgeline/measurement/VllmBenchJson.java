package dev.ridgeline.measurement;

import com.fasterxml.jackson.databind.JsonNode;
import dev.ridgeline.config.Problem;
import java.util.ArrayList;
import java.util.List;

/**
 * Results of {@code vllm bench serve --save-result}. They say the model, the load and the
 * latencies, but neither accelerator nor layout. {@code --metadata} may add any of our columns.
 *
 * <p>Fields: vllm/benchmarks/serve.py of github.com/vllm-project/vllm (Apache-2.0).
 */
final class VllmBenchJson implements ResultFormat {

  @Override
  public String name() {
    return "vllm bench serve";
  }

  @Override
  public boolean recognises(ResultFile file) {
    return file.hasObjectWith("model_id", "mean_ttft_ms", "total_input_tokens", "completed");
  }

  @Override
  public List<ResultRow> read(ResultFile file, List<Problem> problems) {
    List<ResultRow> rows = new ArrayList<>();
    for (JsonNode result : file.objects()) {
      ResultRow row = new ResultRow(0).put("model", result.path("model_id"));
      String backend = Json.text(Json.first(result.path("backend"), result.path("endpoint_type")));
      // Clients of the OpenAI protocol may ask any engine.
      row.put("engine", backend.startsWith("openai") ? "" : backend);
      row.put("day", day(Json.text(result.path("date"))));
      ServingResults.addLoad(row, result);
      ServingResults.addMetrics(row, result, "e2el");
      row.rate(Metric.TOTAL_THROUGHPUT, result.path("total_token_throughput"));
      for (String column : PointFields.CONDITIONS) {
        row.put(column, result.path(column));
      }
      rows.add(row);
    }
    return rows;
  }

  /** The day of a time such as {@code 20261126-153000}. */
  private static String day(String time) {
    return time.matches("\\d{8}-.*")
        ? time.substring(0, 4) + "-" + time.substring(4, 6) + "-" + time.substring(6, 8)
        : "";
  }
}
