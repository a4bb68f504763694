package dev.ridgeline.choice;

import dev.ridgeline.evaluate.CellColumn;
import dev.ridgeline.evaluate.CellColumns;
import dev.ridgeline.evaluate.CellResult;
import dev.ridgeline.evaluate.Status;
import dev.ridgeline.sweep.LatencyTargets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How a candidate stands, by its cells one after the other, as {@link StandingQuery} asks SQL. */
final class StandingTally {

  /**
   * What a tally is about.
   *
   * @param objective what the best cell has the least or the most of
   * @param limits limits that cells must keep
   * @param ttft column of the time to first token
   */
  record Rule(CellObjective objective, List<CellLimit> limits, CellColumn ttft) {

    /** The rule of latency targets and further limits. */
    static Rule of(
        CellObjective objective,
        LatencyTargets targets,
        List<CellLimit> budgets,
        boolean countsSessions) {
      StandingQuery query = StandingQuery.of(objective, targets, budgets, countsSessions);
      return new Rule(objective, query.limits(), CellColumns.named(query.ttft()));
    }

    List<CellColumn> columns() {
      List<CellColumn> columns = new ArrayList<>();
      limits.forEach(limit -> columns.add(limit.cellColumn()));
      columns.addAll(
          List.of(
              objective.cellColumn(), ttft, CellColumns.TPOT_S, CellColumns.DOLLARS_PER_REQUEST));
      return columns;
    }
  }

  /** SQL has null before all numbers. */
  private static final Comparator<Double> NONE_FIRST =
      Comparator.comparing((Double number) -> !number.isNaN())
          .thenComparingDouble(Double::doubleValue);

  /** The order of the structs of {@link StandingQuery#best}. */
  private static final Comparator<Standing> BETTER =
      Comparator.comparingDouble(Standing::objective)
          .thenComparing(Standing::ttftSeconds, NONE_FIRST)
          .thenComparing(Standing::tpotSeconds, NONE_FIRST)
          .thenComparingLong(Standing::cell);

  private static final Mix NO_MIX = new Mix("", "", null, null, "");

  private final Rule rule;
  private final List<CellColumn> limitColumns;
  private @Nullable Standing best;
  private @Nullable Standing nearest;
  private double excess = Double.POSITIVE_INFINITY;
  private @Nullable Status furthest;
  private String detail = "";

  StandingTally(Rule rule) {
    this.rule = rule;
    this.limitColumns = rule.limits().stream().map(CellLimit::cellColumn).toList();
  }

  /** Adds a cell. */
  void add(CellResult cell) {
    addStatus(cell.status(), cell.detail());
    double amount = rule.objective().cellColumn().number(cell);
    double[] values = new double[rule.limits().size()];
    double beyond = 0;
    boolean isWithin = true;
    for (int i = 0; i < values.length; i++) {
      CellLimit limit = rule.limits().get(i);
      values[i] = limit.scope().value(limitColumns.get(i), cell);
      beyond = Math.max(beyond, limit.excess(values[i]));
      isWithin &= limit.isKept(values[i]);
    }
    if (Double.isNaN(amount) || Double.isNaN(beyond)) {
      return;
    }
    if (isWithin) {
      addBest(standing(cell, amount, null));
    } else if (best == null && beyond <= excess) {
      addNearest(beyond, standing(cell, amount, Standing.missed(rule.limits(), values)));
    }
  }

  private Standing standing(CellResult cell, double amount, @Nullable Miss miss) {
    return new Standing(
        NO_MIX,
        (long) CellColumns.CELL.number(cell),
        rule.objective().minimized(amount),
        CellColumns.DOLLARS_PER_REQUEST.number(cell),
        rule.ttft().number(cell),
        CellColumns.TPOT_S.number(cell),
        miss,
        "");
  }

  private void addBest(Standing other) {
    best = best == null || BETTER.compare(other, best) < 0 ? other : best;
  }

  private void addNearest(double beyond, Standing other) {
    if (nearest == null
        || beyond < excess
        || (beyond == excess && BETTER.compare(other, nearest) < 0)) {
      nearest = other;
      excess = beyond;
    }
  }

  private void addStatus(Status status, String more) {
    int order = furthest == null ? 1 : Standing.progress(status) - Standing.progress(furthest);
    if (order > 0 || (order == 0 && compare(more, detail) > 0)) {
      furthest = status;
      detail = more;
    }
  }

  /** The order of texts in SQL, by their code points. */
  private static int compare(String one, String other) {
    return Arrays.compare(one.codePoints().toArray(), other.codePoints().toArray());
  }

  /** Adds the cells of another tally of the same rule. */
  void merge(StandingTally other) {
    if (other.furthest != null) {
      addStatus(other.furthest, other.detail);
    }
    if (other.best != null) {
      addBest(other.best);
    }
    if (other.nearest != null) {
      addNearest(other.excess, other.nearest);
    }
  }

  /** How the candidate stands. */
  Standing standing(Mix mix) {
    Standing found = best != null ? best : nearest;
    if (found != null) {
      return new Standing(
          mix,
          found.cell(),
          found.objective(),
          found.dollars(),
          found.ttftSeconds(),
          found.tpotSeconds(),
          found.miss(),
          "");
    }
    return StandingQuery.without(mix, furthest == null ? Status.OK : furthest, detail);
  }
}
