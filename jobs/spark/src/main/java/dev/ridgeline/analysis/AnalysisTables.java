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

  /** Names of the columns whose values make a workload, unless a request names others. */
  public static final List<String> WORKLOAD =
      Stream.of(CellColumns.MODEL, CellColumns.WORKFLOW, CellColumns.CONTEXT, CellColumns.TARIFF)
          .map(CellColumn::name)
          .toList();

  /** Objectives of frontiers, unless a request names others. */
  public static final List<Objective> OBJECTIVES =
      Stream.of(CellColumns.DOLLARS_PER_REQUEST, CellColumns.TTFT_S, CellColumns.TPOT_S)
          .map(column -> new Objective(column.name(), Objective.Sense.MIN))
          .toList();

  private AnalysisTables() {}

  /** All tables, with the columns of a request that names neither workload nor objectives. */
  public static List<Table<?>> all() {
    List<Table<?>> tables = new ArrayList<>(ChoiceTables.all(WORKLOAD));
    tables.addAll(
        FrontierColumns.all(new FrontierQuery(OBJECTIVES, WORKLOAD, "true", Ties.COLLAPSE, 0, 1)));
    tables.add(AxisValue.TABLE);
    return tables;
  }

  /** The tables of frontiers. Points have the columns of their cells, too. */
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
