package dev.ridgeline.sweep;

import dev.ridgeline.config.InvalidValueException;
import java.io.Serializable;

/**
 * The latencies that a cell must not exceed to be useful.
 *
 * @param ttftSeconds longest time to first token; infinite without a target
 * @param tpotSeconds longest time per output token; infinite without a target
 */
public record LatencyTargets(double ttftSeconds, double tpotSeconds) implements Serializable {

  /** No target: every latency is within it. */
  public static final LatencyTargets NONE =
      new LatencyTargets(Double.POSITIVE_INFINITY, Double.POSITIVE_INFINITY);

  public LatencyTargets {
    if (!(ttftSeconds > 0)) {
      throw new InvalidValueException("ttftSeconds", ttftSeconds, "seconds above 0");
    }
    if (!(tpotSeconds > 0)) {
      throw new InvalidValueException("tpotSeconds", tpotSeconds, "seconds above 0");
    }
  }
}
