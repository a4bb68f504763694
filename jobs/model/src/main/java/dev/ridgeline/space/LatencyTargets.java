package dev.ridgeline.space;

import dev.ridgeline.config.InvalidValueException;
import java.io.Serializable;

/**
 * The latency within which a cell is of use.
 *
 * @param ttftSeconds longest time to first token; infinite for any
 * @param tpotSeconds longest time per output token; infinite for any
 */
public record LatencyTargets(double ttftSeconds, double tpotSeconds) implements Serializable {

  /** Any latency will do. */
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
