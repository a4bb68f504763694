package dev.ridgeline.run;

import dev.ridgeline.analysis.AxisCounts;
import dev.ridgeline.analysis.AxisValue;
import dev.ridgeline.answer.FirstRows;
import dev.ridgeline.evaluate.CellColumn;
import dev.ridgeline.evaluate.CellColumns;
import dev.ridgeline.evaluate.CellCondition;
import dev.ridgeline.evaluate.CellEvaluator;
import dev.ridgeline.evaluate.CellResult;
import dev.ridgeline.evaluate.Depth;
import dev.ridgeline.evaluate.Status;
import dev.ridgeline.output.Rows;
import dev.ridgeline.pareto.FoundFrontiers;
import dev.ridgeline.pareto.FrontierColumns;
import dev.ridgeline.pareto.FrontierGroup;
import dev.ridgeline.pareto.FrontierPoint;
import dev.ridgeline.pareto.FrontierQuery;
import dev.ridgeline.pareto.FrontierTables;
import dev.ridgeline.pareto.Objective;
import dev.ridgeline.reduce.ConditionedSkylines;
import dev.ridgeline.reduce.Points;
import dev.ridgeline.reduce.Reduction;
import dev.ridgeline.schema.Column;
import dev.ridgeline.space.DesignSpace;
import dev.ridgeline.space.GridSlice;
import dev.ridgeline.store.UnfinishedRun;
import dev.ridgeline.table.CellRows;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.jspecify.annotations.Nullable;

/**
 * Frontiers of few cells, whose points this JVM evaluates once more and writes. Spark and this JVM
 * find the same frontiers of them, and so the same files are written.
 *
 * @param space design space of the cells
 * @param query the request
 * @param found the frontiers
 */
