package dev.ridgeline.analysis;

import dev.ridgeline.evaluate.CellColumn;
import dev.ridgeline.evaluate.CellColumns;
import dev.ridgeline.pareto.FrontierColumns;
import dev.ridgeline.relation.Relations;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;

/** Which values of the axes are on frontiers, and how often. */
public final class AxisCounts {

  /** Name of the table. */
  public static final String TABLE = AxisValue.TABLE.name();

  private AxisCounts() {}

  /** Names of the columns of cells that an axis decides alone. */
  static List<String> columns() {
    return CellColumns.ALL.stream()
        .filter(column -> column.axis().isPresent())
        .map(CellColumn::name)
        .toList();
  }

  /**
   * Counts the points of the first layer by the values of each column that an axis decides.
   *
   * @param frontier rows of frontiers with the columns of cells, and their layer
   */
  public static Dataset<Row> of(SparkSession spark, Dataset<Row> frontier) {
    Dataset<Row> points = frontier.where(functions.col(FrontierColumns.LAYER).equalTo(1));
    long all = points.count();
    String pairs =
        columns().stream().map("'%1$s', string(%1$s)"::formatted).collect(Collectors.joining(", "));
    List<AxisValue> values =
        points
            .selectExpr("stack(" + columns().size() + ", " + pairs + ") AS (axis, value)")
            .groupBy("axis", "value")
            .count()
            .orderBy("axis", "value")
            .collectAsList()
            .stream()
            .map(row -> new AxisValue(row.getString(0), row.getString(1), row.getLong(2), all))
            .toList();
    return Relations.dataset(spark, AxisValue.TABLE, values);
  }
}
