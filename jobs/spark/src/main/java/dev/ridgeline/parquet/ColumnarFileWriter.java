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
 * Writes a Parquet file of texts, 64-bit whole numbers and doubles from batches of columns, column
 * by column, compressed with zstd. Spark's own writer takes rows: a batch would be copied into
 * rows, and each of them taken apart into columns again, which for a table of 150 columns takes
 * longer than encoding and compressing it. What encodes is Parquet's, and what Spark writes into a
 * file for its readers, comments of columns with it, is there, too.
 *
 * <p>Doubles have no dictionary: measures are nearly all different, and what repeats compresses
 * anyway, to less and faster. The same batches make the same bytes in every JVM.
 */
public final class ColumnarFileWriter implements Closeable {

  /** The schema as Spark's readers look for it. */
  private static final String SPARK_SCHEMA = "org.apache.spark.sql.parquet.row.metadata";

  /** Rows after which Parquet looks whether a page is full; it can do so at whole rows only. */
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
   * Begins a file; one that is there is replaced.
   *
   * @throws IllegalArgumentException when the table has columns of other types
   */
  public ColumnarFileWriter(Path path, StructType table, Configuration hadoop) throws IOException {
    this(path, table, hadoop, ParquetWriter.DEFAULT_BLOCK_SIZE);
  }

  /**
   * @param rowGroupBytes begins a row group when one is larger in memory
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
      // All columns must have the same rows whenever Parquet looks at them.
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

  /** Makes it a whole file. Without, it is one that no reader takes. */
  public void finish() throws IOException {
    endGroup();
    target.holdFooter();
    file.end(metadata);
    target.finish();
  }

  @Override
  public void close() throws IOException {
    codecs.release();
    target.close();
  }

  /** Takes rows of a column to where they are encoded. */
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

  @SuppressWarnings("ReferenceEquality") // Equal texts in two places are encoded alike.
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
