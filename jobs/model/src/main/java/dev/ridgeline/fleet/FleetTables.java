package dev.ridgeline.fleet;

import dev.ridgeline.output.Rows;
import dev.ridgeline.schema.Table;
import java.util.List;

/** The tables of a fleet. */
public final class FleetTables {

  private FleetTables() {}

  /** All tables, the plan first. */
  public static List<Table<?>> all() {
    return List.of(
        FleetAnswer.Service.TABLE,
        FleetAnswer.Bought.TABLE,
        FleetAnswer.Hour.TABLE,
        FleetAnswer.Value.TABLE);
  }

  /** Names of all tables. */
  public static List<String> names() {
    return all().stream().map(Table::name).toList();
  }

  /**
   * The rows of a table of an answer.
   *
   * @throws IllegalArgumentException where there is no such table
   */
  public static Rows rows(FleetAnswer answer, String table) {
    if (table.equals(FleetAnswer.Service.TABLE.name())) {
      return Rows.of(FleetAnswer.Service.TABLE, answer.plan());
    }
    if (table.equals(FleetAnswer.Bought.TABLE.name())) {
      return Rows.of(FleetAnswer.Bought.TABLE, answer.systems());
    }
    if (table.equals(FleetAnswer.Hour.TABLE.name())) {
      return Rows.of(FleetAnswer.Hour.TABLE, answer.hours());
    }
    if (table.equals(FleetAnswer.Value.TABLE.name())) {
      return Rows.of(FleetAnswer.Value.TABLE, answer.values());
    }
    throw new IllegalArgumentException("no table " + table);
  }
}
