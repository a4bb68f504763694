package dev.ridgeline.sweep;

import dev.ridgeline.config.InvalidValueException;
import java.io.Serializable;
import java.util.List;

/**
 * The latencies that a cell must not exceed to be useful.
 *
 * @param ttftSeconds longest time to first token; infinite without a target
 * @param tpotSeconds longest time per output token; infinite without a target
 * @param percentile percentile of the time to first token that the target limits: 50, 90 or 99.
 *     {@link #NO_QUEUE} stands for the time of a request that does not queue
 */
public record LatencyTargets(double ttftSeconds, double tpotSeconds, int percentile)
    implements Serializable {

  /** The time to first token of a request that does not queue. */
  public static final int NO_QUEUE = 0;

  /** Percentiles that a target can limit. */
  public static final List<Integer> PERCENTILES = List.of(50, 90, 99);

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
    if (percentile != NO_QUEUE && !PERCENTILES.contains(percentile)) {
      throw new InvalidValueException("percentile", percentile, "50, 90 or 99");
    }
  }

  /** Targets for requests that do not queue. */
  public LatencyTargets(double ttftSeconds, double tpotSeconds) {
    this(ttftSeconds, tpotSeconds, NO_QUEUE);
  }

  /** Whether the target limits a percentile, which a saturated fleet does not have. */
  public boolean limitsPercentile() {
    return percentile != NO_QUEUE;
  }
}
