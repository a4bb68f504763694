package dev.ridgeline.parquet;

import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
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
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Type;
import org.apache.parquet.schema.Types;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.vectorized.ColumnVector;
import org.apache.spark.sql.vectorized.ColumnarBatch;
import org.apache.spark.unsafe.types.UTF8String;

/**
 * A writer of Parquet files that takes batches of columns. It writes texts, 64-bit whole numbers
 * and doubles, compressed with zstd. The encoders are Parquet's own. The metadata is that of Spark,
 * with the comments of columns.
 *
 * <p>Spark's own writer takes rows. A batch would be copied into rows, and each row taken apart
 * into columns again. With 150 columns that takes longer than encoding and compressing.
 *
 * <p>Columns of doubles have no dictionary, because few of their values repeat. Those that do are
 * compressed better and faster than a dictionary would hold them. The same batches make the same
 * bytes in every JVM.
 */
public final class ColumnarFileWriter implements Closeable {

  /** Key of the metadata that Spark's readers take the schema from. */
  private static final String SPARK_SCHEMA = "org.apache.spark.sql.parquet.row.metadata";

  /** Rows after which Parquet checks whether a page is full. It checks between rows only. */
  private static final int ROWS_BETWEEN_CHECKS = 4096;

  private static final int MOST_ROWS_OF_PAGE = 5 * ROWS_BETWEEN_CHECKS;

  private final MessageType schema;
  private final List<Encoder> encoders = new ArrayList<>();
  private final Map<String, String> metadata;
  private final long rowGroupBytes;
  private final ParquetProperties properties;
  private final CodecFactory codecs;
  private final BytesInputCompressor compressor;
  private final SteadyFooterFile target;
  private final ParquetFileWriter file;
  private ColumnChunkPageWriteStore pages;
  private ColumnWriteStore columns;
  private ColumnWriter[] writers;
  private long rowsOfGroup;

  /**
   * Begins a file. An existing file is replaced.
   *
   * @throws IllegalArgumentException when the table has a column of another type
   */
  public ColumnarFileWriter(Path path, StructType table, Configuration hadoop) throws IOException {
    this(path, table, hadoop, ParquetWriter.DEFAULT_BLOCK_SIZE);
  }

  /**
   * Begins a file with row groups of another size.
   *
   * @param rowGroupBytes size in memory at which a row group ends, in bytes
   */
  ColumnarFileWriter(Path path, StructType table, Configuration hadoop, long rowGroupBytes)
      throws IOException {
    this.schema = schema(table);
    for (StructField field : table.fields()) {
      encoders.add(encoder(field.dataType()));
    }
    this.metadata = Map.of(SPARK_SCHEMA, table.json());
    this.rowGroupBytes = rowGroupBytes;
    this.properties = properties(table);
    this.codecs = new CodecFactory(hadoop, properties.getPageSizeThreshold());
    this.compressor = codecs.getCompressor(CompressionCodecName.ZSTD);
    this.target = new SteadyFooterFile(HadoopOutputFile.fromPath(path, hadoop));
    this.file =
        new ParquetFileWriter(
            target,
            schema,
            ParquetFileWriter.Mode.OVERWRITE,
            rowGroupBytes,
            ParquetWriter.MAX_PADDING_SIZE_DEFAULT,
            null,
            properties);
    file.start();
    beginGroup();
  }

  private static MessageType schema(StructType table) {
    return new MessageType(
        "spark_schema",
        Arrays.stream(table.fields()).map(ColumnarFileWriter::type).toArray(Type[]::new));
  }

  private static Type type(StructField field) {
    Type.Repetition repetition =
        field.nullable() ? Type.Repetition.OPTIONAL : Type.Repetition.REQUIRED;
    if (field.dataType().equals(DataTypes.StringType)) {
      return Types.primitive(PrimitiveTypeName.BINARY, repetition)
          .as(LogicalTypeAnnotation.stringType())
          .named(field.name());
    }
    PrimitiveTypeName name =
        field.dataType().equals(DataTypes.LongType)
            ? PrimitiveTypeName.INT64
            : PrimitiveTypeName.DOUBLE;
    return Types.primitive(name, repetition).named(field.name());
  }

