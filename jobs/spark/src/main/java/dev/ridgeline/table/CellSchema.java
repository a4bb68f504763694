package dev.ridgeline.table;

import dev.ridgeline.evaluate.Availability;
import dev.ridgeline.evaluate.ColumnReader;
import dev.ridgeline.evaluate.ResultColumn;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.MetadataBuilder;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/** The Spark schema of cells, from {@link ResultColumn}. */
final class CellSchema {

  /** All columns. */
  static final StructType ALL = of(List.of(ResultColumn.values()));

  private CellSchema() {}

  static StructType of(List<ResultColumn> columns) {
    return new StructType(columns.stream().map(CellSchema::field).toArray(StructField[]::new));
  }

  /** The result columns that the fields of a schema name. */
  static List<ResultColumn> columns(StructType schema) {
    return Arrays.stream(schema.fields()).map(field -> column(field.name())).toList();
  }

  static ResultColumn column(String name) {
    return Arrays.stream(ResultColumn.values())
        .filter(column -> column.columnName().equals(name))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no column " + name));
  }

  private static StructField field(ResultColumn column) {
    boolean nullable = column.availability() != Availability.ALWAYS || column.mayBeMissing();
    return new StructField(
        column.columnName(),
        type(column.reader()),
        nullable,
        new MetadataBuilder().putString("comment", column.comment()).build());
  }

  private static DataType type(ColumnReader reader) {
    if (reader instanceof ColumnReader.Text) {
      return DataTypes.StringType;
    }
    return reader instanceof ColumnReader.Whole ? DataTypes.LongType : DataTypes.DoubleType;
  }
}
