package dev.ridgeline.run;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.api.java.UDF1;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataTypes;
import scala.Tuple2;

/**
 * Parts of a grid that have about as many points each. They follow from the points alone, however
 * Spark divides them, and the driver holds no points.
 *
 * @param bounds number of the first cell of each part, in rising order
 */
record GridParts(List<Long> bounds) implements UDF1<Long, Integer>, Serializable {

  /** Points are counted in ranges of cells, at first in 2 to this power of them. */
  private static final int RANGES_LOG = 16;

  GridParts {
    bounds = List.copyOf(bounds);
  }

  /**
   * Divides a grid.
   *
   * @param points numbers of cells
   * @param cells number of cells of the grid
   * @param most most points of a part, unless a single cell has more
   */
  static GridParts of(JavaRDD<Long> points, long cells, long most) {
    int width = width(Long.SIZE - Long.numberOfLeadingZeros(cells - 1));
    TreeMap<Long, Long> counts = new TreeMap<>(counts(points, width));
    while (width > 0) {
      List<Long> heavy = heavy(counts, most);
      if (heavy.isEmpty()) {
        break;
      }
      int wide = width;
      width = width(width);
      counts.keySet().removeAll(heavy);
      counts.putAll(counts(points.filter(cell -> heavy.contains(cell >> wide << wide)), width));
    }
    return new GridParts(bounds(counts, most));
  }

  /** Bits of a cell's number within its range, once ranges of more bits are divided. */
  private static int width(int bits) {
    return Math.max(0, bits - RANGES_LOG);
  }

  /** Numbers of points by the first cell of their range. */
  private static Map<Long, Long> counts(JavaRDD<Long> points, int width) {
    return points
        .mapToPair(cell -> new Tuple2<>(cell >> width << width, 1L))
        .reduceByKeyLocally(Long::sum);
  }

  private static List<Long> heavy(Map<Long, Long> counts, long most) {
    List<Long> heavy = new ArrayList<>();
    counts.forEach(
        (range, count) -> {
          if (count > most) {
            heavy.add(range);
          }
        });
    return heavy;
  }

  private static List<Long> bounds(TreeMap<Long, Long> counts, long most) {
    List<Long> bounds = new ArrayList<>(List.of(0L));
    long ofPart = 0;
    for (Map.Entry<Long, Long> range : counts.entrySet()) {
      if (ofPart > 0 && ofPart + range.getValue() > most) {
        bounds.add(range.getKey());
        ofPart = 0;
      }
      ofPart += range.getValue();
    }
    return bounds;
  }

  /** Number of parts. */
  int count() {
    return bounds.size();
  }

  /** The part that a cell is in. */
  @Override
  public Integer call(Long cell) {
    int found = Collections.binarySearch(bounds, cell);
    return found >= 0 ? found : -found - 2;
  }

  /**
   * A table with a partition for each part, whose rows are in the order of the grid.
   *
   * @param column name of the column that numbers cells
   */
  Dataset<Row> divide(Dataset<Row> table, String column) {
    return table
        .repartitionById(
            count(), functions.udf(this, DataTypes.IntegerType).apply(functions.col(column)))
        .sortWithinPartitions(column);
  }
}
