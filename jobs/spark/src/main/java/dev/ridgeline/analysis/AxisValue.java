package dev.ridgeline.analysis;

import dev.ridgeline.schema.Column;
import dev.ridgeline.schema.Table;
import java.util.List;

/**
 * A value of an axis, and how often it is on frontiers.
 *
 * @param axis column of cells that an axis decides
 * @param value of the column, as text; null where cells have none
 * @param points of frontiers that have it
 * @param allPoints points of all frontiers
 */
record AxisValue(String axis, String value, long points, long allPoints) {

  static final Table<AxisValue> TABLE =
      new Table<>(
          "frontier_axes",
          "A value of an axis, and how many points of the frontiers have it.",
          List.of(
              Column.text("axis", "Column of cells that an axis decides.", AxisValue::axis),
              Column.text("value", "Value of the column, as text.", AxisValue::value)
                  .nullWhere("the cells have none", row -> row.value() == null),
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
