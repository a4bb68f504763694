package dev.ridgeline.run;

import dev.ridgeline.answer.FirstRows;
import dev.ridgeline.evaluate.CellColumn;
import dev.ridgeline.evaluate.CellColumns;
import dev.ridgeline.output.Rows;
import dev.ridgeline.pareto.FrontierQuery;
import dev.ridgeline.pareto.FrontierTables;
import dev.ridgeline.store.UnfinishedRun;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;

/** Frontiers that were taken, as tables that are written and printed. */
sealed interface FrontierAnswer permits EvaluatedFrontiers, SparkFrontiers {

  /** Points that are printed. A query of the tables shows the others. */
  int PRINTED_ROWS = 40;

  /** Columns of cells from which a person sees what the best points are. */
  List<CellColumn> OF_BEST =
      List.of(
          CellColumns.CELL,
          CellColumns.QUANTIZATION,
          CellColumns.PREFILL,
          CellColumns.DECODE,
          CellColumns.FFN,
          CellColumns.LINK,
          CellColumns.BATCH);

  /** Numbers of groups and points. */
  FrontierTables.Counts counts();

  /** Writes the tables of points, groups and axes. */
  void write(UnfinishedRun run, Configuration hadoop);

  /** Of each frontier the point that is best in the first objective, and the knee. */
  FirstRows best();

  /** All rows of a table. */
  Rows rows(String table);

  /** Columns of groups whose values are in the headings of sections: all but the workflow. */
  static List<String> sections(FrontierQuery query) {
    return query.groups().stream()
        .filter(name -> !name.equals(CellColumns.WORKFLOW.name()))
        .toList();
  }

  /** Names of columns by which the points of frontiers are ordered. */
  static List<String> order(FrontierQuery query) {
    return Stream.concat(sections(query).stream(), query.groups().stream()).distinct().toList();
  }

  /** A number for a person, with four digits. */
  static String shortNumber(double value) {
    return String.format(Locale.ROOT, "%.4g", value);
  }
}
