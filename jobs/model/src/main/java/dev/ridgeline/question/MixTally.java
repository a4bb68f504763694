package dev.ridgeline.question;

import static java.util.Objects.requireNonNull;

import dev.ridgeline.choice.Candidate;
import dev.ridgeline.choice.CandidatePoint;
import dev.ridgeline.choice.CellLimit;
import dev.ridgeline.choice.CellObjective;
import dev.ridgeline.choice.Miss;
import dev.ridgeline.choice.Mix;
import dev.ridgeline.choice.Standing;
import dev.ridgeline.choice.TargetColumns;
import dev.ridgeline.evaluate.CellColumn;
import dev.ridgeline.evaluate.CellColumns;
import dev.ridgeline.evaluate.CellResult;
import dev.ridgeline.evaluate.Status;
import dev.ridgeline.frontier.Skyline;
import dev.ridgeline.frontier.Ties;
import dev.ridgeline.sweep.LatencyTargets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What was seen of one mix: its best cell, its nearest miss, and the cells that may be cheapest.
 *
 * <p>{@link KeptPairs} says which cells need not be seen.
 */
final class MixTally {

  /** Dollars of prefill, of decode and of a feed-forward side. */
  private static final int PRICES = 3;

  private final Mix mix;
  private final CellObjective objective;
  private final CellColumn objectiveColumn;
  private final List<CellLimit> limits;
  private final List<CellColumn> limitColumns;
  private final List<CellColumn> pointColumns;
  private final CellColumn ttftColumn;
  private final double[] values;
  private final double[] pointValues;
  private final double[] point = new double[CandidatePoint.OBJECTIVES];
  private final double[] prices = new double[PRICES];
  private final Skyline cheap = new Skyline(PRICES, Ties.COLLAPSE, 0);
  private final Map<Long, double[]> points = new HashMap<>();
  private final boolean keepsPrices;

  private @Nullable Standing best;
  private @Nullable Standing nearest;
  private final @Nullable Standing[] leastOf;
  private @Nullable Status furthest;
  private String detail = "";
  private long cells;

  MixTally(Mix mix, CellObjective objective, List<CellLimit> limits, LatencyTargets targets) {
    this.mix = mix;
    this.objective = objective;
    this.objectiveColumn = objective.cellColumn();
    this.limits = limits;
    this.limitColumns = limits.stream().map(CellLimit::cellColumn).toList();
    this.values = new double[limits.size()];
    this.leastOf = new Standing[limits.size()];
    this.keepsPrices = objective.equals(CellObjective.PRICE);
    this.pointColumns = CandidatePoint.columns(targets).stream().map(CellColumns::named).toList();
    this.ttftColumn = TargetColumns.ttft(targets);
    this.pointValues = new double[pointColumns.size()];
  }

  /** Adds an evaluated cell. */
  void add(long cell, CellResult result) {
    cells++;
    Status status = result.status();
    if (furthest == null || Standing.progress(status) > Standing.progress(furthest)) {
      furthest = status;
      detail = result.detail();
    }
    double amount = objectiveColumn.number(result);
    if (Double.isNaN(amount)) {
      return;
    }
    int missed = 0;
    int last = -1;
    for (int i = 0; i < values.length; i++) {
      values[i] = limits.get(i).scope().value(limitColumns.get(i), result);
      if (Double.isNaN(values[i])) {
        return;
      }
      if (!limits.get(i).isKept(values[i])) {
        missed++;
        last = i;
      }
    }
    if (missed == 0) {
      addWithin(cell, amount, result);
    } else if (best == null) {
      Standing standing = standing(cell, amount, result, Standing.missed(limits, values));
      nearest = better(nearest, standing);
      if (missed == 1) {
        leastOf[last] = better(leastOf[last], standing);
      }
    }
  }

  private void addWithin(long cell, double amount, CellResult result) {
    if (best == null || objective.minimized(amount) <= best.objective()) {
      best = better(best, standing(cell, amount, result, null));
    }
    if (keepsPrices) {
      for (int i = 0; i < pointValues.length; i++) {
        pointValues[i] = pointColumns.get(i).number(result);
      }
      CandidatePoint.OF_MEASURES.make(pointValues, point);
      System.arraycopy(point, 0, prices, 0, PRICES);
      if (cheap.offer(prices, cell)) {
        points.put(cell, point.clone());
      }
    }
  }

  private Standing standing(long cell, double amount, CellResult result, @Nullable Miss miss) {
    return new Standing(
        mix,
        cell,
        objective.minimized(amount),
        CellColumns.DOLLARS_PER_REQUEST.number(result),
        ttftColumn.number(result),
        CellColumns.TPOT_S.number(result),
        miss,
        "");
  }

  private static Standing better(@Nullable Standing one, Standing other) {
    return one == null || Standing.ORDER.compare(other, one) < 0 ? other : one;
  }

  /** How the mix stands. */
  Standing standing() {
    if (best != null) {
      return best;
    }
    if (nearest != null) {
      return nearest;
    }
    return Standing.without(mix, reason());
  }

  private String reason() {
    if (furthest == null) {
      return "no sharding divides the model";
    }
    return furthest == Status.OK
        ? "every fleet is saturated: its queues grow without end"
        : Standing.reason(furthest, detail);
  }

  /** The cell that misses this limit alone, by least; null where there is none. */
  @Nullable Standing missingOnly(int limit) {
    return leastOf[limit];
  }

  /**
   * The cells that may be the cheapest of the mix at other prices, all within the limits, in the
   * order of their prices.
   */
  List<Candidate> candidates() {
    cheap.sort();
    List<Candidate> candidates = new ArrayList<>();
    for (int place = 0; place < cheap.size(); place++) {
      long cell = cheap.id(place);
      candidates.add(Candidate.of(mix, requireNonNull(points.get(cell)), cell));
    }
    return candidates;
  }

  Mix mix() {
    return mix;
  }

  long cells() {
    return cells;
  }
}
