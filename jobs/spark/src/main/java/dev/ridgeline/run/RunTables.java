package dev.ridgeline.run;

import dev.ridgeline.analysis.AnalysisTables;
import dev.ridgeline.catalog.CatalogKind;
import dev.ridgeline.evaluate.CellColumns;
import dev.ridgeline.evaluate.OperatorRow;
import dev.ridgeline.schema.DescribedColumn;
import dev.ridgeline.schema.Table;
import java.util.ArrayList;
import java.util.List;

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

  /**
   * Every table that a query can read. Tables of frontiers and choices have the columns of the
   * default options.
   */
  static List<Table<?>> all() {
    List<Table<?>> tables = ofSweep();
    tables.addAll(AnalysisTables.all());
    tables.add(DescribedColumn.TABLE);
    tables.add(OperatorRow.TABLE);
    return tables;
  }
}
