package dev.ridgeline.table;

import dev.ridgeline.parquet.TaskFiles;
import dev.ridgeline.space.DesignSpace;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongConsumer;
import org.apache.hadoop.conf.Configuration;

/** Parquet files of cells that threads of this JVM evaluate and write, without Spark. */
public final class LocalCellFiles {

  private LocalCellFiles() {}

  /**
   * Writes all columns of cells, on all cores.
   *
   * @param bounds first cell of each task, and at the end one more than the last cell
   * @param files names of the files
   * @param evaluated counts cells as they are done; threads call it at the same time
   * @return the files, in the order of the cells
   */
  public static List<CellFile> write(
      DesignSpace space,
      long[] bounds,
      TaskFiles files,
      Configuration hadoop,
      LongConsumer evaluated) {
    AtomicBoolean failed = new AtomicBoolean();
    CellFileWriter writer = new CellFileWriter(space, files, hadoop, evaluated, failed::get);
    List<CellRanges> parts = CellRanges.between(bounds);
    int threads = Math.min(parts.size(), Runtime.getRuntime().availableProcessors());
    ExecutorService pool = Executors.newFixedThreadPool(threads);
    try {
      List<Future<CellFile>> tasks = new ArrayList<>();
      for (int task = 0; task < parts.size(); task++) {
        int number = task;
        tasks.add(pool.submit(() -> writer.write(number, parts.get(number))));
      }
      List<CellFile> written = new ArrayList<>();
      for (Future<CellFile> task : tasks) {
        written.add(task.get());
      }
      return written;
    } catch (ExecutionException e) {
      throw new IllegalStateException(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("the sweep was interrupted", e);
    } finally {
      failed.set(true);
      pool.shutdownNow();
    }
  }
}
