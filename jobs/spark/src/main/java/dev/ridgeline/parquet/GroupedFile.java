package dev.ridgeline.parquet;

import dev.ridgeline.remote.Renames;
import java.io.Closeable;
import java.io.IOException;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.bytes.HeapByteBufferAllocator;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.ColumnWriteStore;
import org.apache.parquet.column.ColumnWriter;
import org.apache.parquet.column.ParquetProperties;
import org.apache.parquet.compression.CompressionCodecFactory.BytesInputCompressor;
import org.apache.parquet.hadoop.CodecFactory;
import org.apache.parquet.hadoop.ColumnChunkPageWriteStore;
import org.apache.parquet.hadoop.ParquetFileWriter;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.hadoop.util.HadoopOutputFile;

/**
 * A Parquet file with its row groups, compressed with zstd. Columns of doubles have no dictionary,
 * because few of their values repeat. Those that do are compressed better and faster than a
 * dictionary would hold them.
 */
final class GroupedFile implements Closeable {

  /** Key of the metadata that Spark's readers take the schema from. */
  private static final String SPARK_SCHEMA = "org.apache.spark.sql.parquet.row.metadata";

  /** Rows after which Parquet checks whether a page is full. It checks between rows only. */
  static final int ROWS_BETWEEN_CHECKS = 4096;

  private static final int MOST_ROWS_OF_PAGE = 5 * ROWS_BETWEEN_CHECKS;

  private final FileSchema schema;
  private final long rowGroupBytes;
  private final ParquetProperties properties;
  private final CodecFactory codecs;
  private final BytesInputCompressor compressor;
  private final boolean showsAtClose;
  private final SteadyFooterFile target;
  private final ParquetFileWriter file;
  private ColumnChunkPageWriteStore pages;
  private ColumnWriteStore columns;
  private ColumnWriter[] writers;
  private long rowsOfGroup;

  /**
   * Begins a file. An existing file is replaced.
   *
   * @param rowGroupBytes size in memory at which a row group ends, in bytes
   */
  GroupedFile(Path path, FileSchema schema, Configuration hadoop, long rowGroupBytes)
      throws IOException {
    this.schema = schema;
    this.rowGroupBytes = rowGroupBytes;
    this.properties = properties(schema);
    this.codecs = new CodecFactory(hadoop, properties.getPageSizeThreshold());
    this.compressor = codecs.getCompressor(CompressionCodecName.ZSTD);
    this.showsAtClose = !Renames.areUsed(path.toUri(), hadoop);
    this.target = new SteadyFooterFile(HadoopOutputFile.fromPath(path, hadoop));
    this.file =
        new ParquetFileWriter(
            target,
            schema.type(),
            ParquetFileWriter.Mode.OVERWRITE,
            rowGroupBytes,
            ParquetWriter.MAX_PADDING_SIZE_DEFAULT,
            null,
            properties);
    file.start();
    beginGroup();
  }

  private static ParquetProperties properties(FileSchema schema) {
    ParquetProperties.Builder builder =
        ParquetProperties.builder()
            .estimateRowCountForPageSizeCheck(false)
            .withMinRowCountForPageSizeCheck(ROWS_BETWEEN_CHECKS)
            .withPageRowCountLimit(MOST_ROWS_OF_PAGE)
            .withSizeStatisticsEnabled(false);
    schema.reals().forEach(column -> builder.withDictionaryEncoding(column, false));
    return builder.build();
  }

  private void beginGroup() {
    pages =
        new ColumnChunkPageWriteStore(
            compressor,
            schema.type(),
            HeapByteBufferAllocator.getInstance(),
            properties.getColumnIndexTruncateLength());
    columns = properties.newColumnWriteStore(schema.type(), pages, pages);
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
    if (columns.getBufferedSize() > rowGroupBytes) {
      endGroup();
      beginGroup();
    }
  }

  private void endGroup() throws IOException {
    if (rowsOfGroup > 0) {
      file.startBlock(rowsOfGroup);
      columns.flush();
      pages.flushToFileWriter(file);
      file.endBlock();
    }
    columns.close();
    pages.close();
  }

  /**
   * Ends the file with its footer. A file that is not finished is refused by every reader.
   *
   * @return what was written
   */
  WrittenFile finish() throws IOException {
    endGroup();
    target.holdFooter();
    file.end(Map.of(SPARK_SCHEMA, schema.ofSpark()));
    return target.finish();
  }

  /** Closes the file. One that is not finished must not take the place of a whole one. */
  @Override
  public void close() throws IOException {
    codecs.release();
    if (showsAtClose) {
      target.abandon();
    } else {
      target.close();
    }
  }
}
