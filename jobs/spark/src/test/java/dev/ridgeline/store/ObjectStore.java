package dev.ridgeline.store;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.StandardCopyOption;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Abortable;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileAlreadyExistsException;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.StreamCapabilities;
import org.apache.hadoop.fs.permission.FsPermission;
import org.apache.hadoop.util.Progressable;

/**
 * Local files under the scheme {@code store}, as an object store keeps them. It renames nothing. A
 * file appears as a whole when it is closed, and takes the place of one of the same name.
 */
public final class ObjectStore extends MortalFileSystem {

  /** Setting of Hadoop with which it knows the scheme. */
  public static final String SETTING = "fs.store.impl";

  /** Settings with which Hadoop knows the scheme. */
  static Configuration hadoop() {
    Configuration hadoop = new Configuration();
    hadoop.setClass(SETTING, ObjectStore.class, FileSystem.class);
    return hadoop;
  }

  @Override
  public URI getUri() {
    return URI.create("store:///");
  }

  @Override
  public String getScheme() {
    return "store";
  }

  @Override
  public boolean rename(Path from, Path to) throws IOException {
    throw new IOException("an object store renames nothing: " + from);
  }

  @Override
  public FSDataOutputStream create(
      Path file,
      FsPermission permission,
      boolean overwrite,
      int bufferSize,
      short replication,
      long blockSize,
      Progressable progress)
      throws IOException {
    change();
    if (exists(file) && !overwrite) {
      throw new FileAlreadyExistsException(file.toString());
    }
    return new FSDataOutputStream(new Upload(pathToFile(file).toPath()), null);
  }

  /** The bytes of a file that is not closed yet. */
  private static final class Upload extends ByteArrayOutputStream
      implements Abortable, StreamCapabilities {

    private final java.nio.file.Path target;
    private boolean ended;

    Upload(java.nio.file.Path target) {
      this.target = target;
    }

    @Override
    public void close() throws IOException {
      if (ended) {
        return;
      }
      ended = true;
      change();
      Files.createDirectories(target.getParent());
      java.nio.file.Path whole = Files.createTempFile("upload", null);
      Files.write(whole, toByteArray());
      Files.move(whole, target, StandardCopyOption.REPLACE_EXISTING);
    }

    @Override
    public AbortableResult abort() {
      boolean before = ended;
      ended = true;
      return new AbortableResult() {
        @Override
        public boolean alreadyClosed() {
          return before;
        }

        @Override
        public IOException anyCleanupException() {
          return null;
        }
      };
    }

    @Override
    public boolean hasCapability(String capability) {
      return capability.equals(ABORTABLE_STREAM);
    }
  }
}
