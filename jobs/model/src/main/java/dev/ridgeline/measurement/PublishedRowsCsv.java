package dev.ridgeline.measurement;

import dev.ridgeline.config.Problem;
import java.util.List;
import java.util.Map;

/**
 * Rows of public benchmarks that were brought together in one table. It has a column {@code gpu},
 * latencies in milliseconds, and a catalog id of the formats beside the published name.
 */
final class PublishedRowsCsv implements ResultFormat {

  private static final List<String> MARKS =
      List.of("gpu", "framework", "product_quantization", "tput_out_per_gpu", "cfg");

  /** Our columns by those of the table, where texts stay as they are. */
  private static final Map<String, String> SAME =
      Map.ofEntries(
          Map.entry("id", "id"),
          Map.entry("source", "source"),
          Map.entry("origin", "origin"),
          Map.entry("cfg", "configuration"),
          Map.entry("model", "model"),
          Map.entry("gpu", "accelerator"),
          Map.entry("gpus", "accelerators"),
          Map.entry("product_quantization", "quantization"),
          Map.entry("framework", "engine"),
          Map.entry("framework_version", "engine_version"),
          Map.entry("date", "day"),
          Map.entry("tp", "tp"),
          Map.entry("ep", "ep"),
          Map.entry("dp", "dp"),
          Map.entry("pp", "pp"),
          Map.entry("spec", "drafts"),
          Map.entry("isl", "input_tokens"),
          Map.entry("osl", "output_tokens"),
          Map.entry("conc", "concurrency"),
          Map.entry("flags", "flags"),
          Map.entry("clean", "clean"),
          Map.entry("split", "split"),
          Map.entry("tput_total_per_gpu", Metric.TOTAL_THROUGHPUT.column(Statistic.MEAN)),
          Map.entry("tput_out_per_gpu", Metric.OUTPUT_THROUGHPUT.column(Statistic.MEAN)),
          Map.entry("power_w", Metric.POWER.column(Statistic.MEAN)));

  private static final Map<String, String> MILLISECONDS =
      Map.of(
          "ttft_ms", Metric.TTFT.column(Statistic.MEAN),
          "tpot_ms", Metric.TPOT.column(Statistic.MEAN));

  @Override
  public String name() {
    return "table of published rows";
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
    return file.points(
        (fields, point) -> {
          point.putAll(fields, SAME);
          point.putAll(fields, MILLISECONDS, 1e-3);
        },
        problems);
  }
}
