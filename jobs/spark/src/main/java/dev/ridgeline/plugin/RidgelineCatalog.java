package dev.ridgeline.plugin;

import dev.ridgeline.catalog.CatalogDirectories;
import dev.ridgeline.config.ConfigException;
import dev.ridgeline.config.NearestName;
import dev.ridgeline.relation.Relations;
import dev.ridgeline.remote.Locations;
import dev.ridgeline.view.CellView;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.analysis.NoSuchNamespaceException;
import org.apache.spark.sql.catalyst.analysis.NoSuchTableException;
import org.apache.spark.sql.connector.catalog.CatalogV2Util;
import org.apache.spark.sql.connector.catalog.Identifier;
import org.apache.spark.sql.connector.catalog.NamespaceChange;
import org.apache.spark.sql.connector.catalog.Relation;
import org.apache.spark.sql.connector.catalog.RelationCatalog;
import org.apache.spark.sql.connector.catalog.SupportsNamespaces;
import org.apache.spark.sql.connector.catalog.Table;
import org.apache.spark.sql.connector.catalog.TableChange;
import org.apache.spark.sql.connector.catalog.TableInfo;
import org.apache.spark.sql.connector.catalog.TableSummary;
import org.apache.spark.sql.connector.catalog.View;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.util.CaseInsensitiveStringMap;
import org.jspecify.annotations.Nullable;

/**
 * Sweeps, runs and catalogs as tables of any Spark session that has {@code
 * spark.sql.catalog.ridgeline=dev.ridgeline.plugin.RidgelineCatalog}. SQL only reads them.
 *
 * <pre>
 * ridgeline.sweeps.NAME          the cells of the sweep file NAME.yaml, evaluated when read
 * ridgeline.sweeps.NAME.TABLE    the same cells, the catalogs with the variants of the sweep, views
 * ridgeline.runs.NAME.TABLE      the tables of a complete run, and views
 * ridgeline.catalogs.TABLE       the entries of the catalogs
 * </pre>
 *
 * <p>The options {@code sweeps} and {@code catalogs} name folders of this machine, several catalogs
 * joined as in a class path. {@code runs} is a path or a URL that Hadoop knows. By default they are
 * the folders of the installation, and {@code runs} of the working directory.
 */
public final class RidgelineCatalog implements RelationCatalog, SupportsNamespaces {

  /** Usual name of the catalog. */
  public static final String NAME = "ridgeline";

  private static final String SWEEPS = "sweeps";
  private static final String RUNS = "runs";
  private static final String CATALOGS = "catalogs";
  private static final Set<String> OPTIONS = new TreeSet<>(List.of(SWEEPS, RUNS, CATALOGS));
  private static final Map<String, String> MEANINGS =
      Map.of(
          SWEEPS, "Live design spaces: a table, and a namespace, for each sweep file.",
          RUNS, "Finished runs: a namespace for each.",
          CATALOGS, "Entries of the catalogs.");

  private final Map<String, NamedTables> shown = new HashMap<>();
  private String name = NAME;
  private @Nullable SweepFolder sweeps;
  private @Nullable RunsFolder runs;

  /** The catalog of this name in a session. */
  public static RidgelineCatalog of(SparkSession spark) {
    return (RidgelineCatalog)
        ((org.apache.spark.sql.classic.SparkSession) spark)
            .sessionState()
            .catalogManager()
            .catalog(NAME);
  }

  /** Shows tables as one more namespace of this session. */
  public void show(String namespace, NamedTables tables) {
    shown.put(namespace, tables);
  }

  @Override
  public void initialize(String catalog, CaseInsensitiveStringMap options) {
    for (String option : options.keySet()) {
      if (!OPTIONS.contains(option)) {
        throw new ConfigException(
            "spark.sql.catalog." + catalog + "." + option,
            "is no option." + NearestName.advice(option, OPTIONS));
      }
    }
    name = catalog;
    String home = Objects.requireNonNullElse(System.getenv("RIDGELINE_HOME"), "");
    CatalogDirectories directories =
        CatalogDirectories.parse(
            options.getOrDefault(CATALOGS, Path.of(home, CATALOGS).toString()), Locations::path);
    Path folder =
        Locations.path(options.getOrDefault(SWEEPS, Path.of(home, "sweep-configs").toString()));
    sweeps = new SweepFolder(folder, directories);
    runs = new RunsFolder(options.getOrDefault(RUNS, RUNS), directories);
  }

  @Override
  public String name() {
    return name;
  }

  private SweepFolder sweeps() {
    return Objects.requireNonNull(sweeps, "the catalog is not initialized");
  }

  private RunsFolder runs() {
    return Objects.requireNonNull(runs, "the catalog is not initialized");
  }

  /** The tables of a namespace; empty where there is no such namespace, or it holds no tables. */
  private Optional<NamedTables> tables(String[] namespace) {
    if (namespace.length == 1) {
      return namespace[0].equals(CATALOGS)
          ? Optional.of(NamedTables.of(sweeps().catalogs()))
          : Optional.ofNullable(shown.get(namespace[0]));
    }
    if (namespace.length != 2) {
      return Optional.empty();
    }
    return switch (namespace[0]) {
      case SWEEPS -> sweeps().tables(namespace[1]);
      case RUNS -> runs().tables(namespace[1]);
      default -> Optional.empty();
    };
  }

  private static boolean is(String[] namespace, String one) {
    return namespace.length == 1 && namespace[0].equals(one);
  }

