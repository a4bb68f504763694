package dev.ridgeline.remote;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.NonWritableChannelException;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.SeekableByteChannel;

/** A stream as a channel that is read from its beginning to its end. */
final class InputChannel implements SeekableByteChannel {

  private final ReadableByteChannel in;
  private final long size;
  private long position;

  /**
   * The channel of a stream.
   *
   * @param size bytes of the stream; 0 where it is unknown, which readers take for a guess
   */
  InputChannel(InputStream in, long size) {
    this.in = Channels.newChannel(in);
    this.size = size;
  }

  @Override
  public int read(ByteBuffer target) throws IOException {
    int count = in.read(target);
    position += Math.max(0, count);
    return count;
  }

  @Override
  public long position() {
    return position;
  }

  @Override
  public long size() {
    return size;
  }

  @Override
  public boolean isOpen() {
    return in.isOpen();
  }

  @Override
  public void close() throws IOException {
    in.close();
  }

  @Override
  public SeekableByteChannel position(long other) {
    throw new UnsupportedOperationException("seeking in a remote file");
  }

  @Override
  public int write(ByteBuffer source) {
    throw new NonWritableChannelException();
  }

  @Override
  public SeekableByteChannel truncate(long size) {
    throw new NonWritableChannelException();
  }
}
