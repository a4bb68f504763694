package dev.ridgeline.table;

import dev.ridgeline.space.DesignSpace;
import java.io.IOException;
import java.util.List;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.api.java.function.Function;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.util.LongAccumulator;
import org.apache.spark.util.SerializableConfiguration;

/** Parquet files of cells. Each task evaluates its cells and writes them, column by column. */
public final class CellFiles {

  private CellFiles() {}

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
      return new CellFileWriter(
              space, directory, hadoop.value(), evaluated::add, task::isInterrupted)
          .write(task.partitionId(), part);
    }
  }
}
