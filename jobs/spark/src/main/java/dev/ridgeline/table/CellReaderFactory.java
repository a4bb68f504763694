package dev.ridgeline.table;

import dev.ridgeline.evaluate.CellColumn;
import dev.ridgeline.evaluate.CellColumns;
import dev.ridgeline.space.DesignSpace;
import java.util.List;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.connector.read.InputPartition;
import org.apache.spark.sql.connector.read.PartitionReader;
import org.apache.spark.sql.connector.read.PartitionReaderFactory;
import org.apache.spark.sql.vectorized.ColumnarBatch;

/**
 * Carries a design space to the executors.
 *
 * @param space what to evaluate
 * @param choice cells that the query's filters left
 * @param columns names of the columns that the query reads
 */
record CellReaderFactory(DesignSpace space, CellChoice choice, List<String> columns)
    implements PartitionReaderFactory {

  @Override
  public boolean supportColumnarReads(InputPartition partition) {
    return true;
  }

  @Override
  public PartitionReader<ColumnarBatch> createColumnarReader(InputPartition partition) {
    List<CellColumn> read = columns.stream().map(CellColumns::named).toList();
    return new CellBatchReader(space, choice, (CellRanges) partition, read);
  }

  @Override
  public PartitionReader<InternalRow> createReader(InputPartition partition) {
    throw new UnsupportedOperationException("cells are read in columns");
  }
}
