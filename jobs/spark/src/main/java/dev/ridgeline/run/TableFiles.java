package dev.ridgeline.run;

import dev.ridgeline.parquet.PartitionFiles;
import dev.ridgeline.store.UnfinishedRun;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** Parquet files of the tables of a run that tasks of Spark make. */
final class TableFiles {

  private TableFiles() {}

  /** Writes a table. Its files get names and bytes that follow from its rows alone. */
  static void write(Dataset<Row> table, UnfinishedRun run, String name) {
    run.take(name, PartitionFiles.write(table, run.tableFiles(name)));
  }
}
