package dev.ridgeline.parquet;

import java.io.IOException;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.api.java.function.Function2;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.util.SerializableConfiguration;
import org.jspecify.annotations.Nullable;

/** Parquet files of the partitions of a table. Each task writes its rows, column by column. */
public final class PartitionFiles {

  /** Rows of a batch of objects. They are few, because a row of cells is some 10 kB. */
  private static final int BATCH_ROWS = 512;

  private PartitionFiles() {}

  /** Makes batches of columns from the rows of a task. */
  @FunctionalInterface
  public interface Batches extends Serializable {

    /**
     * The batches of rows, each of which may be made of the memory of the one before.
     *
     * @param rows values of each row
     */
    Iterator<ColumnBatch> of(Iterator<@Nullable Object[]> rows);
  }

  /**
   * Writes a table of texts, numbers of 64 bits and truth values.
   *
   * @param files names of the files
   * @return the files, in the order of the partitions
   */
  public static List<WrittenFile> write(Dataset<Row> table, TaskFiles files) {
    StructType schema = table.schema();
    int width = schema.size();
    return write(table.toJavaRDD(), schema, rows -> new ObjectBatches(rows, width), files);
  }

  /**
   * Writes a table whose columns tasks make. A task that is attempted several times writes a file
   * at each attempt. Only the files of successful attempts are returned. There is a file for each
   * partition that has rows, and for the first one in any case.
   *
   * @param rows what the columns are made of
   * @param schema schema of the table
   * @param batches makes the columns
   * @param files names of the files
   * @return the files, in the order of the partitions
   */
  public static List<WrittenFile> write(
      JavaRDD<Row> rows, StructType schema, Batches batches, TaskFiles files) {
    JavaSparkContext context = JavaSparkContext.fromSparkContext(rows.context());
    JavaRDD<Row> some =
        rows.getNumPartitions() == 0 ? context.parallelize(List.<Row>of(), 1) : rows;
    Task task =
        new Task(
            schema, batches, files, new SerializableConfiguration(context.hadoopConfiguration()));
    return some.mapPartitionsWithIndex(task, false).collect();
  }

  /**
   * Writes one file.
   *
   * @return what was written
   */
  public static WrittenFile write(
      Path path, FileSchema schema, Iterator<ColumnBatch> batches, Configuration hadoop)
      throws IOException {
    try (ColumnarFileWriter file = new ColumnarFileWriter(path, schema, hadoop)) {
      while (batches.hasNext()) {
        ColumnBatch batch = batches.next();
        file.write(batch.columns(), batch.rows());
      }
      return file.finish();
    }
  }

  /** The work of an executor. */
  private record Task(
      StructType schema, Batches batches, TaskFiles files, SerializableConfiguration hadoop)
      implements Function2<Integer, Iterator<Row>, Iterator<WrittenFile>> {

    @Override
    public Iterator<WrittenFile> call(Integer partition, Iterator<Row> rows) throws IOException {
      if (partition > 0 && !rows.hasNext()) {
        return Collections.emptyIterator();
      }
      Path path = new Path(files.directory(), files.name(partition));
      Iterator<ColumnBatch> columns = batches.of(new Values(rows, TaskContext.get()));
      return List.of(write(path, FileSchema.of(schema), columns, hadoop.value())).iterator();
    }
  }

  /** The values of rows, as long as their task goes on. */
  private record Values(Iterator<Row> rows, TaskContext task)
      implements Iterator<@Nullable Object[]> {

    @Override
    public boolean hasNext() {
      return rows.hasNext();
    }

    @Override
    public @Nullable Object[] next() {
      if (task.isInterrupted()) {
        throw new IllegalStateException("the task was stopped");
      }
      Row row = rows.next();
      @Nullable Object[] values = new Object[row.size()];
      for (int place = 0; place < values.length; place++) {
        values[place] = row.get(place);
      }
      return values;
    }
  }

  /** Batches of rows whose values are the columns. */
  private record ObjectBatches(Iterator<@Nullable Object[]> rows, int width)
      implements Iterator<ColumnBatch> {

    @Override
    public boolean hasNext() {
      return rows.hasNext();
    }

    @Override
    public ColumnBatch next() {
      List<@Nullable Object[]> together = new ArrayList<>();
      while (together.size() < BATCH_ROWS && rows.hasNext()) {
        together.add(rows.next());
      }
      return new ColumnBatch(ColumnBatch.columns(together, 0, width), together.size());
    }
  }
}
