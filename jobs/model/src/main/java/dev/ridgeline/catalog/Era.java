package dev.ridgeline.catalog;

import dev.ridgeline.config.InvalidValueException;
import dev.ridgeline.config.Measured;
import dev.ridgeline.config.Require;
import dev.ridgeline.units.Dimension;
import java.io.Serializable;
import java.time.LocalDate;

/**
 * A time in which an engine was faster or slower on an accelerator than over all of its points.
 * Versions and launch scripts change from month to month.
 *
 * @param engine name of the engine, as published
 * @param accelerator id of the accelerator
 * @param from first day
 * @param until day after the last one
 * @param factor factor on the time of every step
 */
public record Era(
    String engine,
    String accelerator,
    LocalDate from,
    LocalDate until,
    @Measured(Dimension.FACTOR) double factor)
    implements Serializable {

  public Era {
    if (!until.isAfter(from)) {
      throw new InvalidValueException("until", "is " + until + ". Allowed: a day after " + from);
    }
    Require.inRange(Era.class, "factor", factor);
  }

  /** Whether a point of an engine on an accelerator was measured in this time. */
  boolean has(String publishedEngine, String acceleratorId, LocalDate day) {
    return engine.equals(publishedEngine)
        && accelerator.equals(acceleratorId)
        && !day.isBefore(from)
        && day.isBefore(until);
  }
}
