package dev.ridgeline.view;

import dev.ridgeline.choice.ChoiceTables;
import dev.ridgeline.choice.ChosenMixColumns;
import dev.ridgeline.choice.RankedColumns;
import dev.ridgeline.sweep.LatencyTargets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * The views of a run without cells: a frontier, or choices. They have the names of the views over
 * cells whose question the run can answer. A frontier has no {@code infeasible}, since its points
 * are feasible, and choices have no {@code frontier} and no {@code by_regime}.
 */
public final class AnswerViews {

  /** Name of the table with the points of a frontier. */
  private static final String FRONTIER = "frontier";

  private static final String BEST = "best";
  private static final String INFEASIBLE = "infeasible";

  private AnswerViews() {}

  /**
   * The views of a run.
   *
   * @param tables names of the tables of the run
   * @param targets latency targets of its sweep, which limit the best points of a frontier
   */
  public static List<CellView> of(Set<String> tables, LatencyTargets targets) {
    List<CellView> views = new ArrayList<>();
    if (tables.contains(FRONTIER)) {
      views.add(
          CellView.rowsOf(
              FRONTIER,
              BEST,
              "The cheapest point of each model, workflow, context and tariff within the latency"
                  + " targets of the sweep.",
              CellViews.isCheapest(FRONTIER, targets)));
      views.add(CellViews.byRegime(FRONTIER));
    } else if (tables.contains(ChoiceTables.CHOICES)) {
      String mix = ChosenMixColumns.MIX.name();
      views.add(
          CellView.rowsOf(
              ChoiceTables.CHOICES,
              BEST,
              "The cheapest mix of each workload that some mix serves within the latency targets.",
              mix + " IS NOT NULL"));
      views.add(
          CellView.rowsOf(
              ChoiceTables.CHOICES,
              INFEASIBLE,
              "A workload that no mix serves within the latency targets, with the nearest miss.",
              mix + " IS NULL"));
    } else if (tables.contains(ChoiceTables.RANKING)) {
      String isWithin = RankedColumns.IS_WITHIN.name();
      views.add(
          CellView.rowsOf(
              ChoiceTables.RANKING,
              BEST,
              "The best candidate of each workload, where some candidate keeps all limits.",
              RankedColumns.RANK.name() + " = 1 AND " + isWithin));
      views.add(
          CellView.rowsOf(
              ChoiceTables.RANKING,
              INFEASIBLE,
              "A candidate that misses a limit, with the cell that misses it least.",
              "NOT " + isWithin));
    }
    return views;
  }
}
