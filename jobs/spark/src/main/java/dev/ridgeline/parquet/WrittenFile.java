package dev.ridgeline.parquet;

import java.io.IOException;
import java.io.Serializable;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.hadoop.util.HadoopInputFile;
import org.apache.parquet.hadoop.util.HadoopOutputFile;

/**
 * A Parquet file that was written.
 *
 * @param name its name in its folder
 * @param rows number of its rows
 * @param bytes size in bytes
 * @param sha256 hash of its bytes, in hexadecimal digits
 */
public record WrittenFile(String name, long rows, long bytes, String sha256)
    implements Serializable {

  /**
   * Copies a Parquet file, so that its bytes do not depend on the JVM that wrote it.
   *
   * @return what the copy is
   * @throws IOException when a file cannot be read or written, or is no Parquet file
   */
  public static WrittenFile copy(String from, String to, Configuration hadoop) throws IOException {
    return SteadyFooterFile.copy(
        HadoopInputFile.fromPath(new Path(from), hadoop),
        HadoopOutputFile.fromPath(new Path(to), hadoop));
  }
}
