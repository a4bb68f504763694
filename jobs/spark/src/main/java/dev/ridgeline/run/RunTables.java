package dev.ridgeline.run;

import dev.ridgeline.analysis.AnalysisTables;
import dev.ridgeline.catalog.CatalogKind;
import dev.ridgeline.check.CheckTable;
import dev.ridgeline.evaluate.CellColumns;
import dev.ridgeline.evaluate.OperatorRow;
import dev.ridgeline.fleet.FleetTables;
import dev.ridgeline.schema.DescribedColumn;
import dev.ridgeline.schema.Table;
import dev.ridgeline.store.RunDirectory;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.execution.datasources.DataSource;

/** The tables that a run can hold, as they are documented. */
final class RunTables {

  private RunTables() {}

  /** The tables of a sweep: its cells and its catalogs. */
  static List<Table<?>> ofSweep() {
    List<Table<?>> tables = new ArrayList<>();
    tables.add(CellColumns.TABLE);
    CatalogKind.allTables().forEach(catalog -> tables.add(catalog.table()));
    return tables;
  }

  /** Reads a table of a run. No character of its path is a pattern. */
  static Dataset<Row> read(SparkSession spark, RunDirectory run, String table) {
    return spark.read().option(DataSource.GLOB_PATHS_KEY(), false).parquet(run.table(table));
  }

  /** Names of the tables that a query of a sweep can read. */
  static Set<String> namesOfSweep() {
    Set<String> names = new TreeSet<>();
    ofSweep().forEach(table -> names.add(table.name()));
    names.add(DescribedColumn.TABLE.name());
    return names;
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
    tables.addAll(FleetTables.all());
    return tables;
  }
}
