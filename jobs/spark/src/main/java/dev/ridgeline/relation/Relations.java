package dev.ridgeline.relation;

import dev.ridgeline.schema.Column;
import dev.ridgeline.schema.Reader;
import dev.ridgeline.schema.Table;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.function.Supplier;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.MetadataBuilder;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/** Columns, tables and rows in the form that Spark takes. */
public final class Relations {

  private Relations() {}

  /** The Spark schema of columns. Its comments say the meaning and the unit of each column. */
  public static StructType schema(List<? extends Column<?>> columns) {
    return new StructType(columns.stream().map(Relations::field).toArray(StructField[]::new));
  }

  /** A column as a field of a Spark schema. */
  private static StructField field(Column<?> column) {
    return new StructField(
        column.name(),
        type(column.reader()),
        column.nulls().mayBe(),
        new MetadataBuilder().putString("comment", column.comment()).build());
  }

  private static DataType type(Reader<?> reader) {
    if (reader instanceof Reader.Text) {
      return DataTypes.StringType;
    }
    if (reader instanceof Reader.Whole) {
      return DataTypes.LongType;
    }
    if (reader instanceof Reader.Real) {
      return DataTypes.DoubleType;
    }
    if (reader instanceof Reader.Flag) {
      return DataTypes.BooleanType;
    }
    return reader instanceof Reader.Day
        ? DataTypes.DateType
        : DataTypes.createArrayType(DataTypes.StringType, false);
  }

  /** A row as a row of Spark. */
  public static <R> Row row(List<Column<R>> columns, R row) {
    Object[] values = new Object[columns.size()];
    for (int i = 0; i < values.length; i++) {
      Object value = columns.get(i).value(row);
      values[i] = value instanceof List<?> list ? list.toArray() : value;
    }
    return RowFactory.create(values);
  }

  /** A small table of Spark with these rows, in one partition. */
  public static <R> Dataset<Row> dataset(SparkSession spark, Table<R> table, List<R> rows) {
    List<Row> all = new ArrayList<>();
    rows.forEach(row -> all.add(row(table.columns(), row)));
    return spark.createDataFrame(all, schema(table.columns())).coalesce(1);
  }

  /**
   * A maker of a table. Each task makes its own table, because readers cannot be serialized.
   *
   * @param <R> type of a row of the table
   */
  public interface TableMaker<R> extends Supplier<Table<R>>, Serializable {}

  /** A table of Spark whose rows are made by tasks. */
  public static <R> Dataset<Row> dataset(SparkSession spark, TableMaker<R> table, JavaRDD<R> rows) {
    return spark.createDataFrame(
        rows.mapPartitions(new RowsOf<>(table)), schema(table.get().columns()));
  }

  private record RowsOf<R>(TableMaker<R> table) implements FlatMapFunction<Iterator<R>, Row> {

    @Override
    public Iterator<Row> call(Iterator<R> rows) {
      List<Column<R>> columns = table.get().columns();
      return new Iterator<>() {
        @Override
        public boolean hasNext() {
          return rows.hasNext();
        }

        @Override
        public Row next() {
          return row(columns, rows.next());
        }
      };
    }
  }
}
