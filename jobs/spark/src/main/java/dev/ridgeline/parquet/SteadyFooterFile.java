package dev.ridgeline.parquet;

import dev.ridgeline.config.Sha256;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.MessageDigest;
import java.util.Collections;
import java.util.Objects;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.StreamCapabilities;
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
 * the order of a hash set of enum constants, which differs between JVMs. This file sorts them. It
 * also hashes what it writes, so that nobody reads a file again to know its hash.
 */
final class SteadyFooterFile implements OutputFile, Closeable {

  /** Bytes at the end of a file: the length of the footer, and the magic number. */
  private static final int TAIL_BYTES = Integer.BYTES + 4;

  private final OutputFile file;
  private final ByteArrayOutputStream held = new ByteArrayOutputStream();
  private final MessageDigest digest = Sha256.begin();
  private @Nullable PositionOutputStream out;
  private long bytes;
  private boolean holding;
  private boolean finished;

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

  /**
   * Writes what was held back, with sorted encodings, and closes the file.
   *
   * @return what was written
   */
  WrittenFile finish() throws IOException {
    PositionOutputStream end = Objects.requireNonNull(out, "the file was not created");
    byte[] last = held.toByteArray();
    ByteBuffer tail = ByteBuffer.wrap(last).order(ByteOrder.LITTLE_ENDIAN);
    int footerBytes = tail.getInt(last.length - TAIL_BYTES);
    int from = last.length - TAIL_BYTES - footerBytes;
    FileMetaData footer = Util.readFileMetaData(new ByteArrayInputStream(last, from, footerBytes));
    for (RowGroup group : footer.getRow_groups()) {
      for (ColumnChunk column : group.getColumns()) {
        Collections.sort(column.getMeta_data().getEncodings());
      }
    }
    ByteArrayOutputStream sorted = new ByteArrayOutputStream(footerBytes);
    Util.writeFileMetaData(footer, sorted);
    tail.putInt(last.length - TAIL_BYTES, sorted.size());
    append(end, last, 0, from);
    append(end, sorted.toByteArray(), 0, sorted.size());
    append(end, last, last.length - TAIL_BYTES, TAIL_BYTES);
    end.close();
    finished = true;
    return new WrittenFile(
        new Path(file.getPath()).getName(), footer.getNum_rows(), bytes, Sha256.hex(digest));
  }

  private void append(OutputStream to, byte[] more, int from, int count) throws IOException {
    to.write(more, from, count);
    digest.update(more, from, count);
    bytes += count;
  }

  /** Closes the file, whether or not it is finished. */
  @Override
  public void close() throws IOException {
    if (out != null) {
      out.close();
    }
  }

  /**
   * Leaves a file that is not finished, so that its store never shows it. A store that cannot abort
   * a file shows it when it is closed, and therefore it stays open until the process ends.
   */
  void abandon() {
    if (!finished
        && out instanceof DelegatingPositionOutputStream wrapped
        && wrapped.getStream() instanceof FSDataOutputStream stream
        && stream.hasCapability(StreamCapabilities.ABORTABLE_STREAM)) {
      stream.abort();
    }
  }

  /** A stream into the file, or into memory while the footer is held. */
  private final class Switch extends DelegatingPositionOutputStream {

    private final PositionOutputStream direct;

    Switch(PositionOutputStream direct) {
      super(direct);
      this.direct = direct;
    }

    @Override
    public long getPos() throws IOException {
      return direct.getPos() + held.size();
    }

    @Override
    public void write(int value) throws IOException {
      write(new byte[] {(byte) value}, 0, 1);
    }

    @Override
    public void write(byte[] more, int from, int count) throws IOException {
      if (holding) {
        held.write(more, from, count);
      } else {
        append(direct, more, from, count);
      }
    }

    @Override
    public void write(byte[] more) throws IOException {
      write(more, 0, more.length);
    }

    /** Does nothing: Parquet closes the stream while the footer is held, and the file is open. */
    @Override
    public void close() {
      // The file closes itself.
    }
  }
}
