package dev.ridgeline.pareto;

import dev.ridgeline.schema.Column;
import dev.ridgeline.schema.Reader;
import dev.ridgeline.schema.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.ToDoubleBiFunction;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;

/** The tables of frontiers. A request names their columns of groups and objectives. */
public final class FrontierColumns {

  /** Name of the table of points. */
  public static final String FRONTIER = "frontier";

  /** Name of the table of groups. */
  public static final String GROUPS = "frontier_groups";

  /** Name of the table of distances. */
  public static final String DISTANCES = "frontier_distances";

  /** Column that numbers the rows of a table. */
  public static final String CELL = "cell";

  private static final Column<FrontierPoint> LAYER_OF_POINT =
      Column.whole(
          "layer",
          "",
          "Layer of the point: 1 for the frontier, 2 for the frontier of the cells that it leaves.",
          FrontierPoint::rank);

  private static final Column<FrontierPoint> KNEE_OF_POINT =
      Column.flag(
          "knee",
          "Whether the point is the knee: the sum of its objectives, scaled to 0 at best and 1 at"
              + " worst, is the least.",
          FrontierPoint::knee);

  private static final Column<FrontierPoint> CELL_OF_POINT = cell(FrontierPoint::cell);

  /** Name of the column with the layer of a point. */
  public static final String LAYER = LAYER_OF_POINT.name();

  /** Name of the column that says whether a point is the knee. */
  public static final String KNEE = KNEE_OF_POINT.name();

  /** Columns of points that every request has. */
  static final List<Column<FrontierPoint>> OWN =
      List.of(LAYER_OF_POINT, KNEE_OF_POINT, CELL_OF_POINT);

  private static final Column<CellDistance> DISTANCE_OF_CELL =
      Column.<CellDistance>real(
              "distance",
              "",
              "Factor by which all objectives would have to improve at once to equal those of the"
                  + " point of the frontier that is the farthest ahead. It is 1 on the frontier, and"
                  + " less for a cell that would be on it.",
              row -> row.nearest().orElseThrow().distance())
          .nullWhere("the group has no frontier", row -> row.nearest().isEmpty());

  private static final Column<CellDistance> NEAREST_OF_CELL =
      Column.<CellDistance>whole(
              "nearest_cell",
              "",
              "Cell of the point that the distance is measured from.",
              row -> row.nearest().orElseThrow().cell())
          .nullWhere("the group has no frontier", row -> row.nearest().isEmpty());

  /** Name of the column with the distance of a cell from the frontier. */
  public static final String DISTANCE = DISTANCE_OF_CELL.name();

  /** Name of the column with the cell that the distance is measured from. */
  public static final String NEAREST_CELL = NEAREST_OF_CELL.name();

  private FrontierColumns() {}

  /** The columns that a frontier adds to those of its table. */
  public static Table<FrontierPoint> added() {
    return new Table<>(
        FRONTIER,
        "A row of the table of cells that is on a frontier: all of its columns, and these.",
        List.of(LAYER_OF_POINT, KNEE_OF_POINT));
  }

  /** The table of points: a row for each point of each layer. */
  static Table<FrontierPoint> points(FrontierQuery query) {
    List<Column<FrontierPoint>> columns = new ArrayList<>();
    columns.addAll(groups(query, FrontierPoint::group));
    columns.add(LAYER_OF_POINT);
    columns.add(KNEE_OF_POINT);
    columns.addAll(objectives(query, FrontierPoint::minimized));
    columns.add(CELL_OF_POINT);
    return new Table<>(FRONTIER, "A point of a frontier, or of a layer below it.", columns);
  }

  /** The table of points without their groups and objectives. */
  static Table<FrontierPoint> index() {
    return new Table<>(
        FRONTIER,
        "The cell of a point of a frontier, or of a layer below it.",
        List.of(CELL_OF_POINT, LAYER_OF_POINT, KNEE_OF_POINT));
  }

