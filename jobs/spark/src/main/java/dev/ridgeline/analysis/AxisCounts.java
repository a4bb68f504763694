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

/** Counts of the values of axes on frontiers. */
public final class AxisCounts {

  /** Name of the table. */
  public static final String TABLE = AxisValue.TABLE.name();

  private static final String AXIS = AxisValue.AXIS.name();
  private static final String VALUE = AxisValue.VALUE.name();

  private AxisCounts() {}

  /** Names of the columns of cells that one axis decides. */
  static List<String> columns() {
    return CellColumns.ALL.stream()
        .filter(column -> column.axis().isPresent())
        .map(CellColumn::name)
        .toList();
  }

  /**
   * Counts the points of the first layer by the values of each column that one axis decides.
   *
   * @param frontier points of frontiers with the columns of cells, and their layer
   */
  public static Dataset<Row> of(SparkSession spark, Dataset<Row> frontier) {
    Dataset<Row> points = frontier.where(functions.col(FrontierColumns.LAYER).equalTo(1));
    long all = points.count();
    String pairs =
        columns().stream().map("'%1$s', string(%1$s)"::formatted).collect(Collectors.joining(", "));
    List<AxisValue> values =
        points
            .selectExpr(
                "stack(" + columns().size() + ", " + pairs + ") AS (" + AXIS + ", " + VALUE + ")")
            .groupBy(AXIS, VALUE)
            .count()
            .orderBy(AXIS, VALUE)
            .collectAsList()
            .stream()
            .map(row -> new AxisValue(row.getString(0), row.getString(1), row.getLong(2), all))
            .toList();
    return Relations.dataset(spark, AxisValue.TABLE, values);
  }
}
