package dev.ridgeline.store;

/**
 * A Parquet file of a run.
 *
 * @param path its path in the run, such as {@code cells/part-00000-00000.zstd.parquet}
 * @param rows number of its rows
 * @param bytes size in bytes
 * @param sha256 hash of its bytes, in hexadecimal digits
 */
public record RunFile(String path, long rows, long bytes, String sha256) {

  /** Name of the table whose rows the file holds. */
  String table() {
    return path.substring(0, path.indexOf('/'));
  }
}
