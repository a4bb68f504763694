package dev.ridgeline.parquet;

import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.column.ColumnWriter;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Type;
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
 * <p>The same batches make the same bytes in every JVM.
 */
public final class ColumnarFileWriter implements Closeable {

  private final List<Encoder> encoders = new ArrayList<>();
  private final GroupedFile file;

  /**
   * Begins a file. An existing file is replaced.
   *
   * @throws IllegalArgumentException when the table has a column of another type
   */
  public ColumnarFileWriter(Path path, FileSchema schema, Configuration hadoop) throws IOException {
    this(path, schema, hadoop, ParquetWriter.DEFAULT_BLOCK_SIZE);
  }

  /**
   * Begins a file with row groups of another size.
   *
   * @param rowGroupBytes size in memory at which a row group ends, in bytes
   */
  ColumnarFileWriter(Path path, FileSchema schema, Configuration hadoop, long rowGroupBytes)
      throws IOException {
    for (Type column : schema.type().getFields()) {
      encoders.add(encoder(column));
    }
    this.file = new GroupedFile(path, schema, hadoop, rowGroupBytes);
  }

  /** Appends the rows of a batch. */
  public void write(ColumnarBatch batch) throws IOException {
    int from = 0;
    while (from < batch.numRows()) {
      int to = (int) Math.min(batch.numRows(), from + file.rowsUntilCheck());
      for (int place = 0; place < encoders.size(); place++) {
        encoders.get(place).write(batch.column(place), from, to, file.column(place));
      }
      file.endRows(to - from);
      from = to;
    }
    file.endGroupIfFull();
  }

  /**
   * Ends the file with its footer. A file that is not finished is refused by every reader.
   *
   * @return what was written
   */
  public WrittenFile finish() throws IOException {
    return file.finish();
  }

  @Override
  public void close() throws IOException {
    file.close();
  }

  /** Passes rows of a column to the writer that encodes them. */
  private interface Encoder {
    void write(ColumnVector column, int from, int to, ColumnWriter writer);
  }

  private static Encoder encoder(Type column) {
    if (column.isPrimitive()) {
      PrimitiveTypeName type = column.asPrimitiveType().getPrimitiveTypeName();
      if (type == PrimitiveTypeName.DOUBLE) {
        return ColumnarFileWriter::writeDoubles;
      }
      if (type == PrimitiveTypeName.INT64) {
        return ColumnarFileWriter::writeLongs;
      }
      if (type == PrimitiveTypeName.BINARY) {
        return ColumnarFileWriter::writeTexts;
      }
    }
    throw new IllegalArgumentException("cannot write a column of type " + column);
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
