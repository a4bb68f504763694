package dev.ridgeline.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ridgeline.table.SparkTest;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.apache.spark.api.java.JavaSparkContext;
import org.junit.jupiter.api.Test;

/** Parts of a grid have few points each, wherever the points are. */
class GridPartsTest extends SparkTest {

  private static final long CELLS = 1_000_000_000_000L;

  private GridParts parts(List<Long> points, int partitions, long most) {
    JavaSparkContext context = JavaSparkContext.fromSparkContext(spark().sparkContext());
    return GridParts.of(context.parallelize(points, partitions), CELLS, most);
  }

  private static Map<Integer, Long> sizes(GridParts parts, List<Long> points) {
    Map<Integer, Long> sizes = new HashMap<>();
    points.forEach(cell -> sizes.merge(parts.call(cell), 1L, Long::sum));
    return sizes;
  }

  @Test
  void pointsThatAreSpreadAreDividedEvenly() {
    List<Long> points = LongStream.range(0, 10_000).mapToObj(i -> i * (CELLS / 10_000)).toList();
    GridParts parts = parts(points, 3, 1_000);
    assertThat(parts.count()).isBetween(10, 11);
    assertThat(sizes(parts, points).values()).allMatch(size -> size <= 1_000);
    assertThat(sizes(parts, points)).hasSize(parts.count());
  }

  /** All points are within 10^-6 of the grid, and most of them beside each other. */
  @Test
  void pointsThatAreCloseAreDividedToo() {
    List<Long> points = new ArrayList<>(LongStream.range(500_000, 504_000).boxed().toList());
    LongStream.range(0, 1_000).map(i -> 999 * i).forEach(points::add);
    GridParts parts = parts(points, 2, 300);
    assertThat(sizes(parts, points).values()).allMatch(size -> size <= 300);
    assertThat(parts.count()).isLessThan(40);
    assertThat(parts(points, 5, 300).bounds()).isEqualTo(parts.bounds());
  }

  @Test
  void everyCellHasAPart() {
    GridParts none = parts(List.of(), 2, 10);
    assertThat(none.count()).isEqualTo(1);
    assertThat(none.call(0L)).isZero();
    assertThat(none.call(CELLS - 1)).isZero();
    GridParts one = parts(List.of(CELLS - 1), 1, 10);
    assertThat(one.call(0L)).isZero();
    assertThat(one.call(CELLS - 1)).isLessThan(one.count());
  }
}
