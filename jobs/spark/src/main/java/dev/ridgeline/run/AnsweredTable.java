package dev.ridgeline.run;

import dev.ridgeline.output.Rows;
import dev.ridgeline.schema.Column;
import dev.ridgeline.schema.Table;
import dev.ridgeline.store.UnfinishedRun;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.conf.Configuration;

/**
 * A table of an answer, whose rows are in memory.
 *
 * @param table its name and columns
 * @param found its rows
 * @param rows the values of its rows
 */
record AnsweredTable<R>(Table<R> table, List<R> found, Rows rows) {

  /** A table with its rows in the order of some columns. */
  static <R> AnsweredTable<R> of(Table<R> table, List<R> rows, List<String> order) {
    List<Column<R>> columns = order.stream().map(name -> table.column(name).orElseThrow()).toList();
    List<R> sorted = new ArrayList<>(rows);
    sorted.sort(
        (one, other) ->
            columns.stream()
                .mapToInt(column -> Rows.compare(column.value(one), column.value(other)))
                .filter(compared -> compared != 0)
                .findFirst()
                .orElse(0));
    return new AnsweredTable<>(table, sorted, Rows.of(table, sorted));
  }

  void write(UnfinishedRun run, Configuration hadoop) {
    CatalogFiles.write(table, found, run, hadoop);
  }
}