  /** The table of groups: a row for each. */
  public static Table<FrontierGroup> groups(FrontierQuery query) {
    List<Column<FrontierGroup>> columns = new ArrayList<>();
    columns.addAll(groups(query, FrontierGroup::group));
    columns.add(Column.whole("points", "", "Points of the frontier.", FrontierGroup::points));
    columns.add(
        Column.whole("knee_cell", "", "Cell of the frontier's knee.", FrontierGroup::kneeCell));
    columns.add(
        Column.<FrontierGroup>real(
                "hypervolume",
                "",
                "Volume that the frontier dominates below the reference, in the product of the units"
                    + " of the objectives.",
                row -> row.hypervolume().orElseThrow())
            .nullWhere(
                "the frontier has more than "
                    + FrontierGroup.MOST_POINTS_MEASURED
                    + " points in three objectives or more",
                row -> row.hypervolume().isEmpty()));
    columns.addAll(reference(query));
    columns.add(Column.text("objectives", "Objectives of the frontier.", row -> written(query)));
    columns.add(
        Column.text("condition", "SQL condition on the frontier's cells.", row -> query.where()));
    columns.add(
        Column.text(
            "ties",
            "Which of cells that are equal in all objectives are points. KEEP: all of them;"
                + " COLLAPSE: the one with the lowest number.",
            row -> query.ties().name()));
    columns.add(
        Column.real(
            "epsilon",
            "",
            "Share by which a cell may be better in an objective than the point that stands for it;"
                + " 0 for the exact frontier.",
            row -> query.epsilon()));
    return new Table<>(GROUPS, "The frontier of a group, in numbers.", columns);
  }

  /** The table of distances: a row for each cell that is asked about. */
  static Table<CellDistance> distances(FrontierQuery query) {
    List<Column<CellDistance>> columns = new ArrayList<>();
    columns.addAll(groups(query, CellDistance::group));
    columns.addAll(objectives(query, (row, objective) -> row.objectives().get(objective)));
    columns.add(cell(CellDistance::cell));
    columns.add(DISTANCE_OF_CELL);
    columns.add(NEAREST_OF_CELL);
    return new Table<>(DISTANCES, "How far a cell is behind the frontier of its group.", columns);
  }

  /** All tables of a query. */
  public static List<Table<?>> all(FrontierQuery query) {
    return List.of(added(), groups(query), distances(query));
  }

  private static <R> Column<R> cell(ToLongFunction<R> read) {
    return Column.whole(CELL, "", "Number of the cell in the grid of its sweep.", read);
  }

  private static <R> List<Column<R>> groups(FrontierQuery query, Function<R, List<String>> group) {
    List<Column<R>> columns = new ArrayList<>();
    for (int i = 0; i < query.groups().size(); i++) {
      int place = i;
      String name = query.groups().get(i);
      columns.add(
          Column.<R>requested(
                  name,
                  "Part of the group: " + name + " of its cells.",
                  new Reader.Text<>(row -> group.apply(row).get(place)))
              .nullWhere("its cells have none", row -> group.apply(row).get(place) == null));
    }
    return columns;
  }

  private static <R> List<Column<R>> objectives(
      FrontierQuery query, ToDoubleBiFunction<R, Integer> minimized) {
    List<Column<R>> columns = new ArrayList<>();
    for (int i = 0; i < query.objectives().size(); i++) {
      int place = i;
      Objective objective = query.objectives().get(i);
      columns.add(
          Column.requested(
              objective.column(),
              "Objective of the frontier: " + objective + ".",
              new Reader.Real<>(row -> objective.value(minimized.applyAsDouble(row, place)))));
    }
    return columns;
  }

  private static List<Column<FrontierGroup>> reference(FrontierQuery query) {
    String doc =
        query.reference().isEmpty()
            ? "Reference of the hypervolume: 10 % worse than the worst on the frontier."
            : "Reference of the hypervolume, as given.";
    List<Column<FrontierGroup>> columns = new ArrayList<>();
    for (int i = 0; i < query.objectives().size(); i++) {
      int place = i;
      Objective objective = query.objectives().get(i);
      columns.add(
          Column.requested(
              "reference_" + objective.column(),
              doc,
              new Reader.Real<>(row -> objective.value(row.reference().get(place)))));
    }
    return columns;
  }

  private static String written(FrontierQuery query) {
    return query.objectives().stream().map(Objective::toString).collect(Collectors.joining(", "));
  }
}
