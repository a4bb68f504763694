package dev.ridgeline.table;

import org.apache.spark.sql.util.CaseInsensitiveStringMap;

/**
 * How a scan divides its cells.
 *
 * @param partitions tasks; 0 to let the scan decide
 */
record ScanSettings(int partitions) {

  /** Option of the data source that fixes the number of tasks. */
  static final String PARTITIONS = "partitions";

  static ScanSettings of(CaseInsensitiveStringMap options) {
    return new ScanSettings(options.getInt(PARTITIONS, 0));
  }
}
