package dev.ridgeline.run;

import dev.ridgeline.analysis.AnalysisTables;
import dev.ridgeline.catalog.CatalogKind;
import dev.ridgeline.evaluate.CellColumns;
import dev.ridgeline.evaluate.OperatorRow;
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

  /**
   * Every table that can be asked, those of frontiers and choices as they are where a request does
   * not say otherwise.
   */
  static List<Table<?>> all() {
    List<Table<?>> tables = ofSweep();
    tables.addAll(AnalysisTables.all());
    tables.add(DescribedColumn.TABLE);
    tables.add(OperatorRow.TABLE);
    return tables;
  }
}
