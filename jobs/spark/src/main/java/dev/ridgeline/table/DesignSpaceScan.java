package dev.ridgeline.table;

import dev.ridgeline.evaluate.CellColumn;
import dev.ridgeline.space.DesignSpace;
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
 * @param choice cells that the filters left
 * @param columns columns that are read
 * @param pushed filters that the choice stands for
 * @param settings how to divide the cells
 */
record DesignSpaceScan(
    DesignSpace space,
    CellChoice choice,
    List<CellColumn> columns,
    List<Predicate> pushed,
    ScanSettings settings)
    implements Scan, Batch, SupportsReportStatistics {

  /** A task of fewer cells than this spends its time on being scheduled. */
  private static final long LEAST_CELLS_PER_TASK = 20_000;

  /** Tasks a core that even out how much work cells are, where those have this many cells. */
  private static final int TASKS_PER_CORE = 16;

  private static final long BALANCED_CELLS_PER_TASK = 200_000;

  /** A task of more cells than this is slow to retry and shows no progress. */
  private static final long MOST_CELLS_PER_TASK = 2_000_000;

  @Override
  public StructType readSchema() {
    return CellSchema.of(columns);
  }

  @Override
  public String description() {
    return "cells of a design space: "
        + choice.cells()
        + " of "
        + space.grid().cells()
        + ", "
        + pushed;
  }

  @Override
  public Batch toBatch() {
    return this;
  }

  /**
   * Tasks of equal work, as far as that is known before. What the model takes differs from cell to
   * cell, too, so a scan that is worth it has many more tasks than cores, which take one when they
   * have finished another.
   */
  @Override
  public InputPartition[] planInputPartitions() {
    int tasks = tasks(choice.cells());
    boolean equal = tasks < 2 || columns.stream().allMatch(CellColumn::isIdentity);
    return (equal ? choice.ranges().cut(tasks) : choice.cut(space, tasks))
        .toArray(InputPartition[]::new);
  }

  private int tasks(long cells) {
    if (cells == 0) {
      return 0;
    }
    if (settings.partitions() > 0) {
      return (int) Math.min(settings.partitions(), cells);
    }
    int cores = SparkSession.active().sparkContext().defaultParallelism();
    long balanced = Math.min((long) TASKS_PER_CORE * cores, cells / BALANCED_CELLS_PER_TASK);
    long wanted = Math.max(Math.max(cores, balanced), cells / MOST_CELLS_PER_TASK);
    return (int) Math.max(1, Math.min(wanted, cells / LEAST_CELLS_PER_TASK));
  }

  @Override
  public PartitionReaderFactory createReaderFactory() {
    return new CellReaderFactory(space, choice, columns.stream().map(CellColumn::name).toList());
  }

  @Override
  public CustomMetric[] supportedCustomMetrics() {
    return EvaluationMetrics.supported();
  }

  @Override
  public Statistics estimateStatistics() {
    long rows = choice.cells();
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
