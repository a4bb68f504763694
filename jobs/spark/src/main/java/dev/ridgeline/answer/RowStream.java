package dev.ridgeline.answer;

import dev.ridgeline.output.Output;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.NoSuchElementException;
import java.util.Optional;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.catalyst.expressions.Literal;
import org.apache.spark.sql.catalyst.plans.logical.GlobalLimit;
import org.apache.spark.sql.catalyst.plans.logical.LocalLimit;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.catalyst.plans.logical.Offset;
import org.apache.spark.sql.catalyst.plans.logical.Project;
import org.apache.spark.sql.catalyst.plans.logical.Sort;
import org.apache.spark.sql.classic.SparkSession;
import org.apache.spark.sql.execution.datasources.v2.DataSourceV2ScanRelation;
import org.jspecify.annotations.Nullable;

/**
 * The first rows of a table of Spark, one after the other. The driver holds those of one task at a
 * time, however many there are. Up to a LIMIT it holds those of several tasks, of which each ends
 * at the LIMIT.
 */
public final class RowStream implements Iterator<List<@Nullable Object>> {

  /** Values of rows up to which tasks run at once. They take some 100 MB of the driver. */
  private static final long MOST_AT_ONCE = 10_000_000;

  private final Iterator<Row> rows;
  private final long most;

  /** Rows that the table has at most. */
  private final long limit;

  private long taken;

  /**
   * At most so many rows of a table. Where the table is one of a LIMIT, the stream ends there.
   * Spark would run all tasks up to the limit each, and bring their rows into one task.
   */
  public RowStream(Dataset<Row> table, long most) {
    Optional<Limited> limited = Limited.of(table);
    this.limit = limited.map(Limited::rows).orElse(Integer.MAX_VALUE);
    this.rows = limited.map(Limited::first).orElseGet(table::toLocalIterator);
    this.most = Math.min(most, limit);
  }

  /**
   * A table whose first rows are an answer.
   *
   * @param table the table, of which each task ends at the LIMIT
   * @param rows how many
   */
  private record Limited(Dataset<Row> table, int rows) {

    /** The table below the outermost LIMIT of a query; empty where an order or OFFSET decides. */
    static Optional<Limited> of(Dataset<Row> table) {
      return table.queryExecution().analyzed() instanceof GlobalLimit global
              && global.limitExpr() instanceof Literal rows
              && rows.value() instanceof Integer most
              && global.child() instanceof LocalLimit local
              && isUnordered(local.child())
              && table.sparkSession() instanceof SparkSession spark
          ? Optional.of(
              new Limited(
                  isOfScan(table)
                      ? table
                      : org.apache.spark.sql.classic.Dataset.ofRows(spark, local),
                  most))
          : Optional.empty();
    }

    /** Whether the scan ends at the LIMIT, so that Spark has left it out. */
    private static boolean isOfScan(Dataset<Row> table) {
      LogicalPlan plan = table.queryExecution().optimizedPlan();
      while (plan instanceof Project project) {
        plan = project.child();
      }
      return plan instanceof DataSourceV2ScanRelation;
    }

    /** The rows in their order. As many tasks run at once as the cores, and the memory, allow. */
    Iterator<Row> first() {
      long values = Math.max(1L, (long) rows * table.columns().length);
      int cores = table.sparkSession().sparkContext().defaultParallelism();
      int atOnce = (int) Math.min(cores, MOST_AT_ONCE / values);
      return atOnce > 1 ? new TaskRows(table, atOnce) : table.toLocalIterator();
    }

    private static boolean isUnordered(LogicalPlan plan) {
      return plan instanceof Project project
          ? isUnordered(project.child())
          : !(plan instanceof Sort || plan instanceof Offset);
    }
  }

  @Override
  public boolean hasNext() {
    return taken < most && rows.hasNext();
  }

  @Override
  public List<@Nullable Object> next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    taken++;
    return SparkRows.plain(rows.next());
  }

  /** Says that there are more rows, where there are. */
  public void sayIfMore(Output output) {
    if (taken < limit && rows.hasNext()) {
      output.say(String.format(Locale.ROOT, "... and more rows than these %d%n", taken));
    }
  }
}
