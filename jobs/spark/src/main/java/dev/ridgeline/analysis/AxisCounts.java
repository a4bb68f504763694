package dev.ridgeline.analysis;

import dev.ridgeline.evaluate.CellColumn;
import dev.ridgeline.evaluate.CellColumns;
import dev.ridgeline.evaluate.CellEvaluator;
import dev.ridgeline.evaluate.CellResult;
import dev.ridgeline.evaluate.Depth;
import dev.ridgeline.pareto.FrontierColumns;
import dev.ridgeline.relation.Relations;
import dev.ridgeline.space.DesignSpace;
import dev.ridgeline.space.GridSlice;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
   * Counts cells by the values of each column that one axis decides.
   *
   * @param cells numbers of the cells, in rising order
   */
  public static List<AxisValue> of(DesignSpace space, long[] cells) {
    List<CellColumn> columns = columns().stream().map(CellColumns::named).toList();
    List<Map<Optional<String>, Long>> counts = new ArrayList<>();
    columns.forEach(any -> counts.add(new HashMap<>()));
    CellEvaluator evaluator = new CellEvaluator(space, EnumSet.of(Depth.IDENTITY));
    GridSlice.Cursor cursor = GridSlice.all(space.grid()).cursor(0);
    for (long cell : cells) {
      CellResult result = evaluator.identify(cursor, cursor.moveTo(cell));
      for (int i = 0; i < columns.size(); i++) {
        Object value = columns.get(i).value(result);
        counts.get(i).merge(Optional.ofNullable(value).map(Object::toString), 1L, Long::sum);
      }
    }
    List<AxisValue> values = new ArrayList<>();
    for (int i = 0; i < columns.size(); i++) {
      String axis = columns.get(i).name();
      counts
          .get(i)
          .forEach(
              (value, count) ->
                  values.add(new AxisValue(axis, value.orElse(null), count, cells.length)));
    }
    return values;
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
