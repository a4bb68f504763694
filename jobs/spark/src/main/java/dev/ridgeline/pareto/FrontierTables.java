package dev.ridgeline.pareto;

import dev.ridgeline.frontier.Frontiers;
import dev.ridgeline.frontier.Skyline;
import dev.ridgeline.relation.Relations;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.storage.StorageLevel;
import scala.Tuple2;

/** Frontiers as tables. */
public final class FrontierTables {

  private final SparkSession spark;
  private final Dataset<Row> cells;
  private final FrontierQuery query;
  private final JavaPairRDD<List<String>, Skyline> skylines;

  private FrontierTables(SparkSession spark, Dataset<Row> cells, FrontierQuery query) {
    this.spark = spark;
    this.cells = cells;
    this.query = query;
    this.skylines =
        query
            .skylines(cells)
            .mapValues(FrontierTables::sorted)
            .persist(StorageLevel.MEMORY_AND_DISK());
  }

  /** Takes the frontiers of a table of cells. */
  public static FrontierTables of(SparkSession spark, Dataset<Row> cells, FrontierQuery query) {
    return new FrontierTables(spark, cells, query);
  }

  /**
   * Counts of frontiers.
   *
   * @param groups number of groups
   * @param points number of points of all layers of all groups
   */
  public record Counts(long groups, long points) implements Serializable {

    private static Counts of(Skyline frontier) {
      long points = 0;
      for (Skyline layer = frontier; layer != null; layer = layer.below()) {
        points += layer.size();
      }
      return new Counts(1, points);
    }

    private Counts plus(Counts other) {
      return new Counts(groups + other.groups, points + other.points);
    }
  }

  /** Counts groups and points, which computes the frontiers. */
  public Counts counts() {
    return skylines.values().map(Counts::of).fold(new Counts(0, 0), Counts::plus);
  }

  /** The frontiers, which the driver takes; there must be few points. */
  public FoundFrontiers found() {
    return FoundFrontiers.of(query, new HashMap<>(skylines.collectAsMap()));
  }

  /** The table of points: group, layer, knee, objectives and cell of each point of each layer. */
  public Dataset<Row> points() {
    FrontierQuery asked = query;
    return Relations.dataset(
        spark,
        () -> FrontierColumns.points(asked),
        skylines.flatMap(group -> FrontierPoint.of(group._1(), group._2()).iterator()));
  }

  /** Cell, layer and knee of each point of each layer. */
  public Dataset<Row> index() {
    return Relations.dataset(
        spark,
        FrontierColumns::index,
        skylines.flatMap(group -> FrontierPoint.of(group._1(), group._2()).iterator()));
  }

  /** Numbers of the cells of all points of all layers. */
  public JavaRDD<Long> cellsOfPoints() {
    return skylines.values().flatMap(FrontierTables::ids);
  }

  private static Iterator<Long> ids(Skyline frontier) {
    List<Long> ids = new ArrayList<>();
    for (Skyline layer = frontier; layer != null; layer = layer.below()) {
      for (int place = 0; place < layer.size(); place++) {
        ids.add(layer.id(place));
      }
    }
    return ids.iterator();
  }

  /**
   * The table of groups: number of points, cell of the knee, and hypervolume with its reference.
   */
  public Dataset<Row> groups() {
    FrontierQuery asked = query;
    return Relations.dataset(
        spark,
        () -> FrontierColumns.groups(asked),
        skylines.map(
            group -> FrontierGroup.of(group._1(), group._2(), asked.minimizedReference())));
  }

  /**
   * The table of distances: how far cells are behind the frontiers of their groups. It has a row
   * for each cell with all objectives, also for cells that the condition of the frontiers leaves
   * out.
   *
   * @param chosen SQL condition on the cells; the cells of a group pass through one task
   */
  public Dataset<Row> distances(String chosen) {
    FrontierQuery asked = query;
    return Relations.dataset(
        spark,
        () -> FrontierColumns.distances(asked),
        query
            .narrow(cells, chosen)
            .toJavaRDD()
            .mapToPair(row -> new Tuple2<>(group(row, asked), row))
            .cogroup(skylines)
            .flatMap(group -> distances(group._2()._1(), group._2()._2(), asked)));
  }

  private static Skyline sorted(Skyline skyline) {
    skyline.sort();
    return skyline;
  }

  /** The values that make the group of a narrow row, which is the key of its skyline. */
  private static List<String> group(Row row, FrontierQuery query) {
    List<String> group = new ArrayList<>();
    for (int i = 0; i < query.groups().size(); i++) {
      group.add(row.getString(i));
    }
    return group;
  }

  private static Iterator<CellDistance> distances(
      Iterable<Row> chosen, Iterable<Skyline> skylines, FrontierQuery query) {
    Iterator<Skyline> ofGroup = skylines.iterator();
    Optional<Skyline> frontier = ofGroup.hasNext() ? Optional.of(ofGroup.next()) : Optional.empty();
    double[][] kept = frontier.map(Skyline::points).orElseGet(() -> new double[0][]);
    int groups = query.groups().size();
    int objectives = query.objectives().size();
    List<CellDistance> rows = new ArrayList<>();
    for (Row cell : chosen) {
      List<Double> values = new ArrayList<>();
      double[] point = new double[objectives];
      for (int i = 0; i < objectives; i++) {
        point[i] = cell.getDouble(groups + i);
        values.add(point[i]);
      }
      rows.add(
          new CellDistance(
              group(cell, query),
              values,
              cell.getLong(groups + objectives),
              frontier.map(
                  skyline ->
                      new CellDistance.Nearest(
                          Frontiers.distance(kept, point),
                          skyline.id(Frontiers.nearest(kept, point))))));
    }
    return rows.iterator();
  }
}
