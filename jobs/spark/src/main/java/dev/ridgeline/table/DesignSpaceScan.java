package dev.ridgeline.table;

import dev.ridgeline.evaluate.CellColumn;
import dev.ridgeline.frontier.Skyline;
import dev.ridgeline.relation.SkylineRequest;
import dev.ridgeline.relation.SkylineScan;
import dev.ridgeline.space.DesignSpace;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.spark.api.java.JavaPairRDD;
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
 * A scan: the cells and columns that one query reads.
 *
 * @param space design space of the cells
 * @param selection cells that the filters leave
 * @param columns columns that the query reads
 * @param pushed filters that {@code selection} already applies
 * @param settings how the cells are divided
 */
record DesignSpaceScan(
    DesignSpace space,
    CellSelection selection,
    List<CellColumn> columns,
    List<Predicate> pushed,
    ScanSettings settings)
    implements Scan, Batch, SupportsReportStatistics, SkylineScan {

  /** Setting that says what tasks have equally much of: work, or {@link #OF_EQUAL_CELLS}. */
  static final String TASKS = "spark.ridgeline.tasks";

  static final String OF_EQUAL_CELLS = "cells";

  /** Least cells of a task. Smaller tasks take longer to schedule than to run. */
  private static final long LEAST_CELLS_PER_TASK = 20_000;

  /** Tasks for each core, which even out the work of cells, if tasks have enough cells. */
  private static final int TASKS_PER_CORE = 16;

  /** Cells of a task that are enough for that many tasks. */
  private static final long BALANCED_CELLS_PER_TASK = 200_000;

  /** Most cells of a task. Larger tasks are slow to retry and show no progress. */
  private static final long MOST_CELLS_PER_TASK = 2_000_000;

  /** Most tasks for the sake of their size. The driver takes some 10 ms for each. */
  private static final long MOST_TASKS = 10_000;

  @Override
  public StructType readSchema() {
    return CellSchema.of(columns);
  }

  @Override
  public String description() {
    return "cells of a design space: "
        + selection.cells()
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
   * Plans tasks of equal work, as far as the work is known in advance. The time of a cell differs,
   * so a large scan has many more tasks than cores. A core that has finished a task takes the next.
   */
  @Override
  public InputPartition[] planInputPartitions() {
    int tasks = tasks(selection.cells());
    boolean equal =
        tasks < 2
            || columns.stream().allMatch(CellColumn::isIdentity)
            || SparkSession.active().conf().get(TASKS, "").equals(OF_EQUAL_CELLS);
    return (equal ? selection.ranges().cut(tasks) : selection.cut(space, tasks))
        .toArray(InputPartition[]::new);
  }

  @Override
  public Optional<JavaPairRDD<List<String>, Skyline>> skylines(
      SparkSession spark, SkylineRequest request) {
    return selection.isWholeSlice()
        ? SkylineTasks.of(spark, space, selection.slice(), request, this::tasks, this::fewTasks)
        : Optional.empty();
  }

  /** Number of tasks for so many cells where each task first plans what all of its cells share. */
  private int fewTasks(long cells) {
    int cores = SparkSession.active().sparkContext().defaultParallelism();
    return Math.min(tasks(cells), Math.max(settings.partitions(), TASKS_PER_CORE * cores));
  }

  /** Number of tasks for so many cells. */
  private int tasks(long cells) {
    if (cells == 0) {
      return 0;
    }
    if (settings.partitions() > 0) {
      return (int) Math.min(settings.partitions(), cells);
    }
    int cores = SparkSession.active().sparkContext().defaultParallelism();
    long balanced = Math.min((long) TASKS_PER_CORE * cores, cells / BALANCED_CELLS_PER_TASK);
    long large = Math.min(MOST_TASKS, cells / MOST_CELLS_PER_TASK);
    long wanted = Math.max(Math.max(cores, balanced), large);
    return (int) Math.max(1, Math.min(wanted, cells / LEAST_CELLS_PER_TASK));
  }

  @Override
  public PartitionReaderFactory createReaderFactory() {
    return new CellReaderFactory(space, selection, columns.stream().map(CellColumn::name).toList());
  }

  @Override
  public CustomMetric[] supportedCustomMetrics() {
    return EvaluationMetrics.supported();
  }

  @Override
  public Statistics estimateStatistics() {
    long rows = selection.cells();
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
