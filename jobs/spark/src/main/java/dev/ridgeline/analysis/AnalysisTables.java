package dev.ridgeline.analysis;

import dev.ridgeline.choice.ChoiceTables;
import dev.ridgeline.evaluate.CellColumn;
import dev.ridgeline.evaluate.CellColumns;
import dev.ridgeline.frontier.Ties;
import dev.ridgeline.pareto.FrontierColumns;
import dev.ridgeline.pareto.FrontierQuery;
import dev.ridgeline.pareto.Objective;
import dev.ridgeline.schema.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The tables that are computed from cells. */
public final class AnalysisTables {

  private AnalysisTables() {}

  /**
   * All tables as they are where a request does not say otherwise: for each model, workflow,
   * context and tariff, the frontiers in dollars, TTFT and TPOT.
   */
  public static List<Table<?>> all() {
    List<String> workload =
        Stream.of(CellColumns.MODEL, CellColumns.WORKFLOW, CellColumns.CONTEXT, CellColumns.TARIFF)
            .map(CellColumn::name)
            .toList();
    List<Objective> objectives =
        Stream.of(CellColumns.DOLLARS_PER_REQUEST, CellColumns.TTFT_S, CellColumns.TPOT_S)
            .map(column -> new Objective(column.name(), Objective.Sense.MIN))
            .toList();
    List<Table<?>> tables = new ArrayList<>(ChoiceTables.all(workload));
    tables.addAll(
        FrontierColumns.all(new FrontierQuery(objectives, workload, "true", Ties.COLLAPSE, 0, 1)));
    tables.add(AxisValue.TABLE);
    return tables;
  }

  /** The tables of frontiers with all their columns: points have those of their cells, too. */
  public static List<Table<?>> ofFrontiers(FrontierQuery query) {
    List<Table<?>> tables = new ArrayList<>();
    tables.add(
        new Table<>(
            FrontierColumns.FRONTIER, CellColumns.TABLE.doc(), CellColumns.TABLE.columns()));
    tables.addAll(FrontierColumns.all(query));
    tables.add(AxisValue.TABLE);
    return tables;
  }
}
