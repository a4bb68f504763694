package dev.ridgeline.analysis;

import dev.ridgeline.evaluate.CellColumn;
import dev.ridgeline.evaluate.CellColumns;
import dev.ridgeline.evaluate.CellEvaluator;
import dev.ridgeline.evaluate.CellResult;
import dev.ridgeline.evaluate.Depth;
import dev.ridgeline.space.DesignSpace;
import dev.ridgeline.space.GridSlice;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** Counts of the values of axes on frontiers. */
public final class AxisCounts {

  /** Name of the table. */
  public static final String TABLE = AxisValue.TABLE.name();

  private static final String AXIS = AxisValue.AXIS.name();
  private static final String VALUE = AxisValue.VALUE.name();

  private AxisCounts() {}

  /** Names of the columns of cells that one axis decides. */
  public static List<String> columns() {
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
   * Counts cells in tasks of Spark, each of which counts those of its partition.
   *
   * @param cells numbers of the cells
   */
  public static List<AxisValue> of(DesignSpace space, JavaRDD<Long> cells) {
    Map<AxisValue, Long> counts = new HashMap<>();
    List<AxisValue> ofTasks =
        cells
            .mapPartitions(
                part ->
                    part.hasNext()
                        ? of(space, inGridOrder(part)).iterator()
                        : Collections.emptyIterator())
            .collect();
    ofTasks.forEach(
        value ->
            counts.merge(
                new AxisValue(value.axis(), value.value(), 0, 0), value.points(), Long::sum));
    return values(counts);
  }

  private static long[] inGridOrder(Iterator<Long> cells) {
    List<Long> all = new ArrayList<>();
    cells.forEachRemaining(all::add);
    return all.stream().mapToLong(Long::longValue).sorted().toArray();
  }

  /**
   * Counts cells that are read.
   *
   * @param cells cells with the columns that one axis decides
   */
  public static List<AxisValue> of(Dataset<Row> cells) {
    String pairs =
        columns().stream().map("'%1$s', string(%1$s)"::formatted).collect(Collectors.joining(", "));
    Map<AxisValue, Long> counts = new HashMap<>();
    cells
        .selectExpr(
            "stack(" + columns().size() + ", " + pairs + ") AS (" + AXIS + ", " + VALUE + ")")
        .groupBy(AXIS, VALUE)
        .count()
        .collectAsList()
        .forEach(
            row ->
                counts.put(
                    new AxisValue(row.getString(0), row.getString(1), 0, 0), row.getLong(2)));
    return values(counts);
  }

  /** Values with their counts. On each axis every cell is counted once, under its value or null. */
  private static List<AxisValue> values(Map<AxisValue, Long> counts) {
    Map<String, Long> all = new HashMap<>();
    counts.forEach((value, count) -> all.merge(value.axis(), count, Long::sum));
    List<AxisValue> values = new ArrayList<>();
    counts.forEach(
        (value, count) ->
            values.add(
                new AxisValue(
                    value.axis(), value.value(), count, all.getOrDefault(value.axis(), 0L))));
    return values;
  }
}
