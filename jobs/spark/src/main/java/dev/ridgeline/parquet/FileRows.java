package dev.ridgeline.parquet;

import java.io.IOException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.column.statistics.LongStatistics;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.metadata.BlockMetaData;
import org.apache.parquet.hadoop.metadata.ColumnChunkMetaData;
import org.apache.parquet.hadoop.util.HadoopInputFile;

/**
 * The rows of a Parquet file, as its footer states them.
 *
 * @param count number of rows
 * @param least least value of a column of whole numbers
 * @param greatest greatest value of it
 */
public record FileRows(long count, long least, long greatest) {

  /**
   * Reads the footer of a file.
   *
   * @param column name of a column of whole numbers
   * @throws IOException when the file cannot be read
   */
  public static FileRows of(String path, String column, Configuration hadoop) throws IOException {
    long count = 0;
    long least = Long.MAX_VALUE;
    long greatest = Long.MIN_VALUE;
    try (ParquetFileReader reader =
        ParquetFileReader.open(HadoopInputFile.fromPath(new Path(path), hadoop))) {
      for (BlockMetaData block : reader.getFooter().getBlocks()) {
        count += block.getRowCount();
        for (ColumnChunkMetaData chunk : block.getColumns()) {
          if (chunk.getPath().toDotString().equals(column)
              && chunk.getStatistics() instanceof LongStatistics statistics) {
            least = Math.min(least, statistics.getMin());
            greatest = Math.max(greatest, statistics.getMax());
          }
        }
      }
    }
    return new FileRows(count, least, greatest);
  }
}
