package dev.ridgeline.parquet;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A batch of columns.
 *
 * @param columns the columns of the table, in its order
 * @param rows number of rows of the batch
 */
public record ColumnBatch(List<? extends BulkColumn> columns, int rows) {

  /**
   * The columns of rows whose values are objects.
   *
   * @param rows values of each row: texts, numbers and truth values, as many in each
   * @param first place of the first value that is taken
   * @param width number of values of a row
   */
  public static List<BulkColumn> columns(List<@Nullable Object[]> rows, int first, int width) {
    List<BulkColumn> columns = new ArrayList<>();
    for (int place = first; place < width; place++) {
      columns.add(new ObjectColumn(rows, place));
    }
    return columns;
  }
}
