package dev.ridgeline.table;

import dev.ridgeline.evaluate.Status;
import dev.ridgeline.parquet.WrittenFile;
import java.io.Serializable;
import java.util.Map;
import java.util.SortedMap;

/**
 * A Parquet file of cells.
 *
 * @param file the file
 * @param byStatus number of its cells by status
 */
public record CellFile(WrittenFile file, SortedMap<String, Long> byStatus) implements Serializable {

  /** Number of its cells that are infeasible. */
  long infeasible() {
    return byStatus.entrySet().stream()
        .filter(status -> Status.valueOf(status.getKey()).isInfeasible())
        .mapToLong(Map.Entry::getValue)
        .sum();
  }
}
