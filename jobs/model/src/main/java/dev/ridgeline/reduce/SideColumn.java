package dev.ridgeline.reduce;

import dev.ridgeline.economics.UnitEconomics;
import dev.ridgeline.evaluate.CellColumn;
import dev.ridgeline.evaluate.CellColumns;
import dev.ridgeline.evaluate.PairSides;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A quantity of a pair of pools that rises, or stays, with each quantity of a side: a column of
 * cells, or an objective that {@link Points.OfPools} makes of columns. Columns are declared here
 * one by one. A column that is not declared is never taken for monotone.
 *
 * <p>With the dollars {@code $p} and {@code $d} of the sides, the time {@code t} of a prefill step,
 * the time {@code x} of a transfer and the time {@code y} from token to token, for {@code o} output
 * tokens: {@code dollars = $p + $d}, {@code TTFT = t + x}, {@code TPOT = y}, and {@code latency =
 * (t + x) + o y}. Rounding keeps all of them monotone, because a rounded sum, product or quotient
 * of numbers above zero never falls where an operand of a sum or product, or a dividend, rises.
 */
enum SideColumn {
  DOLLARS(CellColumns.DOLLARS_PER_REQUEST),
  TTFT(CellColumns.TTFT_S),
  TPOT(CellColumns.TPOT_S),
  LATENCY(CellColumns.named("request_latency_s")),
  /** Dollars of prefill for a request, by way of those of a million tokens. */
  PREFILL_DOLLARS(null),
  /** Dollars of decode in one piece for a request, by way of those of a million tokens. */
  DECODE_DOLLARS(null),
  /** Dollars of the feed-forward side of decode in one piece. */
  NO_DOLLARS(null);

  private final @Nullable CellColumn column;

  SideColumn(@Nullable CellColumn column) {
    this.column = column;
  }

  /** Whether the quantity depends on the dollars of a side. */
  boolean isOfDollars() {
    return this == DOLLARS || this == PREFILL_DOLLARS || this == DECODE_DOLLARS;
  }

  /**
   * The value in a pair, from the quantities of its sides.
   *
   * @param sides sides that are planned for the request
   */
  static double value(
      SideColumn column,
      double prefillDollars,
      double decodeDollars,
      double ttft,
      double tpot,
      PairSides sides) {
    return switch (column) {
      case DOLLARS -> prefillDollars + decodeDollars;
      case TTFT -> ttft;
      case TPOT -> tpot;
      case LATENCY -> ttft + sides.outputTokens() * tpot;
      case PREFILL_DOLLARS -> byMillion(prefillDollars, sides.newTokens());
      case DECODE_DOLLARS -> byMillion(decodeDollars, sides.outputTokens());
      case NO_DOLLARS -> 0;
    };
  }

  private static double byMillion(double dollars, double tokens) {
    return UnitEconomics.perRequest(UnitEconomics.perMillion(dollars, tokens), tokens);
  }

  /** The declared column of a name; empty where sides do not decide a column. */
  static Optional<SideColumn> named(String name) {
    for (SideColumn one : values()) {
      if (one.column != null && one.column.name().equals(name)) {
        return Optional.of(one);
      }
    }
    return Optional.empty();
  }
}
