package dev.ridgeline.plugin;

import dev.ridgeline.analysis.AnalysisTables;
import dev.ridgeline.catalog.CatalogDirectories;
import dev.ridgeline.catalog.CatalogKind;
import dev.ridgeline.catalog.CatalogTable;
import dev.ridgeline.catalog.Catalogs;
import dev.ridgeline.check.CheckTable;
import dev.ridgeline.evaluate.CellColumns;
import dev.ridgeline.fleet.FleetTables;
import dev.ridgeline.relation.RowsTable;
import dev.ridgeline.schema.DescribedColumn;
import dev.ridgeline.store.RunDirectory;
import dev.ridgeline.store.RunManifest;
import dev.ridgeline.sweep.LatencyTargets;
import dev.ridgeline.sweep.Sweep;
import dev.ridgeline.table.DesignSpaceSource;
import dev.ridgeline.view.AnswerViews;
import dev.ridgeline.view.CellView;
import dev.ridgeline.view.CellViews;
import dev.ridgeline.view.SweepTables;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.spark.sql.connector.catalog.Table;

/**
 * The tables and views of a sweep or of a run, by name. A table reads or evaluates nothing before a
 * query does.
 */
public final class NamedTables {

  /** Name of the table of cells. */
  static final String CELLS = CellColumns.TABLE.name();

  private static final Map<String, String> DOCS = allDocs();

  private final Map<String, Table> tables;
  private final Map<String, CellView> views = new LinkedHashMap<>();

  private NamedTables(Map<String, Table> tables, List<CellView> views) {
    this.tables = tables;
    views.stream()
        .filter(view -> !tables.containsKey(view.name()))
        .forEach(view -> this.views.put(view.name(), view));
  }

  /** The tables of a sweep, whose cells are evaluated when they are read. */
  public static NamedTables of(Sweep sweep) {
    Map<String, Table> tables = new LinkedHashMap<>();
    tables.put(CELLS, DesignSpaceSource.table(sweep));
    addCatalogs(sweep.catalogs(), SweepTables.all(), tables);
    return new NamedTables(tables, CellViews.of(sweep.targets()));
  }

  /** The entries of catalogs. */
  public static NamedTables of(Catalogs catalogs) {
    Map<String, Table> tables = new LinkedHashMap<>();
    addCatalogs(catalogs, SweepTables.ofCatalogs(), tables);
    return new NamedTables(tables, List.of());
  }

  /**
   * The tables of a complete run.
   *
   * @param catalogs catalogs that the run was computed from
   */
  public static NamedTables of(RunDirectory run, RunManifest content, CatalogDirectories catalogs) {
    Map<String, Table> tables = new LinkedHashMap<>();
    if (run.hasCells()) {
      tables.put(
          CELLS,
          WrittenTable.cells(
              CELLS,
              CellColumns.TABLE.doc(),
              run.table(CELLS),
              () -> content.sweepOf(run, catalogs).space()));
    }
    for (String name : content.tables()) {
      tables.put(name, new WrittenTable(name, DOCS.getOrDefault(name, ""), run.table(name)));
    }
    return new NamedTables(tables, views(run, content, tables.keySet()));
  }

  private static List<CellView> views(RunDirectory run, RunManifest content, Set<String> tables) {
    if (content.sweepText().isEmpty()) {
      return List.of(); // Checks are of no sweep.
    }
    LatencyTargets targets = Sweep.targetsOf(content.sweepFile(), content.sweepText());
    return run.hasCells() ? CellViews.of(targets) : AnswerViews.of(tables, targets);
  }

  private static void addCatalogs(
      Catalogs catalogs, List<dev.ridgeline.schema.Table<?>> described, Map<String, Table> tables) {
    for (CatalogTable<?> catalog : CatalogKind.allTables()) {
      tables.put(catalog.table().name(), rows(catalog, catalogs));
    }
    tables.put(
        DescribedColumn.TABLE.name(),
        new RowsTable<>(DescribedColumn.TABLE, () -> DescribedColumn.of(described)));
  }

  private static <R> Table rows(CatalogTable<R> catalog, Catalogs catalogs) {
    return new RowsTable<>(catalog.table(), () -> catalog.rows(catalogs));
  }

  /** What a row is, for each table and view. */
  public Map<String, String> docs() {
    Map<String, String> docs = new TreeMap<>();
    tables.keySet().forEach(name -> docs.put(name, DOCS.getOrDefault(name, "")));
    views.forEach((name, view) -> docs.put(name, view.table().doc()));
    return docs;
  }

  /** What a row is, for each table that a run can hold. */
  private static Map<String, String> allDocs() {
    List<dev.ridgeline.schema.Table<?>> all = SweepTables.all();
    all.addAll(AnalysisTables.all());
    all.add(DescribedColumn.TABLE);
    all.add(CheckTable.CHECKS);
    all.addAll(FleetTables.all());
    Map<String, String> docs = new LinkedHashMap<>();
    all.forEach(table -> docs.put(table.name(), table.doc()));
    return docs;
  }

  /** Names of the tables. */
  public Set<String> tableNames() {
    return tables.keySet();
  }

  /** Names of the views. */
  Set<String> viewNames() {
    return views.keySet();
  }

  /** Names of all tables and views. */
  public Set<String> names() {
    Set<String> names = new TreeSet<>(tables.keySet());
    names.addAll(views.keySet());
    return names;
  }

  /** The table with a name, in whatever case; empty where there is none. */
  Optional<Table> table(String name) {
    return Optional.ofNullable(tables.get(name.toLowerCase(Locale.ROOT)));
  }

  /** The view with a name, in whatever case; empty where there is none. */
  Optional<CellView> view(String name) {
    return Optional.ofNullable(views.get(name.toLowerCase(Locale.ROOT)));
  }
}
