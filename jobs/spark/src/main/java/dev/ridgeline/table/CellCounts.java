package dev.ridgeline.table;

import dev.ridgeline.evaluate.AlikePositions;
import dev.ridgeline.evaluate.CellColumn;
import dev.ridgeline.evaluate.CellColumns;
import dev.ridgeline.evaluate.CellEvaluator;
import dev.ridgeline.evaluate.Depth;
import dev.ridgeline.space.Axis;
import dev.ridgeline.space.DesignSpace;
import dev.ridgeline.space.GridSlice;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.sql.connector.expressions.Expression;
import org.apache.spark.sql.connector.expressions.NamedReference;
import org.apache.spark.sql.connector.expressions.aggregate.Aggregation;
import org.apache.spark.sql.connector.expressions.aggregate.CountStar;
import org.apache.spark.sql.connector.read.LocalScan;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.unsafe.types.UTF8String;
import org.jspecify.annotations.Nullable;

/**
 * Numbers of cells by values on axes. They are products of numbers of positions, so no cell is
 * visited.
 *
 * @param readSchema columns of groups, then a column for each count
 * @param groups values of the columns of each group, and its number of cells at the end
 */
record CellCounts(StructType readSchema, List<List<@Nullable Object>> groups) implements LocalScan {

  /** Most groups that are counted on the driver. */
  private static final long MOST_GROUPS = 100_000;

  /** The counts of an aggregation; empty where it needs more than positions on axes. */
  static Optional<CellCounts> of(
      DesignSpace space, CellSelection selection, Aggregation aggregation) {
    boolean isCount =
        Arrays.stream(aggregation.aggregateExpressions())
            .allMatch(function -> function instanceof CountStar);
    if (!isCount || !selection.isWholeSlice()) {
      return Optional.empty();
    }
    List<CellColumn> columns = new ArrayList<>();
    for (Expression expression : aggregation.groupByExpressions()) {
      Optional<CellColumn> column = column(expression);
      if (column.isEmpty()) {
        return Optional.empty();
      }
      columns.add(column.get());
    }
    int counts = aggregation.aggregateExpressions().length;
    return groups(space, selection.slice(), columns, counts)
        .map(groups -> new CellCounts(schema(columns, counts), groups));
  }

  private static Optional<CellColumn> column(Expression expression) {
    return expression instanceof NamedReference reference
        ? Optional.of(CellColumns.named(reference.fieldNames()[0]))
            .filter(column -> column.isIdentity() && column.axis().isPresent())
        : Optional.empty();
  }

  private static StructType schema(List<CellColumn> columns, int counts) {
    StructType schema = CellSchema.of(columns);
    for (int i = 0; i < counts; i++) {
      schema = schema.add("count_" + i, DataTypes.LongType, false);
    }
    return schema;
  }

  private static Optional<List<List<@Nullable Object>>> groups(
      DesignSpace space, GridSlice slice, List<CellColumn> columns, int counts) {
    Map<Axis<?>, Map<List<@Nullable Object>, Long>> byAxis = new LinkedHashMap<>();
    CellEvaluator evaluator = new CellEvaluator(space, EnumSet.of(Depth.IDENTITY));
    GridSlice.Cursor cursor = GridSlice.all(space.grid()).cursor(0);
    long found = 1;
    for (CellColumn column : columns) {
      Axis<?> axis = column.axis().orElseThrow();
      if (!byAxis.containsKey(axis)) {
        Map<List<@Nullable Object>, Long> positions =
            positions(space, slice, axis, columns, evaluator, cursor);
        byAxis.put(axis, positions);
        found *= positions.size();
        if (found > MOST_GROUPS) {
          return Optional.empty();
        }
      }
    }
    long others = 1;
    for (Axis<?> axis : Axis.ALL) {
      others *= byAxis.containsKey(axis) ? 1 : slice.size(axis);
    }
    List<Map<CellColumn, @Nullable Object>> values = new ArrayList<>(List.of(Map.of()));
    List<Long> numbers = new ArrayList<>(List.of(others));
    for (Map.Entry<Axis<?>, Map<List<@Nullable Object>, Long>> ofAxis : byAxis.entrySet()) {
      List<CellColumn> read = on(ofAxis.getKey(), columns);
      List<Map<CellColumn, @Nullable Object>> longer = new ArrayList<>();
      List<Long> products = new ArrayList<>();
      for (int i = 0; i < values.size(); i++) {
        for (Map.Entry<List<@Nullable Object>, Long> one : ofAxis.getValue().entrySet()) {
          Map<CellColumn, @Nullable Object> both = new LinkedHashMap<>(values.get(i));
          for (int place = 0; place < read.size(); place++) {
            both.put(read.get(place), one.getKey().get(place));
          }
          longer.add(both);
          products.add(numbers.get(i) * one.getValue());
        }
      }
      values = longer;
      numbers = products;
    }
    List<List<@Nullable Object>> groups = new ArrayList<>();
    for (int i = 0; i < values.size(); i++) {
      List<@Nullable Object> row = new ArrayList<>();
      for (CellColumn column : columns) {
        row.add(values.get(i).get(column));
      }
      for (int count = 0; count < counts; count++) {
        row.add(numbers.get(i));
      }
      if (columns.isEmpty() || numbers.get(i) > 0) {
        groups.add(row);
      }
    }
    return Optional.of(groups);
  }

  private static List<CellColumn> on(Axis<?> axis, List<CellColumn> columns) {
    return columns.stream()
        .filter(column -> column.axis().orElseThrow() == axis)
        .distinct()
        .toList();
  }

  /** Number of positions of a slice on an axis by the values of its columns. */
  private static Map<List<@Nullable Object>, Long> positions(
      DesignSpace space,
      GridSlice slice,
      Axis<?> axis,
      List<CellColumn> columns,
      CellEvaluator evaluator,
      GridSlice.Cursor cursor) {
    List<CellColumn> read = on(axis, columns);
    AlikePositions alike = AlikePositions.of(space, axis, read);
    Map<Integer, Long> numbers = new LinkedHashMap<>();
    slice.stream(axis).forEach(position -> numbers.merge(alike.first(position), 1L, Long::sum));
    Map<List<@Nullable Object>, Long> counted = new LinkedHashMap<>();
    int[] positions = new int[Axis.ALL.size()];
    numbers.forEach(
        (position, number) -> {
          positions[axis.order()] = position;
          Axis<?> moved = cursor.moveTo(space.grid().cell(positions));
          List<@Nullable Object> values = new ArrayList<>();
          for (CellColumn column : read) {
            values.add(column.value(evaluator.identify(cursor, moved)));
          }
          counted.merge(values, number, Long::sum);
        });
    return counted;
  }

  @Override
  public InternalRow[] rows() {
    return groups.stream()
        .map(
            group ->
                new GenericInternalRow(
                    group.stream()
                        .map(
                            value ->
                                value instanceof String text ? UTF8String.fromString(text) : value)
                        .toArray()))
        .toArray(InternalRow[]::new);
  }

  @Override
  public String description() {
    return "numbers of cells in " + groups.size() + " groups";
  }
}
