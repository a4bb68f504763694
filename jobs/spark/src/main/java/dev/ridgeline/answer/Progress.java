package dev.ridgeline.answer;

import dev.ridgeline.table.EvaluationMetrics;
import java.io.PrintStream;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.TimeoutException;
import org.apache.spark.scheduler.AccumulableInfo;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerTaskEnd;
import org.apache.spark.sql.SparkSession;
import scala.jdk.javaapi.CollectionConverters;

/**
 * Progress of an evaluation, printed as a line every few seconds. Short evaluations print none. The
 * count of cells is what tasks report when they end.
 */
public final class Progress extends SparkListener {

  private static final Duration INTERVAL = Duration.ofSeconds(5);

  /** Least seconds of an evaluation whose total is printed. */
  private static final double LEAST_SECONDS = 1;

  private final long cells;
  private final long before;
  private final PrintStream print;
  private final long start = System.nanoTime();
  private long done;
  private long counted;
  private long nextLine = start + INTERVAL.toNanos();

  /**
   * Progress of an evaluation.
   *
   * @param cells number of all cells; 0 where it is unknown
   * @param done number of cells that are done already
   */
  private Progress(long cells, long done, PrintStream print) {
    this.cells = cells;
    this.before = done;
    this.done = done;
    this.print = print;
  }

  /**
   * Follows the evaluations of a session from now on.
   *
   * @param cells number of all cells; 0 where it is unknown
   * @param done number of cells that are done already
   */
  public static Progress follow(SparkSession spark, long cells, long done) {
    Progress progress = new Progress(cells, done, System.err);
    spark.sparkContext().addSparkListener(progress);
    return progress;
  }

  /** Waits for the last reports of tasks, and stops following the session. */
  public void end(SparkSession spark) {
    try {
      spark.sparkContext().listenerBus().waitUntilEmpty();
    } catch (TimeoutException e) {
      print.println("  The progress fell behind, and not all cells are counted.");
    }
    spark.sparkContext().removeSparkListener(this);
  }

  /** Number of cells that were evaluated since the session is followed. */
  public synchronized long evaluated() {
    return counted;
  }

  /** Prints the time of all cells. */
  public synchronized void sayDone() {
    double seconds = (System.nanoTime() - start) / 1e9;
    if (seconds > LEAST_SECONDS) {
      print.printf(
          Locale.ROOT,
          "  %,d cells in %s, %,.0f cells/s%n",
          cells - before,
          text(seconds),
          (cells - before) / seconds);
    }
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
    if (cells <= done) {
      return String.format(Locale.ROOT, "  %,d cells, %,.0f cells/s", done, rate);
    }
    return String.format(
        Locale.ROOT,
        "  %,d of %,d cells, %,.0f cells/s, %s left",
        done,
        cells,
        rate,
        text((cells - done) / rate));
  }

  /** A duration as text, such as {@code 12 s} or {@code 2.5 h}. */
  static String text(double seconds) {
    if (seconds < 10) {
      return String.format(Locale.ROOT, "%.1f s", seconds);
    }
    if (seconds < 90) {
      return String.format(Locale.ROOT, "%.0f s", seconds);
    }
    return seconds < 5400
        ? String.format(Locale.ROOT, "%.0f min", seconds / 60)
        : String.format(Locale.ROOT, "%.1f h", seconds / 3600);
  }
}
