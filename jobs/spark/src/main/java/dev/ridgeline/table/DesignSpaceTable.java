package dev.ridgeline.table;

import dev.ridgeline.evaluate.CellColumns;
import dev.ridgeline.space.DesignSpace;
import dev.ridgeline.sweep.Sweep;
import java.util.Map;
import java.util.Set;
import org.apache.spark.sql.connector.catalog.SupportsRead;
import org.apache.spark.sql.connector.catalog.TableCapability;
import org.apache.spark.sql.connector.catalog.TableCatalog;
import org.apache.spark.sql.connector.read.ScanBuilder;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.util.CaseInsensitiveStringMap;

/**
 * The table of the cells of a sweep, which are evaluated when they are read.
 *
 * @param sweep the sweep
 */
record DesignSpaceTable(Sweep sweep) implements SupportsRead, CellTable {

  @Override
  public DesignSpace space() {
    return sweep.space();
  }

  @Override
  public String name() {
    return "dse." + sweep.name() + ".cells";
  }

  @Override
  @SuppressWarnings("deprecation") // Table still declares it abstract in Spark 4.2.
  public StructType schema() {
    return CellSchema.ALL;
  }

  @Override
  public Map<String, String> properties() {
    return Map.of(TableCatalog.PROP_COMMENT, CellColumns.TABLE.doc());
  }

  @Override
  public Set<TableCapability> capabilities() {
    return Set.of(TableCapability.BATCH_READ);
  }

  @Override
  public ScanBuilder newScanBuilder(CaseInsensitiveStringMap options) {
    return new DesignSpaceScanBuilder(sweep.space(), ScanSettings.of(options));
  }
}
