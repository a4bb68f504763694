package dev.ridgeline.table;

import dev.ridgeline.evaluate.CellColumn;
import dev.ridgeline.evaluate.CellColumns;
import dev.ridgeline.evaluate.CellEvaluator;
import dev.ridgeline.evaluate.CellResult;
import dev.ridgeline.parquet.FileSchema;
import dev.ridgeline.parquet.PartitionFiles;
import dev.ridgeline.parquet.TaskFiles;
import dev.ridgeline.parquet.WrittenFile;
import dev.ridgeline.schema.Column;
import dev.ridgeline.space.DesignSpace;
import dev.ridgeline.space.GridSlice;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;

/** Rows of single cells, whose columns are evaluated by the tasks that have their numbers. */
public final class CellRows {

  private CellRows() {}

  /**
   * Adds columns of cells to a table that numbers cells.
   *
   * @param numbered table whose first column has the numbers of cells in the grid; rising order is
   *     the fastest
   * @param columns names of the columns of cells, which come before the others of the table
   */
  public static Dataset<Row> of(
      SparkSession spark, DesignSpace space, Dataset<Row> numbered, List<String> columns) {
    return spark.createDataFrame(
        numbered.toJavaRDD().mapPartitions(new Evaluation(space, columns)),
        schema(columns.stream().map(CellColumns::named).toList(), numbered));
  }

  private static StructType schema(List<CellColumn> columns, Dataset<Row> numbered) {
    StructType schema = CellSchema.of(columns);
    StructField[] others = numbered.schema().fields();
    for (int i = 1; i < others.length; i++) {
      schema = schema.add(others[i]);
    }
    return schema;
  }

  /**
   * Writes all columns of cells, before the others of a table that numbers cells.
   *
   * @param numbered such a table
   * @param files names of the files
   * @return the files of the partitions of the table, in their order
   */
  public static List<WrittenFile> write(DesignSpace space, Dataset<Row> numbered, TaskFiles files) {
    return PartitionFiles.write(
        numbered.toJavaRDD(),
        schema(CellColumns.ALL, numbered),
        chosen -> new ChosenCells(space, CellColumns.ALL, chosen),
        files);
  }

  /**
   * Writes all columns of cells into one file, without Spark.
   *
   * @param numbered the number of each cell in the grid, and values of further columns
   * @param others the further columns
   * @return what was written
   */
  public static WrittenFile write(
      DesignSpace space,
      Iterator<@Nullable Object[]> numbered,
      List<? extends Column<?>> others,
      String path,
      Configuration hadoop)
      throws IOException {
    List<Column<?>> columns = new ArrayList<>(CellColumns.TABLE.columns());
    columns.addAll(others);
    return PartitionFiles.write(
        new Path(path),
        FileSchema.of(columns),
        new ChosenCells(space, CellColumns.ALL, numbered),
        hadoop);
  }

  private static final class Evaluation implements FlatMapFunction<Iterator<Row>, Row> {

    private static final long serialVersionUID = 1L;

    private final DesignSpace space;
    private final List<String> names;

    Evaluation(DesignSpace space, List<String> names) {
      this.space = space;
      this.names = List.copyOf(names);
    }

    @Override
    public Iterator<Row> call(Iterator<Row> numbered) {
      List<CellColumn> columns = names.stream().map(CellColumns::named).toList();
      CellEvaluator evaluator = new CellEvaluator(space, CellBatchReader.depths(columns));
      boolean evaluates = !columns.stream().allMatch(CellColumn::isIdentity);
      GridSlice.Cursor cursor = GridSlice.all(space.grid()).cursor(0);
      return new Iterator<>() {
        @Override
        public boolean hasNext() {
          return numbered.hasNext();
        }

        @Override
        public Row next() {
          Row row = numbered.next();
          var moved = cursor.moveTo(row.getLong(0));
          CellResult cell =
              evaluates ? evaluator.evaluate(cursor, moved) : evaluator.identify(cursor, moved);
          Object[] values = new Object[columns.size() + row.size() - 1];
          for (int i = 0; i < columns.size(); i++) {
            values[i] = columns.get(i).value(cell);
          }
          for (int i = 1; i < row.size(); i++) {
            values[columns.size() + i - 1] = row.get(i);
          }
          return RowFactory.create(values);
        }
      };
    }
  }
}
