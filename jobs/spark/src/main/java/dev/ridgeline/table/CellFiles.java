package dev.ridgeline.table;

import dev.ridgeline.parquet.TaskFiles;
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

  /** Name of the stage in the Spark UI. */
  private static final String STAGE = "evaluate cells and write them as Parquet";

  private CellFiles() {}

  /**
   * Writes all columns of cells. A task that is attempted several times writes a file at each
   * attempt. Only the files of successful attempts are returned.
   *
   * @param bounds first cell of each task, and at the end one more than the last cell
   * @param files names of the files
   * @return the files, in the order of the cells
   */
  public static List<CellFile> write(
      SparkSession spark, DesignSpace space, long[] bounds, TaskFiles files) {
    List<CellRanges> parts = CellRanges.between(bounds);
    JavaSparkContext context = JavaSparkContext.fromSparkContext(spark.sparkContext());
    LongAccumulator evaluated =
        spark.sparkContext().longAccumulator(EvaluationMetrics.CELLS_DESCRIPTION);
    LongAccumulator infeasible =
        spark.sparkContext().longAccumulator(EvaluationMetrics.INFEASIBLE_DESCRIPTION);
    SerializableConfiguration hadoop =
        new SerializableConfiguration(spark.sparkContext().hadoopConfiguration());
    context.setCallSite(STAGE);
    try {
      return context
          .parallelize(parts, parts.size())
          .map(new Task(space, files, hadoop, evaluated, infeasible))
          .collect();
    } finally {
      context.clearCallSite();
    }
  }

  /** The work of an executor. */
  private record Task(
      DesignSpace space,
      TaskFiles files,
      SerializableConfiguration hadoop,
      LongAccumulator evaluated,
      LongAccumulator infeasible)
      implements Function<CellRanges, CellFile> {

    @Override
    public CellFile call(CellRanges part) throws IOException {
      TaskContext task = TaskContext.get();
      CellFile written =
          new CellFileWriter(space, files, hadoop.value(), evaluated::add, task::isInterrupted)
              .write(task.partitionId(), part);
      infeasible.add(written.infeasible());
      return written;
    }
  }
}
