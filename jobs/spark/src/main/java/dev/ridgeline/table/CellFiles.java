package dev.ridgeline.table;

import dev.ridgeline.evaluate.CellColumns;
import dev.ridgeline.parquet.ColumnarFileWriter;
import dev.ridgeline.space.DesignSpace;
import java.io.IOException;
import java.util.List;
import java.util.UUID;
import org.apache.hadoop.fs.Path;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.api.java.function.Function;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.util.LongAccumulator;
import org.apache.spark.util.SerializableConfiguration;

/** Parquet files of cells. Each task evaluates its cells and writes them, column by column. */
public final class CellFiles {

  /** End of the name of a file. */
  public static final String ENDING = ".zstd.parquet";

  private CellFiles() {}

  /**
   * Writes all columns of cells. A task that is attempted several times writes a file at each
   * attempt. Only the files of successful attempts are returned.
   *
   * @param bounds first cell of each task, and at the end one more than the last cell
   * @param directory directory of the files
   * @return names of the files, in the order of the cells
   */
  public static List<String> write(
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
      implements Function<CellRanges, String> {

    @Override
    public String call(CellRanges part) throws IOException {
      TaskContext task = TaskContext.get();
      String name = "part-%05d-%s".formatted(task.partitionId(), UUID.randomUUID()) + ENDING;
      try (ColumnarFileWriter file =
              new ColumnarFileWriter(new Path(directory, name), CellSchema.ALL, hadoop.value());
          CellBatchReader cells =
              new CellBatchReader(space, CellSelection.all(space.grid()), part, CellColumns.ALL)) {
        while (cells.next()) {
          if (task.isInterrupted()) {
            throw new IllegalStateException("the task was stopped");
          }
          file.write(cells.get());
          evaluated.add(cells.get().numRows());
        }
        file.finish();
      }
      return name;
    }
  }
}
