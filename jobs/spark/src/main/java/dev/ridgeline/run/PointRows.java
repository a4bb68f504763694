package dev.ridgeline.run;

import dev.ridgeline.analysis.AxisValue;
import dev.ridgeline.evaluate.CellColumn;
import dev.ridgeline.evaluate.CellColumns;
import dev.ridgeline.pareto.FrontierColumns;
import dev.ridgeline.pareto.FrontierTables;
import dev.ridgeline.pareto.Objective;
import dev.ridgeline.parquet.TaskFiles;
import dev.ridgeline.parquet.WrittenFile;
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
 * @param tables the frontiers
 */
record PointRows(SparkSession spark, CellSource cells, FrontierTables tables) {

  /** Column with the place of a point among the best of its group. */
  static final String PLACE = "place";

  /** Names of all columns of cells. */
  static final List<String> ALL = CellColumns.ALL.stream().map(CellColumn::name).toList();

  /** Most points of a task, which are evaluated and written in seconds, as one file. */
  private static final long POINTS_OF_TASK = 50_000;

  /** All columns of cells, their layer, and whether they are the knee, in the order of the grid. */
  Dataset<Row> all() {
    return of(parts(POINTS_OF_TASK).divide(tables.index(), FrontierColumns.CELL), ALL);
  }

  /** Writes these columns. The files and their bytes follow from the points alone. */
  List<WrittenFile> write(TaskFiles files) {
    return write(files, POINTS_OF_TASK);
  }

  /**
   * Writes these columns.
   *
   * @param most most points of a file
   */
  List<WrittenFile> write(TaskFiles files, long most) {
    return cells.write(spark, tables.index(), parts(most), files);
  }

  /** Counts of the values of axes on the first layer. */
  List<AxisValue> axes() {
    return cells.axisValues(
        spark,
        tables
            .index()
            .where(functions.col(FrontierColumns.LAYER).equalTo(1))
            .select(FrontierColumns.CELL));
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
        tables
            .points()
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

  private GridParts parts(long most) {
    return GridParts.of(tables.cellsOfPoints(), cells.size(), most);
  }
}
