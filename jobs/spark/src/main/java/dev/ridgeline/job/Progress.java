package dev.ridgeline.job;

import dev.ridgeline.table.EvaluationMetrics;
import java.io.PrintStream;
import java.time.Duration;
import java.util.Locale;
import org.apache.spark.scheduler.AccumulableInfo;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerTaskEnd;
import org.apache.spark.sql.SparkSession;
import scala.jdk.javaapi.CollectionConverters;

/**
 * Tells how far an evaluation is: a line now and then, none for short ones. Counts what tasks
 * report when they end.
 */
final class Progress extends SparkListener {

  private static final Duration INTERVAL = Duration.ofSeconds(5);

  private final long cells;
  private final PrintStream print;
  private final long start = System.nanoTime();
  private long done;
  private long counted;
  private long nextLine = start + INTERVAL.toNanos();

  /**
   * @param cells cells in all
   * @param done cells that are done already
   */
  private Progress(long cells, long done, PrintStream print) {
    this.cells = cells;
    this.done = done;
    this.print = print;
  }

  /** Follows what a session evaluates from now on. */
  static Progress follow(SparkSession spark, long cells, long done) {
    Progress progress = new Progress(cells, done, System.err);
    spark.sparkContext().addSparkListener(progress);
    return progress;
  }

  /** No longer follows it. */
  void end(SparkSession spark) {
    spark.sparkContext().removeSparkListener(this);
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
        done += more;
        counted += more;
      }
    }
    if (System.nanoTime() > nextLine && counted > 0) {
      nextLine = System.nanoTime() + INTERVAL.toNanos();
      print.println(line((System.nanoTime() - start) / 1e9));
    }
  }

  private String line(double seconds) {
    double rate = counted / seconds;
    return String.format(
        Locale.ROOT,
        "  %,d of %,d cells, %,.0f cells/s, %s left",
        done,
        cells,
        rate,
        text((cells - done) / rate));
  }

  /** A duration for a person. */
  static String text(double seconds) {
    if (seconds < 90) {
      return "%.0f s".formatted(seconds);
    }
    return seconds < 5400 ? "%.0f min".formatted(seconds / 60) : "%.1f h".formatted(seconds / 3600);
  }
}
