package dev.ridgeline.table;

import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.LongAdder;
import org.apache.spark.scheduler.AccumulableInfo;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerTaskEnd;
import org.apache.spark.sql.SparkSession;
import scala.jdk.javaapi.CollectionConverters;

/** Counts the cells that queries evaluate, by the metric that scans report. */
final class EvaluatedCells extends SparkListener {

  private static final String METRIC = new EvaluationMetrics.Cells().description();

  private final SparkSession spark;
  private final LongAdder cells = new LongAdder();

  private EvaluatedCells(SparkSession spark) {
    this.spark = spark;
  }

  static EvaluatedCells of(SparkSession spark) {
    EvaluatedCells counter = new EvaluatedCells(spark);
    spark.sparkContext().addSparkListener(counter);
    return counter;
  }

  /** Cells that a query evaluates. */
  long by(Runnable query) throws TimeoutException {
    spark.sparkContext().listenerBus().waitUntilEmpty();
    cells.reset();
    query.run();
    spark.sparkContext().listenerBus().waitUntilEmpty();
    return cells.sum();
  }

  @Override
  public void onTaskEnd(SparkListenerTaskEnd task) {
    for (AccumulableInfo value : CollectionConverters.asJava(task.taskInfo().accumulables())) {
      if (value.name().contains(METRIC) && value.update().isDefined()) {
        cells.add(Long.parseLong(value.update().get().toString()));
      }
    }
  }
}
