package dev.ridgeline.table;

import dev.ridgeline.evaluate.CellColumns;
import dev.ridgeline.parquet.ColumnarFileWriter;
import dev.ridgeline.parquet.FileSchema;
import dev.ridgeline.parquet.TaskFiles;
import dev.ridgeline.space.DesignSpace;
import java.io.IOException;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import java.util.function.LongConsumer;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.vectorized.ColumnVector;
import org.apache.spark.sql.vectorized.ColumnarBatch;

/**
 * A writer of the cells of one task, which evaluates them and writes them column by column. Tasks
 * of Spark and threads of this JVM use the same one, and so write the same bytes.
 *
 * @param space design space of the cells
 * @param files names of the files
 * @param hadoop settings of file systems
 * @param evaluated receives numbers of evaluated cells
 * @param isStopped whether the task has to end before its time
 */
record CellFileWriter(
    DesignSpace space,
    TaskFiles files,
    Configuration hadoop,
    LongConsumer evaluated,
    BooleanSupplier isStopped) {

  /** The schema of files with all columns. */
  static final FileSchema SCHEMA = FileSchema.of(CellColumns.TABLE.columns());

  /** Place of the column with the status. */
  private static final int STATUS = CellColumns.ALL.indexOf(CellColumns.STATUS);

  /**
   * Writes the cells of a task.
   *
   * @throws IllegalStateException when the task is stopped
   */
  CellFile write(int task, CellRanges part) throws IOException {
    SortedMap<String, Long> byStatus = new TreeMap<>();
    try (ColumnarFileWriter file =
            new ColumnarFileWriter(new Path(files.directory(), files.name(task)), SCHEMA, hadoop);
        CellBatchReader cells =
            new CellBatchReader(space, CellSelection.all(space.grid()), part, CellColumns.ALL)) {
      while (cells.next()) {
        if (isStopped.getAsBoolean()) {
          throw new IllegalStateException("the task was stopped");
        }
        file.write(cells.columns(), cells.get().numRows());
        count(cells.get(), byStatus);
        evaluated.accept(cells.get().numRows());
      }
      return new CellFile(file.finish(), byStatus);
    }
  }

  /** Counts runs of equal statuses, because most cells have the status of the one before. */
  private static void count(ColumnarBatch batch, SortedMap<String, Long> byStatus) {
    ColumnVector statuses = batch.column(STATUS);
    int from = 0;
    for (int row = 1; row <= batch.numRows(); row++) {
      if (row == batch.numRows()
          || !statuses.getUTF8String(row).equals(statuses.getUTF8String(from))) {
        byStatus.merge(statuses.getUTF8String(from).toString(), (long) (row - from), Long::sum);
        from = row;
      }
    }
  }
}
