package dev.ridgeline.measurement;

import dev.ridgeline.units.Dimension;
import dev.ridgeline.units.Range;

/** A quantity that benchmarks of serving engines report. */
public enum Metric {
  /** Time from a request to its first token, in seconds. */
  TTFT("ttft", "s", new Range(Dimension.SECONDS, 1e-6, 1e6)),
  /** Time of an output token after the first one, in seconds: the mean over a request's tokens. */
  TPOT("tpot", "s", new Range(Dimension.SECONDS, 1e-6, 1e3)),
  /** Time from a request to its last token, in seconds. */
  LATENCY("latency", "s", new Range(Dimension.SECONDS, 1e-6, 1e7)),
  /** Input and output tokens a second of all requests, over the accelerators. */
  TOTAL_THROUGHPUT(
      "total_throughput", "tokens_per_s_per_accelerator", Dimension.TOKENS_PER_SECOND.range()),
  /** Output tokens a second of all requests, over the accelerators. */
  OUTPUT_THROUGHPUT(
      "output_throughput", "tokens_per_s_per_accelerator", Dimension.TOKENS_PER_SECOND.range()),
  /** Power of an accelerator, in watts. */
  POWER("power", "w_per_accelerator", new Range(Dimension.WATTS, 0.1, 1e6));

  private final String label;
  private final String unit;
  private final Range range;

  Metric(String label, String unit, Range range) {
    this.label = label;
    this.unit = unit;
    this.range = range;
  }

  /** The values that a measurement may have; others are in another unit most likely. */
  Range range() {
    return range;
  }

  /** Name of the column that has one statistic of this quantity. */
  public String column(Statistic statistic) {
    return label + "_" + statistic.label() + "_" + unit;
  }
}