  private static ParquetProperties properties(StructType table) {
    ParquetProperties.Builder builder =
        ParquetProperties.builder()
            .estimateRowCountForPageSizeCheck(false)
            .withMinRowCountForPageSizeCheck(ROWS_BETWEEN_CHECKS)
            .withPageRowCountLimit(MOST_ROWS_OF_PAGE)
            .withSizeStatisticsEnabled(false);
    for (StructField field : table.fields()) {
      boolean dictionary = !field.dataType().equals(DataTypes.DoubleType);
      builder.withDictionaryEncoding(field.name(), dictionary);
    }
    return builder.build();
  }

  private void beginGroup() {
    pages =
        new ColumnChunkPageWriteStore(
            compressor,
            schema,
            HeapByteBufferAllocator.getInstance(),
            properties.getColumnIndexTruncateLength());
    columns = properties.newColumnWriteStore(schema, pages, pages);
    writers =
        schema.getColumns().stream()
            .map((ColumnDescriptor column) -> columns.getColumnWriter(column))
            .toArray(ColumnWriter[]::new);
    rowsOfGroup = 0;
  }

  /** Appends the rows of a batch. */
  public void write(ColumnarBatch batch) throws IOException {
    int from = 0;
    while (from < batch.numRows()) {
      // All columns must have the same rows whenever Parquet checks them.
      long untilCheck = ROWS_BETWEEN_CHECKS - rowsOfGroup % ROWS_BETWEEN_CHECKS;
      int to = (int) Math.min(batch.numRows(), from + untilCheck);
      for (int i = 0; i < writers.length; i++) {
        encoders.get(i).write(batch.column(i), from, to, writers[i]);
      }
      for (int row = from; row < to; row++) {
        columns.endRecord();
      }
      rowsOfGroup += to - from;
      from = to;
    }
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
  public WrittenFile finish() throws IOException {
    endGroup();
    target.holdFooter();
    file.end(metadata);
    return target.finish();
  }

  @Override
  public void close() throws IOException {
    codecs.release();
    target.close();
  }

  /** Passes rows of a column to the writer that encodes them. */
  private interface Encoder {
    void write(ColumnVector column, int from, int to, ColumnWriter writer);
  }

  private static Encoder encoder(DataType type) {
    if (type.equals(DataTypes.DoubleType)) {
      return ColumnarFileWriter::writeDoubles;
    }
    if (type.equals(DataTypes.LongType)) {
      return ColumnarFileWriter::writeLongs;
    }
    if (type.equals(DataTypes.StringType)) {
      return ColumnarFileWriter::writeTexts;
    }
    throw new IllegalArgumentException("cannot write a column of type " + type);
  }

  // Definition level 0 is null. A column that is never null ignores levels.

  private static void writeDoubles(ColumnVector column, int from, int to, ColumnWriter writer) {
    for (int row = from; row < to; row++) {
      if (column.isNullAt(row)) {
        writer.writeNull(0, 0);
      } else {
        writer.write(column.getDouble(row), 0, 1);
      }
    }
  }

  private static void writeLongs(ColumnVector column, int from, int to, ColumnWriter writer) {
    for (int row = from; row < to; row++) {
      if (column.isNullAt(row)) {
        writer.writeNull(0, 0);
      } else {
        writer.write(column.getLong(row), 0, 1);
      }
    }
  }

  @SuppressWarnings("ReferenceEquality") // Another object with an equal text has the same bytes.
  private static void writeTexts(ColumnVector column, int from, int to, ColumnWriter writer) {
    UTF8String last = null;
    Binary value = Binary.EMPTY;
    for (int row = from; row < to; row++) {
      if (column.isNullAt(row)) {
        writer.writeNull(0, 0);
      } else {
        UTF8String text = column.getUTF8String(row);
        if (text != last) {
          last = text;
          value = Binary.fromConstantByteArray(text.getBytes());
        }
        writer.write(value, 0, 1);
      }
    }
  }
}
