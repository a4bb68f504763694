package dev.ridgeline.measurement;

import com.fasterxml.jackson.databind.JsonNode;
import dev.ridgeline.config.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Results of InferenceX, one or a list of them. Latencies are in seconds, and rates are those of an
 * accelerator.
 *
 * <p>Lengths are nominal: the benchmark draws each from 0.8 to 1.0 of it, so the mean is 0.9.
 * Fields: utils/process_result.py of github.com/SemiAnalysisAI/InferenceX (Apache-2.0).
 */
final class InferenceXJson implements ResultFormat {

  /** Beginning of the sources of these points, by which their conventions are found. */
  private static final String SOURCE = "InferenceX";

  private static final double MEAN_OF_NOMINAL = 0.9;

  private static final Map<Statistic, String> STATISTICS =
      Map.of(
          Statistic.MEAN, "mean",
          Statistic.P50, "median",
          Statistic.P90, "p90",
          Statistic.P95, "p95",
          Statistic.P99, "p99");

  @Override
  public String name() {
    return "InferenceX";
  }

  @Override
  public boolean recognises(ResultFile file) {
    return file.hasObjectWith("hw", "conc", "framework", "tput_per_gpu");
  }

  @Override
  public List<ResultRow> read(ResultFile file, List<Problem> problems) {
    List<ResultRow> rows = new ArrayList<>();
    for (JsonNode result : file.objects()) {
      rows.add(row(result).put("source", SOURCE).put("origin", SOURCE));
    }
    return rows;
  }

  private static ResultRow row(JsonNode result) {
    ResultRow row = new ResultRow(0);
    // A runner is an accelerator and a pool of machines, such as b200-trt.
    row.put("accelerator", Json.text(result.path("hw")).replaceFirst("[-_].*", ""));
    row.put("model", result.path("model"));
    row.put("quantization", result.path("precision"));
    row.put("engine", result.path("framework"));
    row.put("engine_version", result.path("image"));
    row.put("concurrency", result.path("conc"));
    row.put("input_tokens", mean(result.path("isl")));
    row.put("output_tokens", mean(result.path("osl")));
    row.put("deployment", result.path("disagg").asBoolean() ? "disaggregated" : "colocated");
    String drafts = Json.text(Json.first(result.path("spec_decoding"), result.path("mtp")));
    row.put("drafts", drafts.equals("off") ? "none" : drafts);
    addLayout(row, result);
    STATISTICS.forEach(
        (statistic, name) -> {
          row.put(Metric.TTFT, statistic, result.path(name + "_ttft"), 1);
          row.put(Metric.TPOT, statistic, result.path(name + "_tpot"), 1);
          row.put(Metric.LATENCY, statistic, result.path(name + "_e2el"), 1);
        });
    row.put(Metric.TOTAL_THROUGHPUT, Statistic.MEAN, result.path("tput_per_gpu"), 1);
    return row.put(Metric.OUTPUT_THROUGHPUT, Statistic.MEAN, result.path("output_tput_per_gpu"), 1);
  }

  /** With attention data parallelism, each accelerator is a group of its own. */
  private static void addLayout(ResultRow row, JsonNode result) {
    int tp = result.path("tp").asInt(0);
    if (tp > 0) {
      boolean splitsSequences = Json.text(result.path("dp_attention")).equalsIgnoreCase("true");
      row.put("tp", splitsSequences ? 1 : tp);
      row.put("dp", splitsSequences ? tp : 1);
      row.put("ep", Math.max(1, result.path("ep").asInt(1)));
      row.put("accelerators", tp);
    }
  }

  private static String mean(JsonNode nominal) {
    return Numbers.scaled(Json.text(nominal), MEAN_OF_NOMINAL);
  }
}
