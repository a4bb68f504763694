package dev.ridgeline.run;

import dev.ridgeline.catalog.CatalogKind;
import dev.ridgeline.catalog.CatalogTable;
import dev.ridgeline.catalog.Catalogs;
import dev.ridgeline.relation.Relations;
import dev.ridgeline.schema.DescribedColumn;
import dev.ridgeline.schema.Table;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * The small tables beside the cells: the catalogs with the variants of the sweep, and the columns
 * of all tables. A query joins catalogs to cells by id.
 */
final class DimensionTables {

  private DimensionTables() {}

  /** All tables by name. */
  static Map<String, Dataset<Row>> of(SparkSession spark, Catalogs catalogs) {
    Map<String, Dataset<Row>> datasets = new LinkedHashMap<>();
    for (CatalogTable<?> catalog : CatalogKind.allTables()) {
      datasets.put(catalog.table().name(), dataset(spark, catalog, catalogs));
    }
    datasets.put(DescribedColumn.TABLE.name(), columns(spark, RunTables.ofSweep()));
    return datasets;
  }

  /** A table that describes the columns of tables. */
  static Dataset<Row> columns(SparkSession spark, List<? extends Table<?>> tables) {
    return Relations.dataset(spark, DescribedColumn.TABLE, DescribedColumn.of(tables));
  }

  private static <R> Dataset<Row> dataset(
      SparkSession spark, CatalogTable<R> catalog, Catalogs catalogs) {
    return Relations.dataset(spark, catalog.table(), catalog.rows(catalogs));
  }
}
