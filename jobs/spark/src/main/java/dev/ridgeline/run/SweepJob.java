package dev.ridgeline.run;

import dev.ridgeline.answer.Progress;
import dev.ridgeline.evaluate.CellWork;
import dev.ridgeline.output.ProgressDisplay;
import dev.ridgeline.space.DesignSpace;
import dev.ridgeline.store.RunManifest;
import dev.ridgeline.store.UnfinishedRun;
import dev.ridgeline.sweep.Sweep;
import dev.ridgeline.table.CellFile;
import dev.ridgeline.table.CellFiles;
import dev.ridgeline.table.LocalCellFiles;
import dev.ridgeline.view.ViewFile;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.SparkSession;

/**
 * A job that evaluates every cell of a sweep into Parquet.
 *
 * @param partitions tasks that evaluate cells; 0 lets their number follow from the cells
 * @param cellsOfChunk most cells that are written and committed together, on average
 */
record SweepJob(int partitions, long cellsOfChunk) {

  /** Chunks that Spark is given at once. More of them would keep threads of the driver idle. */
  private static final int MOST_CHUNKS_AT_ONCE = 256;

  /** A job with chunks of the usual size. */
  SweepJob(int partitions) {
    this(partitions, Chunk.CELLS);
  }

  /** What a run of this job is computed from. */
  RunManifest inputs(Sweep sweep) {
    return RunManifest.of(sweep, partitions, cellsOfChunk);
  }

  /** Does the same as the other method, and shows no progress. */
  RunManifest run(SparkSession spark, Sweep sweep, UnfinishedRun target) {
    return run(spark, sweep, target, ProgressDisplay.NONE);
  }

  /**
   * Writes the cells by tasks of Spark, then the catalogs, and completes the run.
   *
   * @return the content of {@code run.json}
   */
  RunManifest run(SparkSession spark, Sweep sweep, UnfinishedRun target, ProgressDisplay display) {
    writeCells(spark, sweep, target, display);
    display.stage("writing the catalogs");
    return complete(sweep, target, spark.sparkContext().hadoopConfiguration());
  }

  /**
   * Writes the cells by threads of this JVM, then the catalogs, and completes the run. Its files
   * are those that Spark would write.
   *
   * @return the content of {@code run.json}
   */
  RunManifest runHere(
      Sweep sweep, UnfinishedRun target, Configuration hadoop, ProgressDisplay display) {
    DesignSpace space = sweep.space();
    CellWork work = CellWork.of(space);
    long cells = space.grid().cells();
    List<Chunk> left = left(Chunk.of(work, cells, cellsOfChunk, partitions), target);
    display.evaluating(cells, cells - left.stream().mapToLong(Chunk::cells).sum());
    for (Chunk chunk : left) {
      long[] bounds = work.cut(chunk.from(), chunk.to(), chunk.tasks());
      commit(
          chunk,
          LocalCellFiles.write(
              space, bounds, target.chunkFiles(chunk.number()), hadoop, display::evaluated),
          target);
    }
    display.evaluationDone();
    display.stage("writing the catalogs");
    return complete(sweep, target, hadoop);
  }

  private static RunManifest complete(Sweep sweep, UnfinishedRun target, Configuration hadoop) {
    CatalogFiles.write(sweep.catalogs(), target, hadoop);
    target.put(ViewFile.NAME, ViewFile.text(sweep.targets()));
    return target.complete(sweep.space().grid().cells());
  }

  /** The chunks that are not committed yet. Every byte of a committed one is read. */
  private static List<Chunk> left(List<Chunk> chunks, UnfinishedRun target) {
    return chunks.parallelStream()
        .filter(chunk -> !target.isCommitted(chunk.number(), chunk.from(), chunk.to()))
        .toList();
  }

  /**
   * Writes the chunks that are not committed yet. Many are submitted at once, which keeps all cores
   * busy. Spark gives free cores to the chunks that were submitted first, so an interrupted run
   * leaves few chunks half done.
   */
  private void writeCells(
      SparkSession spark, Sweep sweep, UnfinishedRun target, ProgressDisplay display) {
    long cells = sweep.space().grid().cells();
    CellWork work = CellWork.of(sweep.space());
    List<Chunk> chunks = Chunk.of(work, cells, cellsOfChunk, partitions);
    List<Chunk> left = left(chunks, target);
    long leftCells = left.stream().mapToLong(Chunk::cells).sum();
    ExecutorService writers = Executors.newFixedThreadPool(MOST_CHUNKS_AT_ONCE);
    Progress progress = Progress.follow(spark, display, cells, cells - leftCells);
    try {
      List<Future<?>> written = new ArrayList<>();
      for (Chunk chunk : left) {
        String what = "evaluate " + sweep.name() + ", " + chunk + " of " + chunks.size();
        written.add(
            writers.submit(
                () -> {
                  spark.sparkContext().setJobDescription(what);
                  commit(chunk, write(spark, sweep.space(), work, chunk, target), target);
                }));
      }
      for (Future<?> one : written) {
        one.get();
      }
      display.evaluationDone();
    } catch (ExecutionException e) {
      throw new IllegalStateException(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("the sweep was interrupted", e);
    } finally {
      writers.shutdownNow();
      progress.end(spark);
    }
  }

  private static void commit(Chunk chunk, List<CellFile> written, UnfinishedRun target) {
    SortedMap<String, Long> byStatus = new TreeMap<>();
    written.forEach(
        file -> file.byStatus().forEach((status, n) -> byStatus.merge(status, n, Long::sum)));
    target.commit(
        chunk.number(),
        chunk.from(),
        chunk.to(),
        written.stream().map(CellFile::file).toList(),
        byStatus);
  }

  private static List<CellFile> write(
      SparkSession spark, DesignSpace space, CellWork work, Chunk chunk, UnfinishedRun target) {
    long[] bounds = work.cut(chunk.from(), chunk.to(), chunk.tasks());
    return CellFiles.write(spark, space, bounds, target.chunkFiles(chunk.number()));
  }
}