record EvaluatedFrontiers(DesignSpace space, FrontierQuery query, FoundFrontiers found)
    implements FrontierAnswer {

  /** Takes frontiers without Spark; empty where the request has SQL that needs it. */
  static Optional<EvaluatedFrontiers> of(DesignSpace space, FrontierQuery query) {
    Optional<CellCondition> where = CellCondition.parse(query.where());
    List<CellColumn> groups = new ArrayList<>();
    query.groups().forEach(name -> named(name).ifPresent(groups::add));
    List<CellColumn> objectives = new ArrayList<>();
    query.objectives().forEach(one -> named(one.column()).ifPresent(objectives::add));
    if (where.isEmpty()
        || groups.size() < query.groups().size()
        || objectives.size() < query.objectives().size()
        || !groups.stream().allMatch(ConditionedSkylines::takesGroup)
        || !objectives.stream().allMatch(CellColumn::isNumeric)) {
      return Optional.empty();
    }
    Reduction reduction =
        new Reduction(
            query.groups(),
            query.objectives().stream()
                .map(one -> new Reduction.Measure(one.column(), one.sense() == Objective.Sense.MAX))
                .toList(),
            new Points.OfMeasures(objectives.size()),
            EnumSet.allOf(Status.class),
            List.of(),
            new Reduction.Kept(query.ties(), query.epsilon(), query.layers()));
    return Optional.of(
        new EvaluatedFrontiers(
            space,
            query,
            FoundFrontiers.of(
                query, new HashMap<>(ConditionedSkylines.of(space, reduction, where.get())))));
  }

  private static Optional<CellColumn> named(String name) {
    return CellColumns.ALL.stream().filter(column -> column.name().equals(name)).findFirst();
  }

  @Override
  public FrontierTables.Counts counts() {
    return found.counts();
  }

  @Override
  public void write(UnfinishedRun run, Configuration hadoop) {
    List<Column<FrontierPoint>> added = FrontierColumns.added().columns();
    Iterator<@Nullable Object[]> points =
        found.inGridOrder().stream().map(point -> numbered(point, added)).iterator();
    run.put(FrontierColumns.FRONTIER, path -> CellRows.write(space, points, added, path, hadoop));
    groups().write(run, hadoop);
    axes().write(run, hadoop);
  }

  /** The number of a cell, and the values of the columns that its frontier adds. */
  private static @Nullable Object[] numbered(
      FrontierPoint point, List<Column<FrontierPoint>> added) {
    @Nullable Object[] values = new Object[1 + added.size()];
    values[0] = point.cell();
    for (int i = 0; i < added.size(); i++) {
      values[1 + i] = added.get(i).value(point);
    }
    return values;
  }

  private AnsweredTable<FrontierGroup> groups() {
    return AnsweredTable.of(FrontierColumns.groups(query), found.groups(), query.groups());
  }

  private AnsweredTable<AxisValue> axes() {
    long[] cells =
        found.inGridOrder().stream()
            .filter(point -> point.rank() == 1)
            .mapToLong(FrontierPoint::cell)
            .toArray();
    return AnsweredTable.of(AxisValue.TABLE, AxisCounts.of(space, cells), AxisValue.ORDER);
  }

  @Override
  public Rows rows(String table) {
    if (table.equals(FrontierColumns.GROUPS)) {
      return groups().rows();
    }
    if (table.equals(AxisCounts.TABLE)) {
      return axes().rows();
    }
    List<List<@Nullable Object>> values = new ArrayList<>();
    points().forEachRemaining(row -> values.add(new ArrayList<>(Arrays.asList(row))));
    return Rows.of(columns().stream().<String>map(Column::name).toList(), values);
  }

  /** Columns of points: those of their cells, their layer, and whether they are the knee. */
  private static List<Column<?>> columns() {
    List<Column<?>> columns = new ArrayList<>(CellColumns.TABLE.columns());
    columns.addAll(FrontierColumns.added().columns());
    return columns;
  }

  /** Rows of points in the order of the grid, whose cells are evaluated when they are asked for. */
  private Iterator<@Nullable Object[]> points() {
    CellEvaluator evaluator = new CellEvaluator(space);
    GridSlice.Cursor cursor = GridSlice.all(space.grid()).cursor(0);
    List<Column<FrontierPoint>> added = FrontierColumns.added().columns();
    int cells = CellColumns.ALL.size();
    return found.inGridOrder().stream()
        .map(
            point -> {
              CellResult cell = evaluator.evaluate(cursor, cursor.moveTo(point.cell()));
              @Nullable Object[] row = new Object[cells + added.size()];
              for (int i = 0; i < row.length; i++) {
                row[i] =
                    i < cells
                        ? CellColumns.ALL.get(i).value(cell)
                        : added.get(i - cells).value(point);
              }
              return row;
            })
        .iterator();
  }

  @Override
  public FirstRows best() {
    List<String> names = new ArrayList<>(query.groups());
    names.addAll(
        List.of("point", "hardware", CellColumns.QUANTIZATION.name(), CellColumns.BATCH.name()));
    query.objectives().forEach(one -> names.add(one.column()));
    names.add(CellColumns.CELL.name());
    CellEvaluator evaluator = new CellEvaluator(space, EnumSet.of(Depth.IDENTITY));
    GridSlice.Cursor cursor = GridSlice.all(space.grid()).cursor(0);
    List<List<@Nullable Object>> rows = new ArrayList<>();
    for (FoundFrontiers.Shown shown : found.shown()) {
      FrontierPoint point = shown.point();
      rows.add(row(shown, evaluator.identify(cursor, cursor.moveTo(point.cell()))));
    }
    // Rows of a group stay in their order: the best, then the knee.
    return FirstRows.of(Rows.of(names, rows).sortedBy(FrontierAnswer.order(query)), PRINTED_ROWS);
  }

  private List<@Nullable Object> row(FoundFrontiers.Shown shown, CellResult cell) {
    FrontierPoint point = shown.point();
    Map<String, @Nullable Object> ofCell = new HashMap<>();
    OF_BEST.forEach(column -> ofCell.put(column.name(), column.value(cell)));
    List<@Nullable Object> row = new ArrayList<>();
    for (int i = 0; i < query.groups().size(); i++) {
      String name = query.groups().get(i);
      row.add(ofCell.containsKey(name) ? ofCell.get(name) : point.group().get(i));
    }
    row.add(shown.isBest() ? (point.knee() ? "best, knee" : "best") : "knee");
    row.add(hardware(ofCell));
    row.add(ofCell.get(CellColumns.QUANTIZATION.name()));
    row.add(ofCell.get(CellColumns.BATCH.name()));
    for (int i = 0; i < query.objectives().size(); i++) {
      row.add(FrontierAnswer.shortNumber(query.objectives().get(i).value(point.minimized(i))));
    }
    row.add(point.cell());
    return row;
  }

  /** The accelerators of a cell by pool, such as {@code b200 > h200-sxm}. */
  private static String hardware(Map<String, @Nullable Object> ofCell) {
    Object feedForward = ofCell.get(CellColumns.FFN.name());
    return (ofCell.get(CellColumns.LINK.name()) == null
            ? ""
            : ofCell.get(CellColumns.PREFILL.name()) + " > ")
        + ofCell.get(CellColumns.DECODE.name())
        + (feedForward == null ? "" : " + " + feedForward);
  }
}
