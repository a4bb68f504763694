package dev.ridgeline.choice;

import static java.util.Objects.requireNonNull;

import dev.ridgeline.schema.Column;
import java.util.List;

/** Columns that say which limit a cell misses, and by how much. */
final class MissColumns {

  private static final String NO_CELL = "no cell has a value for each limit";
  private static final String KEPT = "the cell keeps all limits, or there is none";

  static final List<Column<Standing>> ALL =
      List.of(
          Column.<Standing>text(
                  "missed_column",
                  "Column whose limit the cell misses, and most so of all limits.",
                  row -> miss(row).limit().column())
              .nullWhere(KEPT, row -> row.miss() == null),
          Column.<Standing>real(
                  "missed_limit",
                  "",
                  "The limit that is missed, in the unit of its column.",
                  row -> miss(row).limit().amount())
              .nullWhere(KEPT, row -> row.miss() == null),
          Column.<Standing>real(
                  "missed_value", "", "Value of the column in the cell.", row -> miss(row).value())
              .nullWhere(KEPT, row -> row.miss() == null),
          Column.<Standing>real(
                  "missed_factor",
                  "",
                  "How many times the limit the value is, or the reverse for a limit from below.",
                  row -> miss(row).excess())
              .nullWhere(KEPT, row -> row.miss() == null),
          Column.<Standing>text(
                  "reason",
                  "Why there is no cell: the status of the cells that come furthest, with its detail.",
                  Standing::reason)
              .nullWhere("there is a cell", Standing::hasCell));

  /** Columns of the cell itself. */
  static List<Column<Standing>> cell(String prefix) {
    return List.of(
        Column.<Standing>whole(prefix + "cell", "", "Number of that cell.", Standing::cell)
            .nullWhere(NO_CELL, row -> row.cell() == Standing.NO_CELL),
        Column.<Standing>real(
                prefix + "dollars_per_request",
                "$",
                "Price of one request in that cell.",
                Standing::dollars)
            .nullWhere(NO_CELL + ", or it has no price", row -> Double.isNaN(row.dollars())),
        Column.<Standing>real(
                prefix + "ttft_s",
                "s",
                "Time to first token in that cell, at the percentile of the targets if they have"
                    + " one.",
                Standing::ttftSeconds)
            .nullWhere(NO_CELL, row -> Double.isNaN(row.ttftSeconds())),
        Column.<Standing>real(
                prefix + "tpot_s",
                "s",
                "Time per output token in that cell.",
                Standing::tpotSeconds)
            .nullWhere(NO_CELL, row -> Double.isNaN(row.tpotSeconds())));
  }

  private static Miss miss(Standing row) {
    return requireNonNull(row.miss());
  }

  private MissColumns() {}
}
