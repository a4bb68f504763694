package dev.ridgeline.run;

import dev.ridgeline.analysis.AxisValue;
import dev.ridgeline.answer.FirstRows;
import dev.ridgeline.answer.SparkRows;
import dev.ridgeline.answer.Summary;
import dev.ridgeline.evaluate.CellColumn;
import dev.ridgeline.evaluate.CellColumns;
import dev.ridgeline.output.Rows;
import dev.ridgeline.pareto.FrontierColumns;
import dev.ridgeline.pareto.FrontierQuery;
import dev.ridgeline.pareto.FrontierTables;
import dev.ridgeline.pareto.Objective;
import dev.ridgeline.store.UnfinishedRun;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;

/**
 * Frontiers of many cells, or of cells that are read. Tasks of Spark make the rows of their points,
 * so that the driver holds none.
 */
record SparkFrontiers(
    FrontierQuery query, FrontierTables tables, FrontierTables.Counts counts, PointRows points)
    implements FrontierAnswer {

  @Override
  public void write(UnfinishedRun run, Configuration hadoop) {
    run.take(FrontierColumns.FRONTIER, points.write(run.tableFiles(FrontierColumns.FRONTIER)));
    TableFiles.write(groups(), run, FrontierColumns.GROUPS);
    axes().write(run, hadoop);
  }

  @Override
  public Rows rows(String table) {
    if (table.equals(FrontierColumns.FRONTIER)) {
      return SparkRows.all(points.all());
    }
    return table.equals(FrontierColumns.GROUPS) ? SparkRows.all(groups()) : axes().rows();
  }

  private AnsweredTable<AxisValue> axes() {
    return AnsweredTable.of(AxisValue.TABLE, points.axes(), AxisValue.ORDER);
  }

  private Dataset<Row> groups() {
    Column[] order = query.groups().stream().map(functions::col).toArray(Column[]::new);
    Dataset<Row> groups = tables.groups();
    return order.length == 0 ? groups : groups.coalesce(1).sortWithinPartitions(order);
  }

  @Override
  public FirstRows best() {
    List<String> groups = query.groups().stream().map(SparkFrontiers::quoted).toList();
    Dataset<Row> marked = points.best(groups, query.objectives().get(0));
    List<String> named = new ArrayList<>(groups);
    named.add(
        "if(" + FrontierColumns.KNEE + ", if(place = 1, 'best, knee', 'knee'), 'best') AS point");
    named.add(Summary.HARDWARE + " AS hardware");
    named.add(CellColumns.QUANTIZATION.name());
    named.add(CellColumns.BATCH.name());
    query.objectives().stream()
        .map(Objective::column)
        .forEach(name -> named.add(shortNumber(quoted(name), name)));
    named.add(FrontierColumns.CELL);
    List<Column> order = new ArrayList<>();
    FrontierAnswer.order(query).forEach(name -> order.add(functions.col(quoted(name))));
    order.add(functions.col(PointRows.PLACE));
    Dataset<Row> shown =
        points
            .of(marked, OF_BEST.stream().map(CellColumn::name).toList())
            .orderBy(order.toArray(Column[]::new))
            .selectExpr(named.toArray(String[]::new));
    return SparkRows.of(shown, PRINTED_ROWS).first();
  }

  /** SQL of a number for a person, with four digits. */
  static String shortNumber(String expression, String name) {
    return "format_string('%.4g', double(" + expression + ")) AS `" + name + "`";
  }

  private static String quoted(String name) {
    return "`" + name.replace("`", "``") + "`";
  }
}
