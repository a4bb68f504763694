package dev.ridgeline.run;

import dev.ridgeline.parquet.CommittedFiles;
import dev.ridgeline.parquet.WrittenFile;
import dev.ridgeline.store.UnfinishedRun;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.DataFrameWriter;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RuntimeConfig;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;

/** Parquet files of the tables of a run, of all but its cells. */
final class TableFiles {

  /** Setting that names what Spark does with the files of tasks. */
  private static final String PROTOCOL = "spark.sql.sources.commitProtocolClass";

  private TableFiles() {}

  /**
   * Writes a table with the compression of all tables of a run. Its files get names and bytes that
   * follow from its rows alone. Columns of doubles have no dictionary, because few of their values
   * repeat. Those that do are compressed better and faster than a dictionary would hold them.
   */
  static void write(Dataset<Row> table, UnfinishedRun run, String name) {
    Configuration hadoop = table.sparkSession().sparkContext().hadoopConfiguration();
    DataFrameWriter<Row> writer =
        table.write().mode(SaveMode.Overwrite).option("compression", "zstd");
    for (StructField field : table.schema().fields()) {
      if (field.dataType().equals(DataTypes.DoubleType)) {
        writer = writer.option("parquet.enable.dictionary#" + field.name(), "false");
      }
    }
    String folder = "spark-" + name;
    RuntimeConfig settings = table.sparkSession().conf();
    settings.set(PROTOCOL, CommittedFiles.class.getName());
    try {
      writer.parquet(run.emptyFolder(folder));
    } finally {
      settings.unset(PROTOCOL);
    }
    run.take(folder, name, (from, to) -> WrittenFile.copy(from, to, hadoop));
  }
}
