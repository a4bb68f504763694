package dev.ridgeline.table;

import dev.ridgeline.evaluate.CellColumns;
import dev.ridgeline.parquet.ColumnarFileWriter;
import dev.ridgeline.parquet.WrittenFile;
import dev.ridgeline.space.DesignSpace;
import java.io.IOException;
import java.io.Serializable;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import org.apache.hadoop.fs.Path;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.api.java.function.Function;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.vectorized.ColumnVector;
import org.apache.spark.sql.vectorized.ColumnarBatch;
import org.apache.spark.util.LongAccumulator;
import org.apache.spark.util.SerializableConfiguration;

/** Parquet files of cells. Each task evaluates its cells and writes them, column by column. */
public final class CellFiles {

  private static final String ENDING = ".zstd.parquet";

  /** Place of the column with the status. */
  private static final int STATUS = CellColumns.ALL.indexOf(CellColumns.STATUS);

  private CellFiles() {}

  /**
   * A file of cells.
   *
   * @param file the file
   * @param byStatus number of its cells by status
   */
  public record CellFile(WrittenFile file, SortedMap<String, Long> byStatus)
      implements Serializable {}

  /**
   * Writes all columns of cells. A task that is attempted several times writes a file at each
   * attempt. Only the files of successful attempts are returned.
   *
   * @param bounds first cell of each task, and at the end one more than the last cell
   * @param directory directory of the files
   * @return the files, in the order of the cells
   */
  public static List<CellFile> write(
      SparkSession spark, DesignSpace space, long[] bounds, String directory) {
    List<CellRanges> parts = CellRanges.between(bounds);
    JavaSparkContext context = JavaSparkContext.fromSparkContext(spark.sparkContext());
    LongAccumulator evaluated =
        spark.sparkContext().longAccumulator(EvaluationMetrics.CELLS_DESCRIPTION);
    SerializableConfiguration hadoop =
        new SerializableConfiguration(spark.sparkContext().hadoopConfiguration());
    return context
        .parallelize(parts, parts.size())
        .map(new Task(space, directory, hadoop, evaluated))
        .collect();
  }

  /** The work of an executor. */
  private record Task(
      DesignSpace space,
      String directory,
      SerializableConfiguration hadoop,
      LongAccumulator evaluated)
      implements Function<CellRanges, CellFile> {

    @Override
    public CellFile call(CellRanges part) throws IOException {
      TaskContext task = TaskContext.get();
      String name = "part-%05d-%s".formatted(task.partitionId(), UUID.randomUUID()) + ENDING;
      SortedMap<String, Long> byStatus = new TreeMap<>();
      try (ColumnarFileWriter file =
              new ColumnarFileWriter(new Path(directory, name), CellSchema.ALL, hadoop.value());
          CellBatchReader cells =
              new CellBatchReader(space, CellSelection.all(space.grid()), part, CellColumns.ALL)) {
        while (cells.next()) {
          if (task.isInterrupted()) {
            throw new IllegalStateException("the task was stopped");
          }
          file.write(cells.get());
          count(cells.get(), byStatus);
          evaluated.add(cells.get().numRows());
        }
        return new CellFile(file.finish(), byStatus);
      }
    }

    /** Counts runs of equal statuses, because most cells have the status of the one before. */
    private static void count(ColumnarBatch batch, SortedMap<String, Long> byStatus) {
      ColumnVector statuses = batch.column(STATUS);
      int from = 0;
      for (int row = 1; row <= batch.numRows(); row++) {
        if (row == batch.numRows()
            || !statuses.getUTF8String(row).equals(statuses.getUTF8String(from))) {
          byStatus.merge(statuses.getUTF8String(from).toString(), (long) (row - from), Long::sum);
          from = row;
        }
      }
    }
  }
}
