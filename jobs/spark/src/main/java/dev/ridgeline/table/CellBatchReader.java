package dev.ridgeline.table;

import dev.ridgeline.evaluate.Availability;
import dev.ridgeline.evaluate.CellEvaluator;
import dev.ridgeline.evaluate.CellResult;
import dev.ridgeline.evaluate.Depth;
import dev.ridgeline.evaluate.ResultColumn;
import dev.ridgeline.space.Axis;
import dev.ridgeline.space.DesignSpace;
import dev.ridgeline.space.GridSlice;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.apache.spark.sql.connector.metric.CustomTaskMetric;
import org.apache.spark.sql.connector.read.PartitionReader;
import org.apache.spark.sql.vectorized.ColumnarBatch;

/** Evaluates a range of cells, a batch at a time. */
final class CellBatchReader implements PartitionReader<ColumnarBatch> {

  /**
   * Large enough to pay for a call, small enough that 80 columns stay in the second-level cache.
   */
  private static final int BATCH_CELLS = 512;

  private final CellEvaluator evaluator;
  private final GridSlice.Cursor cursor;
  private final CellVector[] vectors;
  private final ColumnarBatch batch;
  private final boolean evaluates;
  private long left;
  private long evaluated;
  private long evaluationNanos;

  CellBatchReader(DesignSpace space, GridSlice slice, CellRange range, List<ResultColumn> columns) {
    this.evaluator = new CellEvaluator(space, depths(columns));
    this.cursor = slice.cursor(range.from());
    this.vectors =
        columns.stream()
            .map(column -> CellVector.of(column, BATCH_CELLS))
            .toArray(CellVector[]::new);
    this.batch = new ColumnarBatch(vectors);
    this.evaluates = !columns.stream().allMatch(ResultColumn::isIdentity);
    this.left = range.to() - range.from();
  }

  static Set<Depth> depths(List<ResultColumn> columns) {
    Set<Depth> depths = EnumSet.noneOf(Depth.class);
    columns.forEach(column -> depths.add(column.depth()));
    return depths;
  }

  @Override
  public boolean next() {
    if (left == 0) {
      return false;
    }
    long start = System.nanoTime();
    int rows = (int) Math.min(left, BATCH_CELLS);
    for (CellVector vector : vectors) {
      vector.clear();
    }
    for (int row = 0; row < rows; row++) {
      Axis changed = cursor.next();
      CellResult result =
          evaluates ? evaluator.evaluate(cursor, changed) : evaluator.identify(cursor, changed);
      Availability reach = evaluates ? result.status().reach() : Availability.ALWAYS;
      for (CellVector vector : vectors) {
        vector.set(row, result, reach, changed);
      }
    }
    batch.setNumRows(rows);
    left -= rows;
    evaluated += evaluates ? rows : 0;
    evaluationNanos += System.nanoTime() - start;
    return true;
  }

  @Override
  public ColumnarBatch get() {
    return batch;
  }

  @Override
  public CustomTaskMetric[] currentMetricsValues() {
    return new CustomTaskMetric[] {
      new EvaluationMetrics.TaskValue(EvaluationMetrics.CELLS, evaluated),
      new EvaluationMetrics.TaskValue(EvaluationMetrics.NANOS, evaluationNanos)
    };
  }

  @Override
  public void close() {
    batch.close();
  }
}
