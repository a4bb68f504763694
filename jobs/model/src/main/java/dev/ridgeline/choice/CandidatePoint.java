package dev.ridgeline.choice;

import dev.ridgeline.evaluate.Availability;
import dev.ridgeline.evaluate.CellColumn;
import dev.ridgeline.evaluate.CellColumns;
import dev.ridgeline.evaluate.Status;
import dev.ridgeline.sweep.LatencyTargets;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/**
 * A cell as a point with five objectives: dollars of prefill, of decode and of the feed-forward
 * side, TTFT and TPOT. These are all that repricing changes.
 *
 * <p>Repricing multiplies each objective by a factor that is the same for all cells of a mix. So a
 * cell that another cell of its mix dominates stays dominated. The skyline of each mix therefore
 * holds a cheapest cell for all prices, speeds and targets.
 */
public final class CandidatePoint {

  /** Number of objectives of a point. */
  public static final int OBJECTIVES = 5;

  private CandidatePoint() {}

  /**
   * Names of the columns of cells from which a point is computed.
   *
   * @param targets targets that say which time to first token counts
   */
  public static List<String> columns(LatencyTargets targets) {
    return Stream.of(
            CellColumns.DOLLARS_PER_REQUEST,
            CellColumns.PREFILL_PRICE_ELASTICITY,
            CellColumns.DECODE_PRICE_ELASTICITY,
            CellColumns.FFN_PRICE_ELASTICITY,
            TargetColumns.ttft(targets),
            CellColumns.TPOT_S)
        .map(CellColumn::name)
        .toList();
  }

  /** Names of the statuses whose cells can be chosen, which are those with a price. */
  public static List<String> statuses() {
    return Arrays.stream(Status.values())
        .filter(status -> status.reach().compareTo(Availability.PRICE) >= 0)
        .map(Status::name)
        .toList();
  }

  /**
   * Computes the point of a cell. The price of a request is the sum of the prices of its pools. So
   * the elasticity to the price of a pool is the share of that pool: {@code $pool = $ e_pool}. The
   * elasticity of decode includes that of its feed-forward side.
   *
   * @param values values of {@link #columns} in a cell
   * @param point receives the objectives
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
