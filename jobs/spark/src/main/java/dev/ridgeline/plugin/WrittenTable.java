package dev.ridgeline.plugin;

import dev.ridgeline.space.DesignSpace;
import dev.ridgeline.table.CellTable;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.connector.catalog.SupportsRead;
import org.apache.spark.sql.connector.catalog.Table;
import org.apache.spark.sql.connector.catalog.TableCapability;
import org.apache.spark.sql.connector.catalog.TableCatalog;
import org.apache.spark.sql.connector.read.ScanBuilder;
import org.apache.spark.sql.execution.datasources.DataSource;
import org.apache.spark.sql.execution.datasources.parquet.ParquetFileFormat;
import org.apache.spark.sql.execution.datasources.v2.parquet.ParquetTable;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.util.CaseInsensitiveStringMap;
import org.jspecify.annotations.Nullable;
import scala.Option;
import scala.jdk.javaapi.CollectionConverters;

/** A table of a run: its Parquet files, which are read and never written. */
class WrittenTable implements SupportsRead {

  private final String name;
  private final String doc;
  private final String folder;
  private @Nullable ParquetTable files;

  /**
   * A table.
   *
   * @param doc what a row is, as a sentence
   * @param folder path of its files; no character of it is a pattern
   */
  WrittenTable(String name, String doc, String folder) {
    this.name = name;
    this.doc = doc;
    this.folder = folder;
  }

  /** The files, which Spark looks at when the first query names the table. */
  private synchronized ParquetTable files() {
    if (files == null) {
      files =
          new ParquetTable(
              name,
              SparkSession.active(),
              new CaseInsensitiveStringMap(Map.of(DataSource.GLOB_PATHS_KEY(), "false")),
              CollectionConverters.asScala(List.of(folder)).toSeq(),
              Option.empty(),
              ParquetFileFormat.class);
    }
    return files;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  @SuppressWarnings("deprecation") // Table still declares it abstract in Spark 4.2.
  public StructType schema() {
    return files().schema();
  }

  @Override
  public Map<String, String> properties() {
    return Map.of(TableCatalog.PROP_COMMENT, doc, TableCatalog.PROP_LOCATION, folder);
  }

  @Override
  public Set<TableCapability> capabilities() {
    return Set.of(TableCapability.BATCH_READ);
  }

  @Override
  public ScanBuilder newScanBuilder(CaseInsensitiveStringMap options) {
    return files().newScanBuilder(options);
  }

  /** The cells of a run, whose operators can be told. */
  static Table cells(String name, String doc, String folder, Supplier<DesignSpace> space) {
    return new Cells(name, doc, folder, space);
  }

  private static final class Cells extends WrittenTable implements CellTable {

    private final Supplier<DesignSpace> space;

    Cells(String name, String doc, String folder, Supplier<DesignSpace> space) {
      super(name, doc, folder);
      this.space = space;
    }

    @Override
    public DesignSpace space() {
      return space.get();
    }
  }
}
