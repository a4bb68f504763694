package dev.ridgeline.store;

/**
 * A file of a run: a Parquet file of a table, or a text beside the tables.
 *
 * @param path its path in the run, such as {@code cells/part-00000-00000.zstd.parquet}
 * @param rows number of its rows; 0 for a text
 * @param bytes size in bytes
 * @param sha256 hash of its bytes, in hexadecimal digits
 */
public record RunFile(String path, long rows, long bytes, String sha256) {

  /** Whether it is a text that lies beside the tables. */
  boolean isText() {
    return path.indexOf('/') < 0;
  }

  /** Name of the table whose rows the file holds. */
  String table() {
    return path.substring(0, path.indexOf('/'));
  }
}
