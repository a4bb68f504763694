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
 * A factory of readers, which Spark sends to the executors.
 *
 * @param space design space of the cells
 * @param selection cells that the filters of the query leave
 * @param columns names of the columns that the query reads
 */
record CellReaderFactory(DesignSpace space, CellSelection selection, List<String> columns)
    implements PartitionReaderFactory {

  @Override
  public boolean supportColumnarReads(InputPartition partition) {
    return true;
  }

  @Override
  public PartitionReader<ColumnarBatch> createColumnarReader(InputPartition partition) {
    List<CellColumn> read = columns.stream().map(CellColumns::named).toList();
    return new CellBatchReader(space, selection, (CellRanges) partition, read);
  }

  @Override
  public PartitionReader<InternalRow> createReader(InputPartition partition) {
    throw new UnsupportedOperationException("cells are read in columns");
  }
}
