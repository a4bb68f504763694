package dev.ridgeline.table;

import dev.ridgeline.evaluate.ResultColumn;
import dev.ridgeline.space.DesignSpace;
import dev.ridgeline.space.GridSlice;
import java.util.List;
import java.util.OptionalLong;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.connector.expressions.filter.Predicate;
import org.apache.spark.sql.connector.metric.CustomMetric;
import org.apache.spark.sql.connector.read.Batch;
import org.apache.spark.sql.connector.read.InputPartition;
import org.apache.spark.sql.connector.read.PartitionReaderFactory;
import org.apache.spark.sql.connector.read.Scan;
import org.apache.spark.sql.connector.read.Statistics;
import org.apache.spark.sql.connector.read.SupportsReportStatistics;
import org.apache.spark.sql.types.StructType;

/**
 * The cells and columns of one query.
 *
 * @param space what to evaluate
 * @param slice cells that the filters left
 * @param columns columns that are read
 * @param pushed filters that the slice stands for
 * @param settings how to divide the cells
 */
record DesignSpaceScan(
    DesignSpace space,
    GridSlice slice,
    List<ResultColumn> columns,
    List<Predicate> pushed,
    ScanSettings settings)
    implements Scan, Batch, SupportsReportStatistics {

  /** A task of fewer cells than this spends its time on being scheduled. */
  private static final long LEAST_CELLS_PER_TASK = 20_000;

  /** A task of more cells than this is slow to retry and shows no progress. */
  private static final long MOST_CELLS_PER_TASK = 2_000_000;

  @Override
  public StructType readSchema() {
    return CellSchema.of(columns);
  }

  @Override
  public String description() {
    return "cells of a design space: "
        + slice.cells()
        + " of "
        + space.grid().cells()
        + ", "
        + pushed;
  }

  @Override
  public Batch toBatch() {
    return this;
  }

  @Override
  public InputPartition[] planInputPartitions() {
    long cells = slice.cells();
    int tasks = tasks(cells);
    InputPartition[] ranges = new InputPartition[tasks];
    for (int task = 0; task < tasks; task++) {
      ranges[task] = new CellRange(share(cells, task, tasks), share(cells, task + 1, tasks));
    }
    return ranges;
  }

  private int tasks(long cells) {
    if (cells == 0) {
      return 0;
    }
    if (settings.partitions() > 0) {
      return (int) Math.min(settings.partitions(), cells);
    }
    int cores = SparkSession.active().sparkContext().defaultParallelism();
    long wanted = Math.max(cores, cells / MOST_CELLS_PER_TASK);
    return (int) Math.max(1, Math.min(wanted, cells / LEAST_CELLS_PER_TASK));
  }

  /** {@code cells * task / tasks} without overflow. */
  private static long share(long cells, int task, int tasks) {
    return cells / tasks * task + cells % tasks * task / tasks;
  }

  @Override
  public PartitionReaderFactory createReaderFactory() {
    return new CellReaderFactory(space, slice, columns);
  }

  @Override
  public CustomMetric[] supportedCustomMetrics() {
    return EvaluationMetrics.supported();
  }

  @Override
  public Statistics estimateStatistics() {
    long rows = slice.cells();
    long rowBytes = 8L * Math.max(1, columns.size());
    long bytes = rows > Long.MAX_VALUE / rowBytes ? Long.MAX_VALUE : rows * rowBytes;
    return new Statistics() {
      @Override
      public OptionalLong sizeInBytes() {
        return OptionalLong.of(bytes);
      }

      @Override
      public OptionalLong numRows() {
        return OptionalLong.of(rows);
      }
    };
  }
}
