package dev.ridgeline.parquet;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Collections;
import java.util.Objects;
import org.apache.parquet.format.ColumnChunk;
import org.apache.parquet.format.FileMetaData;
import org.apache.parquet.format.RowGroup;
import org.apache.parquet.format.Util;
import org.apache.parquet.io.DelegatingPositionOutputStream;
import org.apache.parquet.io.OutputFile;
import org.apache.parquet.io.PositionOutputStream;
import org.jspecify.annotations.Nullable;

/**
 * A file whose footer has the same bytes in every JVM. Parquet lists the encodings of a column in
 * the order of a hash set of enum constants, which differs between JVMs. This file sorts them.
 */
final class SteadyFooterFile implements OutputFile, Closeable {

  /** Bytes at the end of a file: the length of the footer, and the magic number. */
  private static final int TAIL_BYTES = Integer.BYTES + 4;

  private final OutputFile file;
  private final ByteArrayOutputStream held = new ByteArrayOutputStream();
  private @Nullable PositionOutputStream out;
  private boolean holding;

  SteadyFooterFile(OutputFile file) {
    this.file = file;
  }

  @Override
  public PositionOutputStream create(long blockSizeHint) throws IOException {
    return switched(file.create(blockSizeHint));
  }

  @Override
  public PositionOutputStream createOrOverwrite(long blockSizeHint) throws IOException {
    return switched(file.createOrOverwrite(blockSizeHint));
  }

  private PositionOutputStream switched(PositionOutputStream created) {
    out = created;
    return new Switch(created);
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

  /** Holds back everything that is written from now on. Its last part is the footer. */
  void holdFooter() {
    holding = true;
  }

  /** Writes what was held back, with sorted encodings, and closes the file. */
  void finish() throws IOException {
    PositionOutputStream end = Objects.requireNonNull(out, "the file was not created");
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
    end.write(bytes, 0, from);
    sorted.writeTo(end);
    end.write(bytes, bytes.length - TAIL_BYTES, TAIL_BYTES);
    end.close();
  }

  /** Closes the file, whether or not it is finished. */
  @Override
  public void close() throws IOException {
    if (out != null) {
      out.close();
    }
  }

  /** A stream into the file, or into memory while the footer is held. */
  private final class Switch extends DelegatingPositionOutputStream {

    private final PositionOutputStream direct;

    Switch(PositionOutputStream direct) {
      super(direct);
      this.direct = direct;
    }

    private OutputStream to() {
      return holding ? held : direct;
    }

    @Override
    public long getPos() throws IOException {
      return direct.getPos() + held.size();
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

    /** Does nothing: Parquet closes the stream while the footer is held, and the file is open. */
    @Override
    public void close() {
      // The file closes itself.
    }
  }
}
