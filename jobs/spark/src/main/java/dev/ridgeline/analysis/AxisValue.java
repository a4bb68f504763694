package dev.ridgeline.analysis;

import dev.ridgeline.schema.Column;
import dev.ridgeline.schema.Table;
import java.io.Serializable;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A value of an axis, and the number of points of frontiers that have it.
 *
 * @param axis name of a column of cells that one axis decides
 * @param value value of the column, as text; null where cells have none
 * @param points points of the frontiers that have the value
 * @param allPoints points of all frontiers
 */
public record AxisValue(String axis, @Nullable String value, long points, long allPoints)
    implements Serializable {

  static final Column<AxisValue> AXIS =
      Column.text("axis", "Column of cells that an axis decides.", AxisValue::axis);

  static final Column<AxisValue> VALUE =
      Column.text("value", "Value of the column, as text.", AxisValue::value)
          .nullWhere("the cells have none", row -> row.value() == null);

  /** Names of the columns by which the rows of the table are ordered. */
  public static final List<String> ORDER = List.of(AXIS.name(), VALUE.name());

  /** The table of values. */
  public static final Table<AxisValue> TABLE =
      new Table<>(
          "frontier_axes",
          "A value of an axis, and how many points of the frontiers have it.",
          List.of(
              AXIS,
              VALUE,
              Column.whole(
                  "points", "", "Points of the frontiers that have the value.", AxisValue::points),
              Column.real(
                  "share",
                  "",
                  "Share of the points of all frontiers that have the value.",
                  AxisValue::share)));

  double share() {
    return (double) points / allPoints;
  }
}
