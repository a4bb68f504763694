package dev.ridgeline.run;

import dev.ridgeline.evaluate.CellColumn;
import dev.ridgeline.evaluate.CellColumns;
import dev.ridgeline.pareto.FrontierColumns;
import dev.ridgeline.pareto.Objective;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.expressions.Window;
import org.apache.spark.sql.functions;

/**
 * The points of frontiers with columns of their cells. Executors evaluate the columns, in the order
 * of the grid, when the rows are read. So the driver holds no points, and nobody holds all columns.
 *
 * @param spark the session
 * @param cells source of the cells
 * @param points table of points
 * @param count number of points
 */
record PointRows(SparkSession spark, CellSource cells, Dataset<Row> points, long count) {

  /** Column with the place of a point among the best of its group. */
  static final String PLACE = "place";

  /** Points of a task, which are evaluated in some seconds and written as one file. */
  private static final long POINTS_OF_TASK = 50_000;

  /** All columns of cells, their layer, and whether they are the knee, in the order of the grid. */
  Dataset<Row> all() {
    return of(index(), CellColumns.ALL.stream().map(CellColumn::name).toList());
  }

  /** The columns of cells that one axis decides, and the layer. */
  Dataset<Row> axes() {
    List<String> columns = new ArrayList<>(List.of(FrontierColumns.CELL));
    CellColumns.ALL.stream()
        .filter(column -> column.axis().isPresent())
        .forEach(column -> columns.add(column.name()));
    return of(index(), columns);
  }

  /** Columns of cells of chosen points, before the other columns of the points. */
  Dataset<Row> of(Dataset<Row> chosen, List<String> columns) {
    Dataset<Row> others = chosen;
    for (String column : columns) {
      others = column.equals(FrontierColumns.CELL) ? others : others.drop(column);
    }
    return cells.rows(spark, others, columns);
  }

  /**
   * Of each frontier the point that is best in an objective, and the knee.
   *
   * @param groups columns of groups, quoted
   */
  Dataset<Row> best(List<String> groups, Objective objective) {
    Column value = functions.col("`" + objective.column().replace("`", "``") + "`");
    Column place =
        functions
            .row_number()
            .over(
                Window.partitionBy(groups.stream().map(functions::col).toArray(Column[]::new))
                    .orderBy(
                        objective.sense() == Objective.Sense.MIN ? value.asc() : value.desc(),
                        functions.col(FrontierColumns.CELL)));
    Dataset<Row> marked =
        points
            .where(functions.col(FrontierColumns.LAYER).equalTo(1))
            .withColumn(PLACE, place)
            .where(functions.col(PLACE).equalTo(1).or(functions.col(FrontierColumns.KNEE)));
    List<Column> columns = new ArrayList<>(List.of(functions.col(FrontierColumns.CELL)));
    for (String name : marked.columns()) {
      if (!name.equals(FrontierColumns.CELL)) {
        columns.add(functions.col("`" + name.replace("`", "``") + "`"));
      }
    }
    return marked.select(columns.toArray(Column[]::new)).sort(FrontierColumns.CELL);
  }

  /** Cell, layer and knee of all points, in tasks of neighbouring cells. */
  private Dataset<Row> index() {
    int tasks = (int) (1 + count / POINTS_OF_TASK);
    return points
        .select(FrontierColumns.CELL, FrontierColumns.LAYER, FrontierColumns.KNEE)
        .repartitionByRange(tasks, functions.col(FrontierColumns.CELL))
        .sortWithinPartitions(FrontierColumns.CELL);
  }
}
