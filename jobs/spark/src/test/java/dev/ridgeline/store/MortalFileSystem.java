package dev.ridgeline.store;

import dev.ridgeline.remote.Renames;
import java.io.IOException;
import java.net.URI;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.apache.hadoop.fs.permission.FsPermission;
import org.apache.hadoop.util.Progressable;

/**
 * A local file system under the scheme {@code mortal} whose process dies before a chosen change.
 * From then on nothing changes any more, as after {@code kill -9}. Folders are renamed file by
 * file, as object stores do it, and a death may come between two files.
 */
public class MortalFileSystem extends RawLocalFileSystem {

  /** The death of the process. */
  static final class Death extends Error {
    private static final long serialVersionUID = 1L;
  }

  private static final AtomicInteger CHANGES = new AtomicInteger();
  private static volatile int last = Integer.MAX_VALUE;

  /** Settings with which Hadoop knows the scheme. */
  static Configuration hadoop() {
    Configuration hadoop = new Configuration();
    hadoop.setClass(
        "fs.mortal.impl", MortalFileSystem.class, org.apache.hadoop.fs.FileSystem.class);
    hadoop.set(Renames.SCHEMES, "mortal");
    return hadoop;
  }

  /** Begins a life of so many changes. */
  static void live(int changes) {
    CHANGES.set(0);
    last = changes;
  }

  static void change() {
    if (CHANGES.incrementAndGet() > last) {
      throw new Death();
    }
  }

  @Override
  public URI getUri() {
    return URI.create("mortal:///");
  }

  @Override
  public String getScheme() {
    return "mortal";
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
    FSDataOutputStream out =
        super.create(file, permission, overwrite, bufferSize, replication, blockSize, progress);
    try {
      change();
    } catch (Death death) {
      // The file is there and holds nothing.
      out.close();
      throw death;
    }
    return out;
  }

  @Override
  public FSDataOutputStream create(
      Path file,
      boolean overwrite,
      int bufferSize,
      short replication,
      long blockSize,
      Progressable progress)
      throws IOException {
    return create(
        file,
        FsPermission.getFileDefault(),
        overwrite,
        bufferSize,
        replication,
        blockSize,
        progress);
  }

  /** Nothing: without native libraries Hadoop starts a process for it. */
  @Override
  public void setPermission(Path path, FsPermission permission) {
    // Permissions are not what is tested.
  }

  @Override
  public boolean rename(Path from, Path to) throws IOException {
    if (!getFileStatus(from).isDirectory()) {
      change();
      return super.rename(from, to);
    }
    mkdirs(to);
    for (FileStatus child : listStatus(from)) {
      rename(child.getPath(), new Path(to, child.getPath().getName()));
    }
    return delete(from, true);
  }

  @Override
  public boolean delete(Path path, boolean recursive) throws IOException {
    if (!exists(path)) {
      return false;
    }
    if (getFileStatus(path).isDirectory()) {
      for (FileStatus child : listStatus(path)) {
        delete(child.getPath(), true);
      }
    }
    change();
    return super.delete(path, recursive);
  }

  @Override
  public boolean mkdirs(Path path) throws IOException {
    if (exists(path)) {
      return true;
    }
    change();
    return super.mkdirs(path);
  }
}
