package dev.ridgeline.run;

import dev.ridgeline.relation.Relations;
import dev.ridgeline.schema.DescribedColumn;
import dev.ridgeline.schema.Table;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** The table of the columns of tables that Spark writes. */
final class DimensionTables {

  private DimensionTables() {}

  /** A table that describes the columns of tables. */
  static Dataset<Row> columns(SparkSession spark, List<? extends Table<?>> tables) {
    return Relations.dataset(spark, DescribedColumn.TABLE, DescribedColumn.of(tables));
  }
}
