package dev.ridgeline.answer;

import dev.ridgeline.output.ProgressDisplay;
import dev.ridgeline.table.EvaluationMetrics;
import java.util.concurrent.TimeoutException;
import org.apache.spark.scheduler.AccumulableInfo;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerTaskEnd;
import org.apache.spark.sql.SparkSession;
import scala.jdk.javaapi.CollectionConverters;

/** Counts the cells of an evaluation, and shows them. Tasks report them when they end. */
public final class Progress extends SparkListener {

  private final ProgressDisplay display;
  private long counted;

  private Progress(ProgressDisplay display) {
    this.display = display;
  }

  /**
   * Follows the evaluations of a session from now on.
   *
   * @param display shows them
   * @param cells number of all cells; 0 where it is unknown
   * @param done number of cells that are done already
   */
  public static Progress follow(
      SparkSession spark, ProgressDisplay display, long cells, long done) {
    Progress progress = new Progress(display);
    display.evaluating(cells, done);
    spark.sparkContext().addSparkListener(progress);
    return progress;
  }

  /** Waits for the last reports of tasks, and stops following the session. */
  public void end(SparkSession spark) {
    try {
      spark.sparkContext().listenerBus().waitUntilEmpty();
    } catch (TimeoutException e) {
      // Some cells are not counted.
    }
    spark.sparkContext().removeSparkListener(this);
  }

  /** Number of cells that were evaluated since the session is followed. */
  public synchronized long evaluated() {
    return counted;
  }

  @Override
  public synchronized void onTaskEnd(SparkListenerTaskEnd task) {
    if (task.taskInfo().failed() || task.taskInfo().killed()) {
      return;
    }
    for (AccumulableInfo value : CollectionConverters.asJava(task.taskInfo().accumulables())) {
      if (value.name().isDefined()
          && value.name().get().contains(EvaluationMetrics.CELLS_DESCRIPTION)
          && value.update().isDefined()) {
        long more = Long.parseLong(value.update().get().toString());
        counted += more;
        display.evaluated(more);
      }
    }
  }
}
