package dev.ridgeline.parquet;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Collections;
import org.apache.parquet.format.ColumnChunk;
import org.apache.parquet.format.FileMetaData;
import org.apache.parquet.format.RowGroup;
import org.apache.parquet.format.Util;
import org.apache.parquet.io.DelegatingPositionOutputStream;
import org.apache.parquet.io.OutputFile;
import org.apache.parquet.io.PositionOutputStream;

/**
 * A file whose footer has the same bytes in every JVM. Parquet lists the encodings of a column in
 * the order of a hash set of enum constants, which is another in each: here they are sorted.
 */
final class SteadyFooterFile implements OutputFile, Closeable {

  /** Length of the footer and magic, at the end of a file. */
  private static final int TAIL_BYTES = Integer.BYTES + 4;

  private final OutputFile file;
  private final ByteArrayOutputStream held = new ByteArrayOutputStream();
  private PositionOutputStream out;
  private boolean holding;

  SteadyFooterFile(OutputFile file) {
    this.file = file;
  }

  @Override
  public PositionOutputStream create(long blockSizeHint) throws IOException {
    out = file.create(blockSizeHint);
    return new Switch();
  }

  @Override
  public PositionOutputStream createOrOverwrite(long blockSizeHint) throws IOException {
    out = file.createOrOverwrite(blockSizeHint);
    return new Switch();
  }

  @Override
  public boolean supportsBlockSize() {
    return file.supportsBlockSize();
  }

  @Override
  public long defaultBlockSize() {
    return file.defaultBlockSize();
  }

  @Override
  public String getPath() {
    return file.getPath();
  }

  /** Keeps back what is written from now on, the footer at the end of it. */
  void holdFooter() {
    holding = true;
  }

  /** Writes what was kept back. */
  void finish() throws IOException {
    byte[] bytes = held.toByteArray();
    ByteBuffer tail = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    int footerBytes = tail.getInt(bytes.length - TAIL_BYTES);
    int from = bytes.length - TAIL_BYTES - footerBytes;
    FileMetaData footer = Util.readFileMetaData(new ByteArrayInputStream(bytes, from, footerBytes));
    for (RowGroup group : footer.getRow_groups()) {
      for (ColumnChunk column : group.getColumns()) {
        Collections.sort(column.getMeta_data().getEncodings());
      }
    }
    ByteArrayOutputStream sorted = new ByteArrayOutputStream(footerBytes);
    Util.writeFileMetaData(footer, sorted);
    tail.putInt(bytes.length - TAIL_BYTES, sorted.size());
    out.write(bytes, 0, from);
    sorted.writeTo(out);
    out.write(bytes, bytes.length - TAIL_BYTES, TAIL_BYTES);
    out.close();
  }

  /** Closes what is not finished, too. */
  @Override
  public void close() throws IOException {
    if (out != null) {
      out.close();
    }
  }

  /** Goes to the file, or is held. */
  private final class Switch extends DelegatingPositionOutputStream {

    Switch() {
      super(out);
    }

    private OutputStream to() {
      return holding ? held : out;
    }

    @Override
    public long getPos() throws IOException {
      return out.getPos() + held.size();
    }

    @Override
    public void write(int value) throws IOException {
      to().write(value);
    }

    @Override
    public void write(byte[] bytes, int from, int count) throws IOException {
      to().write(bytes, from, count);
    }

    @Override
    public void write(byte[] bytes) throws IOException {
      to().write(bytes);
    }

    /** Parquet closes at the end of a footer that is held. */
    @Override
    public void close() {
      // Closed by the file.
    }
  }
}
