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

  /**
   * Makes a folder for temporary files. It lies in that of this process, once there is one, which
   * the end of the process removes. The JVM's own method keeps to the place that it knew first.
   *
   * @param prefix beginning of its name
   */
  public static java.nio.file.Path temporaryFolder(String prefix) throws IOException {
    return Files.createTempDirectory(
        java.nio.file.Path.of(System.getProperty("java.io.tmpdir")), prefix);
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
