package dev.ridgeline.choice;

import dev.ridgeline.evaluate.Availability;
import dev.ridgeline.evaluate.CellColumn;
import dev.ridgeline.evaluate.CellColumns;
import dev.ridgeline.evaluate.Status;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/**
 * A cell as a point whose objectives are all that repricing changes: dollars of prefill, of decode
 * and of the feed-forward side, TTFT and TPOT.
 *
 * <p>Whatever prices and speeds are, what a cell costs and how fast it is rise with each of the
 * five, by factors that are the same for all cells of a mix. So a cell that another of its mix
 * dominates in the five is never the only cheapest, and the skyline of each mix loses no choice.
 */
public final class CandidatePoint {

  /** Objectives of a point. */
  public static final int OBJECTIVES = 5;

  private CandidatePoint() {}

  /** Names of the columns of cells that a point follows from. */
  public static List<String> columns() {
    return Stream.of(
            CellColumns.DOLLARS_PER_REQUEST,
            CellColumns.PREFILL_PRICE_ELASTICITY,
            CellColumns.DECODE_PRICE_ELASTICITY,
            CellColumns.FFN_PRICE_ELASTICITY,
            CellColumns.TTFT_S,
            CellColumns.TPOT_S)
        .map(CellColumn::name)
        .toList();
  }

  /** Names of the statuses of cells that can be chosen: those with a price. */
  public static List<String> statuses() {
    return Arrays.stream(Status.values())
        .filter(status -> status.reach().compareTo(Availability.PRICE) >= 0)
        .map(Status::name)
        .toList();
  }

  /**
   * The point of a cell. The price of a request is the sum of what its pools cost, so the
   * elasticity to the price of a pool is that pool's share: {@code $pool = $ e_pool}. The
   * elasticity of decode includes that of its feed-forward side.
   *
   * @param values of {@link #columns()} in a cell
   * @param point takes the objectives
   */
  public static void of(double[] values, double[] point) {
    double dollars = values[0];
    double decodeShare = values[2];
    double feedForwardShare = values[3];
    point[0] = dollars * values[1];
    point[1] = dollars * (decodeShare - feedForwardShare);
    point[2] = dollars * feedForwardShare;
    point[3] = values[4];
    point[4] = values[5];
  }
}
