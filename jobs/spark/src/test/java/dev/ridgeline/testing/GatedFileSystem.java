package dev.ridgeline.testing;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.apache.hadoop.fs.permission.FsPermission;
import org.apache.hadoop.util.Progressable;

/**
 * Local files under the scheme {@code gated}. A process waits before it creates a file whose path
 * matches the pattern in a file, the gate, as long as that exists. It says so with a file of its
 * process number. A test then does what it has to do at a known moment.
 */
public final class GatedFileSystem extends RawLocalFileSystem {

  /** Setting of Hadoop that names the gate. */
  public static final String GATE = "gated.gate";

  @Override
  public URI getUri() {
    return URI.create("gated:///");
  }

  @Override
  public String getScheme() {
    return "gated";
  }

  @Override
  public FSDataOutputStream create(
      org.apache.hadoop.fs.Path file,
      FsPermission permission,
      boolean overwrite,
      int bufferSize,
      short replication,
      long blockSize,
      Progressable progress)
      throws IOException {
    await(Path.of(getConf().get(GATE)), file.toString());
    return super.create(file, permission, overwrite, bufferSize, replication, blockSize, progress);
  }

  @Override
  public FSDataOutputStream create(
      org.apache.hadoop.fs.Path file,
      boolean overwrite,
      int bufferSize,
      short replication,
      long blockSize,
      Progressable progress)
      throws IOException {
    await(Path.of(getConf().get(GATE)), file.toString());
    return super.create(file, overwrite, bufferSize, replication, blockSize, progress);
  }

  private static void await(Path gate, String file) throws IOException {
    try {
      while (Files.exists(gate) && file.matches(Files.readString(gate))) {
        Files.writeString(gate.resolveSibling("waiting-" + ProcessHandle.current().pid()), file);
        TimeUnit.MILLISECONDS.sleep(50);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("the task was killed while it waited", e);
    }
  }
}
