package dev.ridgeline.measurement;

import dev.ridgeline.config.Problem;
import java.util.List;
import java.util.Map;

/**
 * Tables of measured samples with the columns of aiconfigurator. A batch is that of one attention
 * group, so the concurrency is the batch times the groups.
 *
 * <p>Columns: tools/accuracy_regression_testing of github.com/ai-dynamo/aiconfigurator
 * (Apache-2.0), which reads such tables.
 */
final class SiliconSampleCsv implements ResultFormat {

  private static final List<String> MARKS =
      List.of("mode", "model_path", "system", "backend", "silicon_tpot_ms");

  private static final Map<String, String> SAME =
      Map.ofEntries(
          Map.entry("id", "id"),
          Map.entry("model_path", "model"),
          Map.entry("system", "accelerator"),
          Map.entry("backend", "engine"),
          Map.entry("backend_version", "engine_version"),
          Map.entry("gemm_quant_mode", "quantization"),
          Map.entry("isl", "input_tokens"),
          Map.entry("osl", "output_tokens"),
          Map.entry("tp_size", "tp"),
          Map.entry("pp_size", "pp"),
          Map.entry("attention_dp_size", "dp"),
          Map.entry("moe_ep_size", "ep"));

  private static final Map<String, String> MILLISECONDS =
      Map.of(
          "silicon_ttft_ms", Metric.TTFT.column(Statistic.MEAN),
          "silicon_tpot_ms", Metric.TPOT.column(Statistic.MEAN));

  @Override
  public String name() {
    return "silicon_sample of aiconfigurator";
  }

  @Override
  public boolean isOfFacts() {
    return true;
  }

  @Override
  public boolean isTable() {
    return true;
  }

  @Override
  public boolean recognises(ResultFile file) {
    return file.header().containsAll(MARKS);
  }

  @Override
  public List<ResultRow> read(ResultFile file, List<Problem> problems) {
    return file.points(SiliconSampleCsv::fill, problems);
  }

  private static void fill(Map<String, String> fields, ResultRow point) {
    point.putAll(fields, SAME);
    point.putAll(fields, MILLISECONDS, 1e-3);
    String mode = fields.getOrDefault("mode", "");
    point.put("deployment", mode.equals("agg") ? "colocated" : "disaggregated");
    double groups = Numbers.of(fields.getOrDefault("attention_dp_size", ""));
    point.put(
        "concurrency",
        Numbers.scaled(fields.getOrDefault("batch_size", ""), groups > 0 ? groups : 1));
    point.put("concurrency", fields.getOrDefault("concurrency", ""));
  }
}
