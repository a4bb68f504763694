package dev.ridgeline.choice;

import dev.ridgeline.schema.Column;
import java.util.ArrayList;
import java.util.List;

/** Columns of the table of rankings. */
public final class RankedColumns {

  private static final String NO_CELL = "no cell of the candidate has a value";

  public static final Column<Ranked> RANK =
      Column.whole(
          "rank",
          "",
          "Place among the candidates for the workload, from 1. Those that keep all limits come"
              + " first, then those that miss them least.",
          Ranked::rank);

  public static final Column<Ranked> MIX =
      Column.text(
          "mix",
          "Mix of hardware of the candidate, such as b200 > h200-sxm, ib-ndr-400.",
          row -> row.standing().mix().name());

  public static final Column<Ranked> IS_WITHIN =
      Column.flag(
          "is_within",
          "Whether some cell of the candidate keeps all limits. Otherwise the cell is that which"
              + " misses them least.",
          row -> row.standing().isWithin());

  public static final Column<Ranked> VALUE =
      Column.<Ranked>real(
              "objective_value", "", "Value of the objective in that cell.", Ranked::value)
          .nullWhere(NO_CELL, row -> Double.isNaN(row.value()));

  public static final Column<Ranked> FACTOR =
      Column.<Ranked>real(
              "objective_factor",
              "",
              "How many times as bad as that of the best candidate the value is.",
              Ranked::factor)
          .nullWhere(NO_CELL + ", or none keeps the limits", row -> Double.isNaN(row.factor()));

  static final List<Column<Ranked>> ALL = all();

  private RankedColumns() {}

  private static List<Column<Ranked>> all() {
    List<Column<Ranked>> all = new ArrayList<>(List.of(RANK, MIX, IS_WITHIN, VALUE, FACTOR));
    MissColumns.cell("").forEach(column -> all.add(column.on(Ranked::standing)));
    MissColumns.ALL.forEach(column -> all.add(column.on(Ranked::standing)));
    return List.copyOf(all);
  }
}
