package dev.ridgeline.run;

import dev.ridgeline.analysis.AnalysisTables;
import dev.ridgeline.check.CheckTable;
import dev.ridgeline.evaluate.OperatorRow;
import dev.ridgeline.fleet.FleetTables;
import dev.ridgeline.schema.DescribedColumn;
import dev.ridgeline.schema.Table;
import dev.ridgeline.store.RunDirectory;
import dev.ridgeline.view.CellViews;
import dev.ridgeline.view.SweepTables;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.execution.datasources.DataSource;

/** The tables that a run can hold, as they are documented. */
final class RunTables {

  private RunTables() {}

  /** The tables of a sweep: its cells and its catalogs. */
  static List<Table<?>> ofSweep() {
    return SweepTables.all();
  }

  /** Reads a table of a run. No character of its path is a pattern. */
  static Dataset<Row> read(SparkSession spark, RunDirectory run, String table) {
    return spark.read().option(DataSource.GLOB_PATHS_KEY(), false).parquet(run.table(table));
  }

  /**
   * Every table that a query can read. Tables of frontiers and choices have the columns of the
   * default options.
   */
  static List<Table<?>> all() {
    List<Table<?>> tables = ofSweep();
    tables.addAll(AnalysisTables.all());
    tables.add(DescribedColumn.TABLE);
    tables.add(OperatorRow.TABLE);
    tables.add(CheckTable.CHECKS);
    tables.addAll(CellViews.computed());
    tables.addAll(FleetTables.all());
    return tables;
  }
}
