package dev.ridgeline.run;

import dev.ridgeline.answer.Progress;
import dev.ridgeline.evaluate.CellColumns;
import dev.ridgeline.evaluate.CellWork;
import dev.ridgeline.space.DesignSpace;
import dev.ridgeline.sweep.Sweep;
import dev.ridgeline.table.CellFiles;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.spark.sql.DataFrameWriter;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;

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

  /**
   * Writes the run into a place that was {@link RunDirectory#claim claimed} or {@link
   * RunDirectory#resume resumed}.
   *
   * @return the content of {@code run.json}
   */
  RunManifest run(SparkSession spark, Sweep sweep, RunDirectory target) {
    writeCells(spark, sweep, target);
    spark.sparkContext().setJobDescription("write the catalogs");
    Map<String, Dataset<Row>> dimensions = DimensionTables.of(spark, sweep.catalogs());
    dimensions.forEach((name, table) -> write(table, target.table(name)));
    target.publish();
    spark.sparkContext().setJobDescription("count the cells of " + sweep.name());
    SortedMap<String, Long> statuses = new TreeMap<>();
    Dataset<Row> cells = spark.read().parquet(target.cells());
    for (Row row : cells.groupBy(CellColumns.STATUS.name()).count().collectAsList()) {
      statuses.put(row.getString(0), row.getLong(1));
    }
    RunManifest manifest =
        RunManifest.of(spark, sweep).withCells(statuses).withTables(dimensions.keySet());
    target.complete(manifest);
    return manifest;
  }

  /**
   * Writes the chunks that are not committed yet. Many are submitted at once, which keeps all cores
   * busy. Spark gives free cores to the chunks that were submitted first, so an interrupted run
   * leaves few chunks half done.
   */
  private void writeCells(SparkSession spark, Sweep sweep, RunDirectory target) {
    long cells = sweep.space().grid().cells();
    CellWork work = CellWork.of(sweep.space());
    List<Chunk> chunks = Chunk.of(work, cells, cellsOfChunk, partitions);
    List<Chunk> left = chunks.stream().filter(chunk -> !target.isCommitted(chunk)).toList();
    long leftCells = left.stream().mapToLong(Chunk::cells).sum();
    ExecutorService writers = Executors.newFixedThreadPool(MOST_CHUNKS_AT_ONCE);
    Progress progress = Progress.follow(spark, cells, cells - leftCells);
    try {
      List<Future<?>> written = new ArrayList<>();
      for (Chunk chunk : left) {
        String what = "evaluate " + sweep.name() + ", " + chunk + " of " + chunks.size();
        written.add(
            writers.submit(
                () -> {
                  spark.sparkContext().setJobDescription(what);
                  target.commit(chunk, write(spark, sweep.space(), work, chunk, target));
                }));
      }
      for (Future<?> one : written) {
        one.get();
      }
      progress.sayDone();
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

  private static List<String> write(
      SparkSession spark, DesignSpace space, CellWork work, Chunk chunk, RunDirectory target) {
    long[] bounds = work.cut(chunk.from(), chunk.to(), chunk.tasks());
    return CellFiles.write(spark, space, bounds, target.emptyStaging(chunk));
  }

  /**
   * Writes a table with the compression of all tables of a run. Columns of doubles have no
   * dictionary, because few of their values repeat. Those that do are compressed better and faster
   * than a dictionary would hold them.
   */
  static void write(Dataset<Row> table, String path) {
    DataFrameWriter<Row> writer =
        table.write().mode(SaveMode.Overwrite).option("compression", "zstd");
    for (StructField field : table.schema().fields()) {
      if (field.dataType().equals(DataTypes.DoubleType)) {
        writer = writer.option("parquet.enable.dictionary#" + field.name(), "false");
      }
    }
    writer.parquet(path);
  }
}
