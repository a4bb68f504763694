package dev.ridgeline.relation;

import dev.ridgeline.schema.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.apache.spark.sql.catalyst.CatalystTypeConverters;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.connector.catalog.SupportsRead;
import org.apache.spark.sql.connector.catalog.TableCapability;
import org.apache.spark.sql.connector.catalog.TableCatalog;
import org.apache.spark.sql.connector.read.LocalScan;
import org.apache.spark.sql.connector.read.ScanBuilder;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.util.CaseInsensitiveStringMap;
import scala.Function1;

/**
 * A small table of Spark whose rows the driver has. They are made when a query reads the table.
 *
 * @param table name, meaning and columns
 * @param rows supplier of the rows
 * @param <R> type of a row
 */
public record RowsTable<R>(Table<R> table, Supplier<List<R>> rows) implements SupportsRead {

  @Override
  public String name() {
    return table.name();
  }

  @Override
  @SuppressWarnings("deprecation") // Table still declares it abstract in Spark 4.2.
  public StructType schema() {
    return Relations.schema(table.columns());
  }

  @Override
  public Map<String, String> properties() {
    return Map.of(TableCatalog.PROP_COMMENT, table.doc());
  }

  @Override
  public Set<TableCapability> capabilities() {
    return Set.of(TableCapability.BATCH_READ);
  }

  @Override
  public ScanBuilder newScanBuilder(CaseInsensitiveStringMap options) {
    return () -> new RowsScan<>(table, rows);
  }

  private record RowsScan<R>(Table<R> table, Supplier<List<R>> supplier) implements LocalScan {

    @Override
    public StructType readSchema() {
      return Relations.schema(table.columns());
    }

    @Override
    public String description() {
      return "rows of " + table.name();
    }

    @Override
    public InternalRow[] rows() {
      Function1<Object, Object> converter =
          CatalystTypeConverters.createToCatalystConverter(readSchema());
      List<InternalRow> rows = new ArrayList<>();
      for (R row : supplier.get()) {
        rows.add((InternalRow) converter.apply(Relations.row(table.columns(), row)));
      }
      return rows.toArray(InternalRow[]::new);
    }
  }
}
