package dev.ridgeline.cli;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.apache.hadoop.fs.permission.FsPermission;

/** A file system, named full:/, whose disk is full once a file of Parquet is written to it. */
public final class FullDisk extends RawLocalFileSystem {

  static final String SCHEME = "full";

  @Override
  public URI getUri() {
    return URI.create(SCHEME + ":///");
  }

  @Override
  public String getScheme() {
    return SCHEME;
  }

  @Override
  protected OutputStream createOutputStream(Path path, boolean append) throws IOException {
    return full(path, super.createOutputStream(path, append));
  }

  @Override
  protected OutputStream createOutputStreamWithMode(
      Path path, boolean append, FsPermission permission) throws IOException {
    return full(path, super.createOutputStreamWithMode(path, append, permission));
  }

  private static OutputStream full(Path path, OutputStream out) {
    return path.getName().endsWith(".parquet") ? new Full(out) : out;
  }

  private static final class Full extends FilterOutputStream {

    Full(OutputStream out) {
      super(out);
    }

    @Override
    public void write(int one) throws IOException {
      throw new IOException("No space left on device");
    }

    @Override
    public void write(byte[] bytes, int from, int length) throws IOException {
      throw new IOException("No space left on device");
    }
  }
}
