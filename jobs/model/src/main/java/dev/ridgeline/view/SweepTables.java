package dev.ridgeline.view;

import dev.ridgeline.catalog.CatalogKind;
import dev.ridgeline.evaluate.CellColumns;
import dev.ridgeline.schema.Table;
import java.util.ArrayList;
import java.util.List;

/** The tables of a sweep: its cells and its catalogs. */
public final class SweepTables {

  private SweepTables() {}

  /** All tables, but that of their columns. The list may be changed. */
  public static List<Table<?>> all() {
    List<Table<?>> all = ofCatalogs();
    all.add(0, CellColumns.TABLE);
    return all;
  }

  /** The tables of the catalogs. The list may be changed. */
  public static List<Table<?>> ofCatalogs() {
    List<Table<?>> all = new ArrayList<>();
    CatalogKind.allTables().forEach(catalog -> all.add(catalog.table()));
    return all;
  }
}
