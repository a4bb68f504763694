package dev.ridgeline.choice;

import dev.ridgeline.evaluate.Availability;
import dev.ridgeline.evaluate.CellColumn;
import dev.ridgeline.evaluate.CellColumns;
import dev.ridgeline.evaluate.Status;
import dev.ridgeline.reduce.Points;
import dev.ridgeline.sweep.LatencyTargets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
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

  /** The maker of points of the measures in {@link #columns}. */
  public static final Points OF_MEASURES = new Points.OfPools();

  /** Number of objectives of a point. */
  public static final int OBJECTIVES = OF_MEASURES.objectives();

  /** Place of the time to first token among the measures. */
  static final int PLACE_OF_TTFT = 6;

  private CandidatePoint() {}

  /**
   * Names of the columns of cells from which a point is computed.
   *
   * @param targets targets that say which time to first token counts
   */
  public static List<String> columns(LatencyTargets targets) {
    return Stream.of(
            CellColumns.named("dollars_per_million_input_tokens"),
            CellColumns.named("new_tokens"),
            CellColumns.named("dollars_per_million_output_tokens"),
            CellColumns.named("output_tokens"),
            CellColumns.DECODE_PRICE_ELASTICITY,
            CellColumns.FFN_PRICE_ELASTICITY,
            TargetColumns.ttft(targets),
            CellColumns.TPOT_S)
        .map(CellColumn::name)
        .toList();
  }

  /**
   * SQL expressions of the numbers from which a point is computed. Where turns of sessions keep the
   * target, too, the longer of both times to first token counts.
   *
   * @param ofTurns limit of the turns; empty where they have none
   */
  public static List<String> measures(LatencyTargets targets, Optional<CellLimit> ofTurns) {
    List<String> measures = new ArrayList<>(columns(targets));
    ofTurns.ifPresent(
        limit ->
            measures.replaceAll(
                one ->
                    one.equals(TargetColumns.ttft(targets).name())
                        ? "greatest(" + one + ", " + limit.sqlValue() + ")"
                        : one));
    return measures;
  }

  /** Names of the statuses whose cells can be chosen, which are those with a price. */
  public static List<String> statuses() {
    return Arrays.stream(Status.values())
        .filter(status -> status.reach().compareTo(Availability.PRICE) >= 0)
        .map(Status::name)
        .toList();
  }
}
