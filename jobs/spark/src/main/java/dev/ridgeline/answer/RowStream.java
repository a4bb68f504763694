package dev.ridgeline.answer;

import dev.ridgeline.output.Output;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.NoSuchElementException;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.jspecify.annotations.Nullable;

/**
 * The first rows of a table of Spark, one after the other. The driver holds those of one task at a
 * time, however many there are.
 */
public final class RowStream implements Iterator<List<@Nullable Object>> {

  private final Iterator<Row> rows;
  private final long most;
  private long taken;

  /** At most so many rows of a table. */
  public RowStream(Dataset<Row> table, long most) {
    this.rows = table.toLocalIterator();
    this.most = most;
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
    if (rows.hasNext()) {
      output.say(String.format(Locale.ROOT, "... and more rows than these %d%n", taken));
    }
  }
}
