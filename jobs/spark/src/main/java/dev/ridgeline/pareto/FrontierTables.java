package dev.ridgeline.pareto;

import dev.ridgeline.frontier.Frontiers;
import dev.ridgeline.frontier.Hypervolume;
import dev.ridgeline.frontier.Skyline;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.MetadataBuilder;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import scala.Tuple2;

/** Frontiers as tables. */
public final class FrontierTables {

  /** How much worse than the worst on the frontier the reference point is, as a share. */
  private static final double BEYOND_WORST = 0.1;

  /** The exact hypervolume of more points than this in more than two objectives takes too long. */
  private static final int MOST_POINTS_MEASURED = 1_000;

  private final SparkSession spark;
  private final Dataset<Row> cells;
  private final FrontierQuery query;
  private final JavaPairRDD<List<String>, Skyline> skylines;

  private FrontierTables(SparkSession spark, Dataset<Row> cells, FrontierQuery query) {
    this.spark = spark;
    this.cells = cells;
    this.query = query;
    this.skylines = query.skylines(cells).mapValues(FrontierTables::sorted).cache();
  }

  /** Takes the frontiers of a table of cells. */
  public static FrontierTables of(SparkSession spark, Dataset<Row> cells, FrontierQuery query) {
    return new FrontierTables(spark, cells, query);
  }

  /** One row for each point of each layer: group, layer, knee, objectives, cell. */
  public Dataset<Row> points() {
    FrontierQuery asked = query;
    return spark.createDataFrame(
        skylines.flatMap(group -> points(group, asked)), pointSchema(query));
  }

  /**
   * One row for each group: how many points, hypervolume and the reference it is measured against,
   * cell of the knee.
   */
  public Dataset<Row> groups() {
    FrontierQuery asked = query;
    return spark.createDataFrame(skylines.map(group -> summary(group, asked)), groupSchema(query));
  }

  /**
   * How far cells are behind the frontiers of their groups: one row for each that has all
   * objectives, whether the frontiers could have it or not.
   *
   * @param chosen SQL condition: which cells; all those of a group pass through one task
   */
  public Dataset<Row> distances(String chosen) {
    FrontierQuery asked = query;
    return spark.createDataFrame(
        query
            .narrow(cells, chosen)
            .toJavaRDD()
            .mapToPair(row -> new Tuple2<>(group(row, asked), row))
            .cogroup(skylines)
            .flatMap(group -> distances(group._2()._1(), group._2()._2(), asked)),
        distanceSchema(query));
  }

  private static Skyline sorted(Skyline skyline) {
    skyline.sort();
    return skyline;
  }

  private static double[][] values(Skyline layer) {
    double[][] values = new double[layer.size()][];
    for (int place = 0; place < values.length; place++) {
      values[place] = layer.point(place);
    }
    return values;
  }

  /** The values that make the group of a narrow row, as skylines are named. */
  private static List<String> group(Row row, FrontierQuery query) {
    List<String> group = new ArrayList<>();
    for (int i = 0; i < query.groups().size(); i++) {
      group.add(row.getString(i));
    }
    return group;
  }

  private static Iterator<Row> distances(
      Iterable<Row> chosen, Iterable<Skyline> skylines, FrontierQuery query) {
    Iterator<Skyline> ofGroup = skylines.iterator();
    Skyline frontier = ofGroup.hasNext() ? ofGroup.next() : null;
    double[][] kept = frontier == null ? null : values(frontier);
    int groups = query.groups().size();
    List<Row> rows = new ArrayList<>();
    for (Row cell : chosen) {
      List<Object> row = new ArrayList<>(group(cell, query));
      double[] point = new double[query.objectives().size()];
      for (int i = 0; i < point.length; i++) {
        point[i] = cell.getDouble(groups + i);
        row.add(query.objectives().get(i).value(point[i]));
      }
      row.add(cell.getLong(groups + point.length));
      row.add(kept == null ? null : Frontiers.distance(kept, point));
      row.add(kept == null ? null : frontier.id(Frontiers.nearest(kept, point)));
      rows.add(RowFactory.create(row.toArray()));
    }
    return rows.iterator();
  }

  private static Iterator<Row> points(Tuple2<List<String>, Skyline> group, FrontierQuery query) {
    List<Row> rows = new ArrayList<>();
    int knee = Frontiers.knee(values(group._2()));
    int rank = 1;
    for (Skyline layer = group._2(); layer != null; layer = layer.below(), rank++) {
      for (int place = 0; place < layer.size(); place++) {
        List<Object> row = new ArrayList<>(group._1());
        row.add((long) rank);
        row.add(rank == 1 && place == knee);
        for (int i = 0; i < query.objectives().size(); i++) {
          row.add(query.objectives().get(i).value(layer.value(place, i)));
        }
        row.add(layer.id(place));
        rows.add(RowFactory.create(row.toArray()));
      }
    }
    return rows.iterator();
  }