  @Override
  public String[][] listNamespaces() {
    List<String> names = new ArrayList<>(OPTIONS);
    names.addAll(shown.keySet());
    return names.stream().map(one -> new String[] {one}).toArray(String[][]::new);
  }

  @Override
  public String[][] listNamespaces(String[] namespace) throws NoSuchNamespaceException {
    if (namespace.length == 0) {
      return listNamespaces();
    }
    requireNamespace(namespace);
    List<String> names =
        is(namespace, SWEEPS) ? sweeps().names() : is(namespace, RUNS) ? runs().names() : List.of();
    return names.stream().map(one -> new String[] {namespace[0], one}).toArray(String[][]::new);
  }

  @Override
  public boolean namespaceExists(String[] namespace) {
    return namespace.length == 0
        || is(namespace, SWEEPS)
        || is(namespace, RUNS)
        || tables(namespace).isPresent();
  }

  private void requireNamespace(String[] namespace) throws NoSuchNamespaceException {
    if (!namespaceExists(namespace)) {
      throw new NoSuchNamespaceException(namespace);
    }
  }

  @Override
  public Map<String, String> loadNamespaceMetadata(String[] namespace)
      throws NoSuchNamespaceException {
    requireNamespace(namespace);
    String meaning = namespace.length == 1 ? MEANINGS.get(namespace[0]) : null;
    return meaning == null ? Map.of() : Map.of(SupportsNamespaces.PROP_COMMENT, meaning);
  }

  @Override
  public Identifier[] listTables(String[] namespace) throws NoSuchNamespaceException {
    requireNamespace(namespace);
    return identifiers(
        namespace,
        is(namespace, SWEEPS)
            ? sweeps().names()
            : tables(namespace).map(NamedTables::tableNames).orElse(Set.of()));
  }

  @Override
  public Identifier[] listViews(String[] namespace) throws NoSuchNamespaceException {
    requireNamespace(namespace);
    return identifiers(namespace, tables(namespace).map(NamedTables::viewNames).orElse(Set.of()));
  }

  private static Identifier[] identifiers(String[] namespace, Collection<String> names) {
    return names.stream().map(one -> Identifier.of(namespace, one)).toArray(Identifier[]::new);
  }

  /** Lists tables without reading them, so that a wrong sweep does not hide the others. */
  @Override
  public TableSummary[] listTableSummaries(String[] namespace) throws NoSuchNamespaceException {
    return Arrays.stream(listTables(namespace))
        .map(table -> TableSummary.of(table, TableSummary.FOREIGN_TABLE_TYPE))
        .toArray(TableSummary[]::new);
  }

  @Override
  public Relation loadRelation(Identifier identifier) throws NoSuchTableException {
    String[] namespace = identifier.namespace();
    String relation = identifier.name();
    Optional<? extends Relation> found =
        is(namespace, SWEEPS)
            ? sweeps().tables(relation).flatMap(sweep -> sweep.table(NamedTables.CELLS))
            : tables(namespace).flatMap(all -> relation(namespace, all, relation));
    if (found.isEmpty()) {
      throw new NoSuchTableException(identifier);
    }
    return found.get();
  }

  private Optional<Relation> relation(String[] namespace, NamedTables all, String relation) {
    Optional<Table> table = all.table(relation);
    return table.isPresent()
        ? Optional.of(table.get())
        : all.view(relation).map(view -> view(namespace, view, schema(all, view)));
  }

  /** The columns of a view, which are those of another table where a request decides them. */
  private static StructType schema(NamedTables all, CellView view) {
    return view.rowsOf()
        .flatMap(all::table)
        .map(table -> CatalogV2Util.v2ColumnsToStructType(table.columns()))
        .orElseGet(() -> Relations.schema(view.table().columns()));
  }

  private View view(String[] namespace, CellView view, StructType schema) {
    View.Builder builder =
        new View.Builder()
            .withQueryText(view.sql())
            .withCurrentCatalog(name)
            .withCurrentNamespace(namespace)
            .withQueryColumnNames(schema.fieldNames());
    return builder
        .withSchema(schema)
        .withProperties(Map.of("view.referredTempFunctionsNames", "[\"frontier\"]"))
        .withComment(view.table().doc())
        .build();
  }

  private ConfigException readOnly() {
    return new ConfigException(
        name,
        "is a catalog that SQL only reads. Maybe write to another one, such as"
            + " spark_catalog.default.NAME.");
  }

  @Override
  public Table createTable(Identifier identifier, TableInfo table) {
    throw readOnly();
  }

  @Override
  public Table alterTable(Identifier identifier, TableChange... changes) {
    throw readOnly();
  }

  @Override
  public boolean dropTable(Identifier identifier) {
    throw readOnly();
  }

  @Override
  public void renameTable(Identifier from, Identifier to) {
    throw readOnly();
  }

  @Override
  public View createView(Identifier identifier, View view) {
    throw readOnly();
  }

  @Override
  public View replaceView(Identifier identifier, View view) {
    throw readOnly();
  }

  @Override
  public boolean dropView(Identifier identifier) {
    throw readOnly();
  }

  @Override
  public void renameView(Identifier from, Identifier to) {
    throw readOnly();
  }

  @Override
  public void createNamespace(String[] namespace, Map<String, String> metadata) {
    throw readOnly();
  }

  @Override
  public void alterNamespace(String[] namespace, NamespaceChange... changes) {
    throw readOnly();
  }

  @Override
  public boolean dropNamespace(String[] namespace, boolean cascade) {
    throw readOnly();
  }
}
