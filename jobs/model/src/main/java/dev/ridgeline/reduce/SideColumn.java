package dev.ridgeline.reduce;

import dev.ridgeline.evaluate.CellColumn;
import dev.ridgeline.evaluate.CellColumns;
import java.util.Optional;

/**
 * A column of cells whose value in a pair of pools rises, or stays, with each quantity of a side.
 * Columns are declared here one by one. A column that is not declared is never taken for monotone.
 *
 * <p>With the dollars {@code $p} and {@code $d} of the sides, the time {@code t} of a prefill step,
 * the time {@code x} of a transfer and the time {@code y} from token to token, for {@code o} output
 * tokens: {@code dollars = $p + $d}, {@code TTFT = t + x}, {@code TPOT = y}, and {@code latency =
 * (t + x) + o y}. Rounding keeps all four monotone, because a rounded sum or product of numbers
 * above zero never falls where an operand rises.
 */
enum SideColumn {
  DOLLARS(CellColumns.DOLLARS_PER_REQUEST),
  TTFT(CellColumns.TTFT_S),
  TPOT(CellColumns.TPOT_S),
  LATENCY(CellColumns.named("request_latency_s"));

  private final CellColumn column;

  SideColumn(CellColumn column) {
    this.column = column;
  }

  /** The value of a column in a pair, from the quantities of its sides. */
  static double value(
      SideColumn column, double dollars, double ttft, double tpot, double outputTokens) {
    return switch (column) {
      case DOLLARS -> dollars;
      case TTFT -> ttft;
      case TPOT -> tpot;
      case LATENCY -> ttft + outputTokens * tpot;
    };
  }

  /** The declared column of a name; empty where sides do not decide a column. */
  static Optional<SideColumn> named(String name) {
    for (SideColumn one : values()) {
      if (one.column.name().equals(name)) {
        return Optional.of(one);
      }
    }
    return Optional.empty();
  }
}
