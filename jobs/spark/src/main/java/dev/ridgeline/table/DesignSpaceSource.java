package dev.ridgeline.table;

import dev.ridgeline.catalog.CatalogDirectories;
import dev.ridgeline.catalog.Catalogs;
import dev.ridgeline.remote.Locations;
import dev.ridgeline.sweep.Sweep;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RuntimeConfig;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.plans.logical.Filter;
import org.apache.spark.sql.catalyst.plans.logical.GlobalLimit;
import org.apache.spark.sql.catalyst.plans.logical.LocalLimit;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.catalyst.plans.logical.Project;
import org.apache.spark.sql.connector.catalog.Table;
import org.apache.spark.sql.connector.catalog.TableProvider;
import org.apache.spark.sql.connector.expressions.Transform;
import org.apache.spark.sql.execution.datasources.v2.DataSourceV2Relation;
import org.apache.spark.sql.execution.datasources.v2.DataSourceV2ScanRelation;
import org.apache.spark.sql.sources.DataSourceRegister;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.util.CaseInsensitiveStringMap;
import scala.Option;
import scala.jdk.javaapi.CollectionConverters;

/**
 * The data source {@code ridgeline}, whose table is the cells of a sweep. A program reads it with
 * {@code spark.read().format("ridgeline").option("sweep", file).option("catalogs",
 * directory).load()}. Only the driver reads files.
 */
public final class DesignSpaceSource implements TableProvider, DataSourceRegister {

  /** Name of the data source. */
  static final String FORMAT = "ridgeline";

  /** Option that names the sweep file. */
  static final String SWEEP = "sweep";

  /** Option that names the directories of catalogs, joined as in a class path. Later ones win. */
  public static final String CATALOGS = "catalogs";

  /**
   * The cells of a sweep file as a lazy table.
   *
   * @param partitions tasks that evaluate cells; 0 lets the scan decide
   */
  public static Dataset<Row> cells(
      SparkSession spark, Path sweepFile, CatalogDirectories catalogs, int partitions) {
    return spark
        .read()
        .format(FORMAT)
        .option(SWEEP, sweepFile.toString())
        .option(CATALOGS, catalogs.toString())
        .option(ScanSettings.PARTITIONS, partitions)
        .load();
  }

  /** The cells of a sweep as a lazy table. */
  public static Dataset<Row> cells(SparkSession spark, Sweep sweep) {
    return org.apache.spark.sql.classic.Dataset.ofRows(
        (org.apache.spark.sql.classic.SparkSession) spark,
        DataSourceV2Relation.create(table(sweep), Option.empty(), Option.empty()));
  }

  /** The cells of a sweep as a table of a catalog. */
  public static Table table(Sweep sweep) {
    return new DesignSpaceTable(sweep);
  }

  /** Columns of the cells of every sweep. */
  public static StructType columns() {
    return CellSchema.ALL;
  }

  /**
   * Number of cells of sweeps that a query visits after its filters on axes; 0 where it reads none.
   */
  public static long cellsOf(Dataset<?> query) {
    return CollectionConverters.asJava(query.queryExecution().optimizedPlan().collectLeaves())
        .stream()
        .map(leaf -> leaf instanceof DataSourceV2ScanRelation relation ? relation.scan() : null)
        .mapToLong(scan -> scan instanceof DesignSpaceScan cells ? cells.selection().cells() : 0)
        .sum();
  }

  /**
   * Takes the first rows of a query. Where each of them is of one cell, tasks have equally many
   * cells: adding up the work of all cells would take longer than the first rows.
   *
   * @param taken runs tasks of the query
   */
  public static <T> T firstRows(Dataset<?> query, Supplier<T> taken) {
    if (!isOfCells(query.queryExecution().optimizedPlan())) {
      return taken.get();
    }
    RuntimeConfig settings = query.sparkSession().conf();
    settings.set(DesignSpaceScan.TASKS, DesignSpaceScan.OF_EQUAL_CELLS);
    try {
      return taken.get();
    } finally {
      settings.unset(DesignSpaceScan.TASKS);
    }
  }

  private static boolean isOfCells(LogicalPlan plan) {
    boolean isRowByRow =
        plan instanceof Project
            || plan instanceof Filter
            || plan instanceof LocalLimit
            || plan instanceof GlobalLimit;
    return isRowByRow
        ? isOfCells(plan.children().head())
        : plan instanceof DataSourceV2ScanRelation relation
            && relation.scan() instanceof DesignSpaceScan;
  }

  @Override
  public String shortName() {
    return FORMAT;
  }

  @Override
  public StructType inferSchema(CaseInsensitiveStringMap options) {
    return CellSchema.ALL;
  }

  @Override
  public Table getTable(
      StructType schema, Transform[] partitioning, Map<String, String> properties) {
    CaseInsensitiveStringMap options = new CaseInsensitiveStringMap(properties);
    Catalogs catalogs =
        CatalogDirectories.parse(required(options, CATALOGS), Locations::path).read();
    return new DesignSpaceTable(Sweep.read(Locations.path(required(options, SWEEP)), catalogs));
  }

  private static String required(CaseInsensitiveStringMap options, String name) {
    String value = options.get(name);
    if (value == null) {
      throw new IllegalArgumentException(
          "the data source " + FORMAT + " lacks the option '" + name + "'");
    }
    return value;
  }
}
