package dev.ridgeline.measurement;

/** A quantity that benchmarks of serving engines report. */
public enum Metric {
  /** Time from a request to its first token, in seconds. */
  TTFT("ttft", "s"),
  /** Time of an output token after the first one, in seconds: the mean over a request's tokens. */
  TPOT("tpot", "s"),
  /** Time from a request to its last token, in seconds. */
  LATENCY("latency", "s"),
  /** Input and output tokens a second of all requests, over the accelerators. */
  TOTAL_THROUGHPUT("total_throughput", "tokens_per_s_per_accelerator"),
  /** Output tokens a second of all requests, over the accelerators. */
  OUTPUT_THROUGHPUT("output_throughput", "tokens_per_s_per_accelerator"),
  /** Power of an accelerator, in watts. */
  POWER("power", "w_per_accelerator");

  private final String label;
  private final String unit;

  Metric(String label, String unit) {
    this.label = label;
    this.unit = unit;
  }

  /** Name of the column that has one statistic of this quantity. */
  public String column(Statistic statistic) {
    return label + "_" + statistic.label() + "_" + unit;
  }
}
