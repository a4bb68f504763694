package dev.ridgeline.measurement;

import dev.ridgeline.config.Problem;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Aggregated results of AIPerf and of GenAI-Perf as a table of metrics. A second table below the
 * first has those with one value. Neither says the model or the concurrency.
 *
 * <p>Rows: profile_export_genai_perf.csv and profile_export_aiperf.csv, documented in the same
 * places as {@link AiperfJson}.
 */
final class AiperfCsv implements ResultFormat {

  private static final Map<String, Metric> LATENCIES =
      Map.of(
          "time to first token (ms)", Metric.TTFT,
          "inter token latency (ms)", Metric.TPOT,
          "request latency (ms)", Metric.LATENCY);

  private static final Map<String, String> LENGTHS =
      Map.of(
          "input sequence length (tokens)", "input_tokens",
          "output sequence length (tokens)", "output_tokens");

  @Override
  public String name() {
    return "AIPerf or GenAI-Perf CSV";
  }

  @Override
  public boolean recognises(ResultFile file) {
    return file.header().containsAll(List.of("Metric", "avg", "p99", "p50"));
  }

  @Override
  public List<ResultRow> read(ResultFile file, List<Problem> problems) {
    ResultRow row = new ResultRow(0);
    List<String> header = file.header();
    for (List<String> line : file.lines(problems)) {
      String name = line.get(0).strip().toLowerCase(Locale.ROOT);
      if (LATENCIES.containsKey(name)) {
        for (Statistic statistic : Statistic.values()) {
          String column = statistic == Statistic.MEAN ? "avg" : statistic.label();
          String value = field(line, header.indexOf(column));
          row.put(LATENCIES.get(name).column(statistic), Numbers.scaled(value, 1e-3));
        }
      } else if (LENGTHS.containsKey(name)) {
        row.put(LENGTHS.get(name), Numbers.scaled(field(line, header.indexOf("avg")), 1));
      } else if (name.startsWith("output token throughput (")) {
        row.rate(Metric.OUTPUT_THROUGHPUT, Numbers.of(field(line, 1)));
      }
    }
    return List.of(row);
  }

  private static String field(List<String> line, int index) {
    return index >= 0 && index < line.size() ? line.get(index) : "";
  }
}
