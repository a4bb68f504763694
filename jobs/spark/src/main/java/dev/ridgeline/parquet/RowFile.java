package dev.ridgeline.parquet;

import java.io.Closeable;
import java.io.IOException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.ColumnWriteStore;
import org.apache.parquet.column.ColumnWriter;
import org.apache.parquet.column.ParquetProperties;
import org.apache.parquet.hadoop.ParquetWriter;

/**
 * A Parquet file that takes value by value, with Parquet's own encoders. Columns of doubles have no
 * dictionary, because few of their values repeat.
 */
final class RowFile implements Closeable {

  /** Rows after which Parquet checks whether a page is full. It checks between rows only. */
  private static final int ROWS_BETWEEN_CHECKS = 4096;

  private static final int MOST_ROWS_OF_PAGE = 5 * ROWS_BETWEEN_CHECKS;

  private final FileSchema schema;
  private final ParquetProperties properties;
  private final GroupedFile file;
  private ColumnWriteStore columns;
  private ColumnWriter[] writers;
  private long rowsOfGroup;

  /** Begins a file. An existing file is replaced. */
  RowFile(Path path, FileSchema schema, Configuration hadoop) throws IOException {
    this.schema = schema;
    this.properties = properties(schema);
    this.file = new GroupedFile(path, schema, hadoop, properties);
    beginGroup();
  }

  private static ParquetProperties properties(FileSchema schema) {
    ParquetProperties.Builder builder =
        GroupedFile.settings()
            .estimateRowCountForPageSizeCheck(false)
            .withMinRowCountForPageSizeCheck(ROWS_BETWEEN_CHECKS)
            .withPageRowCountLimit(MOST_ROWS_OF_PAGE);
    schema.reals().forEach(column -> builder.withDictionaryEncoding(column, false));
    return builder.build();
  }

  private void beginGroup() {
    columns = properties.newColumnWriteStore(schema.type(), file.pages(), file.pages());
    writers =
        schema.type().getColumns().stream()
            .map((ColumnDescriptor column) -> columns.getColumnWriter(column))
            .toArray(ColumnWriter[]::new);
    rowsOfGroup = 0;
  }

  /** The writer of a column of the current row group. */
  ColumnWriter column(int place) {
    return writers[place];
  }

  /** Rows that may follow before all columns must have the same rows. */
  long rowsUntilCheck() {
    return ROWS_BETWEEN_CHECKS - rowsOfGroup % ROWS_BETWEEN_CHECKS;
  }

  /** Ends rows that all columns have. */
  void endRows(int rows) {
    for (int row = 0; row < rows; row++) {
      columns.endRecord();
    }
    rowsOfGroup += rows;
  }

  /** Ends the row group where it is large enough. */
  void endGroupIfFull() throws IOException {
    if (columns.getBufferedSize() > ParquetWriter.DEFAULT_BLOCK_SIZE) {
      endGroup();
      beginGroup();
    }
  }

  private void endGroup() throws IOException {
    if (rowsOfGroup > 0) {
      columns.flush();
    }
    columns.close();
    file.endGroup(rowsOfGroup);
  }

  /**
   * Ends the file with its footer. A file that is not finished is refused by every reader.
   *
   * @return what was written
   */
  WrittenFile finish() throws IOException {
    endGroup();
    return file.finish();
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
