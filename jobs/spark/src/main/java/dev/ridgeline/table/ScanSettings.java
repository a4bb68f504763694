package dev.ridgeline.table;

import org.apache.spark.sql.util.CaseInsensitiveStringMap;

/**
 * Settings of a scan.
 *
 * @param partitions tasks that the cells are divided into; 0 lets the scan decide
 */
record ScanSettings(int partitions) {

  /** Option of the data source that fixes the number of tasks. */
  static final String PARTITIONS = "partitions";

  static ScanSettings of(CaseInsensitiveStringMap options) {
    return new ScanSettings(options.getInt(PARTITIONS, 0));
  }
}
