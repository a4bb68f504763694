package dev.ridgeline.run;

import dev.ridgeline.catalog.CatalogKind;
import dev.ridgeline.evaluate.CellColumns;
import dev.ridgeline.schema.DescribedColumn;
import dev.ridgeline.schema.Table;
import java.util.ArrayList;
import java.util.List;

/** The tables of runs: what there is to be asked, and documented. */
final class RunTables {

  private RunTables() {}

  /** The cells, and the catalogs beside them. */
  static List<Table<?>> ofSweep() {
    List<Table<?>> tables = new ArrayList<>();
    tables.add(CellColumns.TABLE);
    CatalogKind.allTables().forEach(catalog -> tables.add(catalog.table()));
    return tables;
  }

  /** Every table that a run of some kind has. */
  static List<Table<?>> all() {
    List<Table<?>> tables = ofSweep();
    tables.add(DescribedColumn.TABLE);
    return tables;
  }
}
