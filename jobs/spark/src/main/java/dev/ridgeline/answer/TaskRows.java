package dev.ridgeline.answer;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.function.Function;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.catalyst.CatalystTypeConverters;
import org.apache.spark.sql.catalyst.InternalRow;
import scala.Function1;

/**
 * The rows of a table in the order of its tasks. A few tasks run at once, and no further ones
 * before their rows are taken.
 */
final class TaskRows implements Iterator<Row> {

  private final JavaRDD<InternalRow> table;
  private final Function1<Object, Object> toRow;
  private final int tasks;
  private final int atOnce;
  private int begun;
  private Iterator<InternalRow> rows = List.<InternalRow>of().iterator();

  /**
   * @param atOnce tasks that run at once, whose rows the driver holds together
   */
  TaskRows(Dataset<Row> table, int atOnce) {
    this.table = table.queryExecution().toRdd().toJavaRDD().map(new Copy());
    this.toRow = CatalystTypeConverters.createToScalaConverter(table.schema());
    this.tasks = this.table.getNumPartitions();
    this.atOnce = atOnce;
  }

  /** Spark fills one row again and again. */
  private static final class Copy implements Function<InternalRow, InternalRow> {

    private static final long serialVersionUID = 1L;

    @Override
    public InternalRow call(InternalRow row) {
      return row.copy();
    }
  }

  @Override
  public boolean hasNext() {
    while (!rows.hasNext() && begun < tasks) {
      int end = Math.min(tasks, begun + atOnce);
      List<InternalRow> all = new ArrayList<>();
      for (List<InternalRow> ofTask :
          table.collectPartitions(IntStream.range(begun, end).toArray())) {
        all.addAll(ofTask);
      }
      begun = end;
      rows = all.iterator();
    }
    return rows.hasNext();
  }

  @Override
  public Row next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    return (Row) toRow.apply(rows.next());
  }
}
