package dev.ridgeline.table;

import dev.ridgeline.space.DesignSpace;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.hadoop.conf.Configuration;

/** Parquet files of cells that threads of this JVM evaluate and write, without Spark. */
public final class LocalCellFiles {

  private LocalCellFiles() {}

  /**
   * Writes all columns of cells, on all cores.
   *
   * @param bounds first cell of each task, and at the end one more than the last cell
   * @param directory directory of the files
   * @return the files, in the order of the cells
   */
  public static List<CellFile> write(
      DesignSpace space, long[] bounds, String directory, Configuration hadoop) {
    AtomicBoolean failed = new AtomicBoolean();
    CellFileWriter writer = new CellFileWriter(space, directory, hadoop, cells -> {}, failed::get);
    List<CellRanges> parts = CellRanges.between(bounds);
    int threads = Math.min(parts.size(), Runtime.getRuntime().availableProcessors());
    ExecutorService pool = Executors.newFixedThreadPool(threads);
    try {
      List<Future<CellFile>> tasks = new ArrayList<>();
      for (int task = 0; task < parts.size(); task++) {
        int number = task;
        tasks.add(pool.submit(() -> writer.write(number, parts.get(number))));
      }
      List<CellFile> files = new ArrayList<>();
      for (Future<CellFile> task : tasks) {
        files.add(task.get());
      }
      return files;
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
