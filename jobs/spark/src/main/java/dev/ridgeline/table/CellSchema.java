package dev.ridgeline.table;

import dev.ridgeline.evaluate.CellColumn;
import dev.ridgeline.evaluate.CellColumns;
import dev.ridgeline.relation.Relations;
import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.sql.types.StructType;

/** Spark schemas of cells. */
final class CellSchema {

  /** The schema of all columns. */
  static final StructType ALL = of(CellColumns.ALL);

  private CellSchema() {}

  static StructType of(List<CellColumn> columns) {
    return Relations.schema(columns.stream().map(CellColumn::column).toList());
  }

  /** The columns that the fields of a schema name. */
  static List<CellColumn> columns(StructType schema) {
    return Stream.of(schema.fieldNames()).map(CellColumns::named).toList();
  }
}
