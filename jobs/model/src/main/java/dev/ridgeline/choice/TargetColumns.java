package dev.ridgeline.choice;

import dev.ridgeline.evaluate.CellColumn;
import dev.ridgeline.evaluate.CellColumns;
import dev.ridgeline.sweep.LatencyTargets;

/** The columns of cells that latency targets limit. */
public final class TargetColumns {

  private TargetColumns() {}

  /** The column of times to first token that targets limit. */
  public static CellColumn ttft(LatencyTargets targets) {
    return targets.limitsPercentile()
        ? CellColumns.named("ttft_p" + targets.percentile() + "_s")
        : CellColumns.TTFT_S;
  }

  /** SQL condition of cells within the targets, which begins with AND; empty without targets. */
  public static String within(LatencyTargets targets) {
    String column = ttft(targets).name();
    return (targets.limitsPercentile() ? " AND " + column + " IS NOT NULL" : "")
        + limit(column, targets.ttftSeconds())
        + limit(CellColumns.TPOT_S.name(), targets.tpotSeconds());
  }

  private static String limit(String column, double seconds) {
    return Double.isInfinite(seconds) ? "" : " AND " + column + " <= " + literal(seconds);
  }

  /** A literal with an exponent, which every engine reads as a double. */
  private static String literal(double value) {
    String text = Double.toString(value);
    return text.contains("E") ? text : text + "E0";
  }
}
