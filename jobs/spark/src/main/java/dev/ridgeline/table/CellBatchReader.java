package dev.ridgeline.table;

import dev.ridgeline.evaluate.Availability;
import dev.ridgeline.evaluate.CellColumn;
import dev.ridgeline.evaluate.CellEvaluator;
import dev.ridgeline.evaluate.CellResult;
import dev.ridgeline.evaluate.Depth;
import dev.ridgeline.parquet.BulkColumn;
import dev.ridgeline.space.Axis;
import dev.ridgeline.space.DesignSpace;
import dev.ridgeline.space.GridSlice;
import java.util.EnumSet;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import org.apache.spark.sql.connector.metric.CustomTaskMetric;
import org.apache.spark.sql.connector.read.PartitionReader;
import org.apache.spark.sql.vectorized.ColumnarBatch;

/** A reader of the cells of a task, which are evaluated batch by batch. */
final class CellBatchReader implements PartitionReader<ColumnarBatch> {

  /**
   * Cells of a batch. They are enough to make the cost of a call small, and few enough that 80
   * columns stay in the second-level cache.
   */
  static final int BATCH_CELLS = 512;

  /** Cells of the first batch, which is small for queries of few rows. */
  private static final int FIRST_BATCH_CELLS = 32;

  private static final Axis<?> FASTEST = Axis.ALL.get(Axis.ALL.size() - 1);

  private final CellSelection selection;
  private final Iterator<CellRange> ranges;
  private final CellEvaluator evaluator;
  private final CellVector[] vectors;
  private final VectorGroup[] groups;
  private final ColumnarBatch batch;
  private final boolean evaluates;

  @SuppressWarnings("NullAway.Init") // Set at the first range, before the first cell.
  private GridSlice.Cursor cursor;

  private Axis<?> changed = Axis.ALL.get(0);

  /** Slowest axis that changed since the evaluator was last asked. */
  private Axis<?> untold = Axis.ALL.get(0);

  private int batchCells = FIRST_BATCH_CELLS;
  private long leftOfRange;
  private long rowsLeft;
  private long evaluated;
  private long infeasible;
  private long evaluationNanos;

  CellBatchReader(
      DesignSpace space, CellSelection selection, CellRanges part, List<CellColumn> columns) {
    this.selection = selection;
    this.ranges = part.ranges().iterator();
    this.evaluator = new CellEvaluator(space, depths(columns));
    this.vectors = new CellVector[columns.size()];
    this.groups = VectorGroup.of(columns, BATCH_CELLS, vectors);
    this.batch = new ColumnarBatch(vectors);
    this.evaluates = !columns.stream().allMatch(CellColumn::isIdentity);
    this.rowsLeft = selection.limit() == Integer.MAX_VALUE ? Long.MAX_VALUE : selection.limit();
  }

  static Set<Depth> depths(List<CellColumn> columns) {
    Set<Depth> depths = EnumSet.noneOf(Depth.class);
    columns.forEach(column -> depths.add(column.depth()));
    return depths;
  }

  @Override
  public boolean next() {
    long start = System.nanoTime();
    for (VectorGroup group : groups) {
      group.clear();
    }
    int most = (int) Math.min(batchCells, rowsLeft);
    int rows = 0;
    while (rows < most && advance()) {
      CellResult result =
          evaluates ? evaluator.evaluate(cursor, untold) : evaluator.identify(cursor, untold);
      untold = FASTEST;
      Availability reach = evaluates ? result.status().reach() : Availability.ALWAYS;
      for (VectorGroup group : groups) {
        group.set(rows, result, changed, reach);
      }
      rows++;
      infeasible += evaluates && result.status().isInfeasible() ? 1 : 0;
      changed = FASTEST;
    }
    for (VectorGroup group : groups) {
      group.fill(rows);
    }
    batch.setNumRows(rows);
    batchCells = Math.min(BATCH_CELLS, 2 * batchCells);
    rowsLeft -= rows;
    evaluated += evaluates ? rows : 0;
    evaluationNanos += System.nanoTime() - start;
    return rows > 0;
  }

  /** Moves to the next cell that is taken, and notes the slowest axis that changed on the way. */
  private boolean advance() {
    while (leftOfRange > 0 || ranges.hasNext()) {
      if (leftOfRange == 0) {
        CellRange range = ranges.next();
        cursor = selection.slice().cursor(range.from());
        leftOfRange = range.cells();
      }
      Axis<?> moved = cursor.next();
      leftOfRange--;
      changed = moved.compareTo(changed) < 0 ? moved : changed;
      untold = moved.compareTo(untold) < 0 ? moved : untold;
      if (isUnfit(moved)) {
        leftOfRange = Math.max(0, leftOfRange - cursor.skip(Axis.EFFICIENCY));
      } else if (selection.takes(cursor)) {
        return true;
      }
    }
    return false;
  }

  /** Whether the cell begins a block of cells whose weights do not fit, and none of them counts. */
  private boolean isUnfit(Axis<?> moved) {
    if (!evaluates || !selection.isFitting() || moved.compareTo(Axis.EFFICIENCY) > 0) {
      return false;
    }
    boolean mayFit = evaluator.mayFit(cursor, untold);
    untold = FASTEST;
    return !mayFit;
  }

  /** The columns of the batch, which are filled anew by each one. */
  List<BulkColumn> columns() {
    return List.of(vectors);
  }

  @Override
  public ColumnarBatch get() {
    return batch;
  }

  @Override
  public CustomTaskMetric[] currentMetricsValues() {
    return new CustomTaskMetric[] {
      new EvaluationMetrics.TaskValue(EvaluationMetrics.CELLS, evaluated),
      new EvaluationMetrics.TaskValue(EvaluationMetrics.INFEASIBLE, infeasible),
      new EvaluationMetrics.TaskValue(EvaluationMetrics.NANOS, evaluationNanos)
    };
  }

  @Override
  public void close() {
    batch.close();
  }
}