  private static Row summary(Tuple2<List<String>, Skyline> group, FrontierQuery query) {
    double[][] values = values(group._2());
    double[] reference = new double[query.objectives().size()];
    List<Object> row = new ArrayList<>(group._1());
    row.add((long) values.length);
    row.add(group._2().id(Frontiers.knee(values)));
    for (int i = 0; i < reference.length; i++) {
      Objective objective = query.objectives().get(i);
      reference[i] =
          query.reference().isEmpty()
              ? beyondWorst(values, i)
              : objective.minimized(query.reference().get(i));
    }
    boolean measured = reference.length <= 2 || values.length <= MOST_POINTS_MEASURED;
    row.add(measured ? Hypervolume.of(values, reference) : null);
    for (int i = 0; i < reference.length; i++) {
      row.add(query.objectives().get(i).value(reference[i]));
    }
    row.add(query.objectives().stream().map(Objective::toString).collect(Collectors.joining(", ")));
    row.add(query.where());
    row.add(query.ties().name());
    row.add(query.epsilon());
    return RowFactory.create(row.toArray());
  }

  private static double beyondWorst(double[][] points, int objective) {
    double worst = Double.NEGATIVE_INFINITY;
    for (double[] point : points) {
      worst = Math.max(worst, point[objective]);
    }
    return worst + BEYOND_WORST * Math.abs(worst);
  }

  private static StructType pointSchema(FrontierQuery query) {
    List<StructField> fields = groupFields(query);
    fields.add(
        field("layer", DataTypes.LongType, "1 for the frontier, 2 for that of what it leaves"));
    fields.add(
        field(
            "knee",
            DataTypes.BooleanType,
            "whether the sum of objectives, scaled to 0 at best and 1 at worst, is the least"));
    fields.addAll(objectivesAndCell(query));
    return new StructType(fields.toArray(StructField[]::new));
  }

  private static StructType distanceSchema(FrontierQuery query) {
    List<StructField> fields = groupFields(query);
    fields.addAll(objectivesAndCell(query));
    fields.add(
        field(
            "distance",
            DataTypes.DoubleType,
            "factor by which all objectives would have to improve at once to equal those of the point"
                + " of the frontier that is the farthest ahead; 1 on the frontier, less for a cell"
                + " that would be on it; null where the group has none"));
    fields.add(field("nearest_cell", DataTypes.LongType, "cell of that point"));
    return new StructType(fields.toArray(StructField[]::new));
  }

  private static List<StructField> objectivesAndCell(FrontierQuery query) {
    List<StructField> fields = new ArrayList<>();
    for (Objective objective : query.objectives()) {
      fields.add(field(objective.column(), DataTypes.DoubleType, "objective: " + objective));
    }
    fields.add(field(FrontierQuery.CELL, DataTypes.LongType, "number of the cell in the grid"));
    return fields;
  }

  private static StructType groupSchema(FrontierQuery query) {
    List<StructField> fields = groupFields(query);
    fields.add(field("points", DataTypes.LongType, "points of the frontier"));
    fields.add(field("knee_cell", DataTypes.LongType, "cell of its knee"));
    fields.add(
        field(
            "hypervolume",
            DataTypes.DoubleType,
            "volume that the frontier dominates below the reference, in the product of the units of"
                + " the objectives; null for more than "
                + MOST_POINTS_MEASURED
                + " points in three objectives or more"));
    for (Objective objective : query.objectives()) {
      fields.add(
          field(
              "reference_" + objective.column(),
              DataTypes.DoubleType,
              query.reference().isEmpty()
                  ? "reference of the hypervolume: 10 % worse than the worst on the frontier"
                  : "reference of the hypervolume, as given"));
    }
    fields.add(field("objectives", DataTypes.StringType, "what the frontier is best in"));
    fields.add(field("condition", DataTypes.StringType, "SQL condition on its cells"));
    fields.add(
        field(
            "ties",
            DataTypes.StringType,
            "of cells equal in all objectives, KEEP: all are points; COLLAPSE: the one with the"
                + " lowest number"));
    fields.add(
        field(
            "epsilon",
            DataTypes.DoubleType,
            "for every cell there is a point at most this share worse in every objective; 0 for the"
                + " exact frontier"));
    return new StructType(fields.toArray(StructField[]::new));
  }

  private static List<StructField> groupFields(FrontierQuery query) {
    List<StructField> fields = new ArrayList<>();
    for (String group : query.groups()) {
      fields.add(field(group, DataTypes.StringType, "group"));
    }
    return fields;
  }

  private static StructField field(String name, DataType type, String comment) {
    return new StructField(
        name, type, true, new MetadataBuilder().putString("comment", comment).build());
  }
}
