package dev.ridgeline.parquet;

import dev.ridgeline.remote.Renames;
import java.io.Closeable;
import java.io.IOException;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.bytes.HeapByteBufferAllocator;
import org.apache.parquet.column.ParquetProperties;
import org.apache.parquet.column.values.factory.DefaultV1ValuesWriterFactory;
import org.apache.parquet.hadoop.ColumnChunkPageWriteStore;
import org.apache.parquet.hadoop.ParquetFileWriter;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.util.HadoopOutputFile;

/** A Parquet file with its row groups, whose pages are compressed with zstd. */
final class GroupedFile implements Closeable {

  /** Key of the metadata that Spark's readers take the schema from. */
  private static final String SPARK_SCHEMA = "org.apache.spark.sql.parquet.row.metadata";

  private final FileSchema schema;
  private final ParquetProperties properties;
  private final ZstdCompressor compressor = new ZstdCompressor();
  private final boolean showsAtClose;
  private final SteadyFooterFile target;
  private final ParquetFileWriter file;
  private ColumnChunkPageWriteStore pages;

  /** Begins a file. An existing file is replaced. */
  GroupedFile(Path path, FileSchema schema, Configuration hadoop, ParquetProperties properties)
      throws IOException {
    this.schema = schema;
    this.properties = properties;
    this.showsAtClose = !Renames.areUsed(path.toUri(), hadoop);
    this.target = new SteadyFooterFile(HadoopOutputFile.fromPath(path, hadoop));
    this.file =
        new ParquetFileWriter(
            target,
            schema.type(),
            ParquetFileWriter.Mode.OVERWRITE,
            ParquetWriter.DEFAULT_BLOCK_SIZE,
            ParquetWriter.MAX_PADDING_SIZE_DEFAULT,
            null,
            properties);
    file.start();
    this.pages = newPages();
  }

  private ColumnChunkPageWriteStore newPages() {
    return new ColumnChunkPageWriteStore(
        compressor,
        schema.type(),
        HeapByteBufferAllocator.getInstance(),
        properties.getColumnIndexTruncateLength());
  }

  /**
   * Begins the settings of a file. All files of a JVM that keep Parquet's own maker of value
   * writers share one, which writes with the settings that were made last.
   */
  static ParquetProperties.Builder settings() {
    return ParquetProperties.builder()
        .withValuesWriterFactory(new DefaultV1ValuesWriterFactory())
        .withSizeStatisticsEnabled(false);
  }

  /** What takes the pages of the current row group. */
  ColumnChunkPageWriteStore pages() {
    return pages;
  }

  /** Ends a row group of so many rows, whose pages are complete, and begins the next one. */
  void endGroup(long rows) throws IOException {
    if (rows > 0) {
      file.startBlock(rows);
      pages.flushToFileWriter(file);
      file.endBlock();
    }
    pages.close();
    pages = newPages();
  }

  /**
   * Ends the file with its footer, behind its last row group. A file that is not finished is
   * refused by every reader.
   *
   * @return what was written
   */
  WrittenFile finish() throws IOException {
    target.holdFooter();
    file.end(Map.of(SPARK_SCHEMA, schema.ofSpark()));
    return target.finish();
  }

  /** Closes the file. One that is not finished must not take the place of a whole one. */
  @Override
  public void close() throws IOException {
    pages.close();
    compressor.release();
    if (showsAtClose) {
      target.abandon();
    } else {
      target.close();
    }
  }
}
