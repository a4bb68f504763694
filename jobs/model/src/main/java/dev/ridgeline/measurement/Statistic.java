package dev.ridgeline.measurement;

import dev.ridgeline.config.EnumName;

/** What a measured value says of the requests of a run. */
public enum Statistic {
  MEAN,
  P50,
  P90,
  P95,
  P99;

  /** The statistic in the names of columns. */
  String label() {
    return EnumName.of(this);
  }
}
