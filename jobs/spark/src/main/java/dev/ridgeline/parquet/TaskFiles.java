package dev.ridgeline.parquet;

import java.io.Serializable;
import java.util.UUID;

/**
 * Names of the files that the tasks of a job write.
 *
 * @param directory directory of the files
 * @param prefix beginning of their names
 * @param ofAttempts whether each attempt of a task has a name of its own. Otherwise the attempts of
 *     a task write the same bytes under one name
 */
public record TaskFiles(String directory, String prefix, boolean ofAttempts)
    implements Serializable {

  /** Ending of all Parquet files. */
  public static final String ENDING = ".zstd.parquet";

  /** Name of the file that an attempt of a task writes now. */
  public String name(int task) {
    return "%s%05d".formatted(prefix, task) + (ofAttempts ? "-" + UUID.randomUUID() : "") + ENDING;
  }
}
