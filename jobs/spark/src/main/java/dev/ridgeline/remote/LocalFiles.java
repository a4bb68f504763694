package dev.ridgeline.remote;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.util.Map;
import org.apache.hadoop.fs.LocalFileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.apache.hadoop.fs.permission.FsPermission;

/**
 * The files of this machine as Hadoop sees them, whose permissions this JVM sets. Without its
 * native library, which Maven does not have, Hadoop starts {@code chmod} for each file and each
 * folder that it makes.
 */
public final class LocalFiles extends LocalFileSystem {

  private static final boolean HAS_MODES =
      FileSystems.getDefault().supportedFileAttributeViews().contains("unix");

  /** Hadoop makes the file system by this. */
  public LocalFiles() {
    super(new Raw());
  }

  /**
   * The setting of Hadoop by which this class has the files of this machine. There is none where
   * {@code spark-submit} loads the jar of this class, because not all threads would find it.
   */
  public static Map<String, String> setting() {
    return LocalFiles.class.getClassLoader() == ClassLoader.getSystemClassLoader()
        ? Map.of("fs.file.impl", LocalFiles.class.getName())
        : Map.of();
  }

  private static final class Raw extends RawLocalFileSystem {

    @Override
    public void setPermission(Path path, FsPermission permission) throws IOException {
      if (HAS_MODES) {
        Files.setAttribute(pathToFile(path).toPath(), "unix:mode", (int) permission.toShort());
      } else {
        super.setPermission(path, permission);
      }
    }
  }
}
