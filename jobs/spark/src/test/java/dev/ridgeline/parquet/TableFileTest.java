package dev.ridgeline.parquet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ridgeline.catalog.CatalogKind;
import dev.ridgeline.catalog.CatalogTable;
import dev.ridgeline.catalog.Catalogs;
import dev.ridgeline.testing.TestSweep;
import java.io.IOException;
import java.nio.file.Path;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.apache.hadoop.util.Progressable;
import org.apache.parquet.column.ParquetProperties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files of tables that are written while others are. */
class TableFileTest {

  private static final Catalogs CATALOGS = Catalogs.read(TestSweep.CATALOGS);

  @TempDir private Path directory;

  /** Where another file of Parquet is begun, with its usual settings, whenever one is created. */
  public static final class Busy extends RawLocalFileSystem {

    @Override
    public FSDataOutputStream create(
        org.apache.hadoop.fs.Path file,
        boolean overwrite,
        int bufferSize,
        short replication,
        long blockSize,
        Progressable progress)
        throws IOException {
      ParquetProperties.builder().build();
      return super.create(file, overwrite, bufferSize, replication, blockSize, progress);
    }
  }

  private <R> WrittenFile write(CatalogTable<R> table, String folder, Configuration settings)
      throws IOException {
    return TableFile.write(
        directory.resolve(folder).resolve(table.table().name()).toUri().toString(),
        table.table(),
        table.rows(CATALOGS),
        settings);
  }

  @Test
  void settingsOfOtherFilesLeaveTheBytesAlone() throws IOException {
    Configuration busy = new Configuration();
    busy.setClass("fs.file.impl", Busy.class, FileSystem.class);
    busy.setBoolean("fs.file.impl.disable.cache", true);
    for (CatalogTable<?> table : CatalogKind.allTables()) {
      assertThat(write(table, "busy", busy))
          .as(table.table().name())
          .isEqualTo(write(table, "alone", new Configuration()));
    }
  }
}
