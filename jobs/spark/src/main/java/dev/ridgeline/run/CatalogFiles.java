package dev.ridgeline.run;

import dev.ridgeline.catalog.CatalogKind;
import dev.ridgeline.catalog.CatalogTable;
import dev.ridgeline.catalog.Catalogs;
import dev.ridgeline.parquet.TableFile;
import dev.ridgeline.schema.DescribedColumn;
import dev.ridgeline.schema.Table;
import dev.ridgeline.store.UnfinishedRun;
import java.util.List;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;

/** Parquet files of the small tables of a run, which are written without Spark. */
final class CatalogFiles {

  private CatalogFiles() {}

  /** Writes the catalogs with the variants of a sweep, and the columns of all tables. */
  static void write(Catalogs catalogs, UnfinishedRun run, Configuration hadoop) {
    // All writes end before the first failure is thrown: a failed run is not written to any more.
    List<RuntimeException> failures =
        CatalogKind.allTables().parallelStream()
            .flatMap(catalog -> failure(() -> write(catalog, catalogs, run, hadoop)))
            .toList();
    if (!failures.isEmpty()) {
      throw failures.get(0);
    }
    writeColumns(RunTables.ofSweep(), run, hadoop);
  }

  private static Stream<RuntimeException> failure(Runnable work) {
    try {
      work.run();
      return Stream.empty();
    } catch (RuntimeException e) {
      return Stream.of(e);
    }
  }

  private static <R> void write(
      CatalogTable<R> catalog, Catalogs catalogs, UnfinishedRun run, Configuration hadoop) {
    write(catalog.table(), catalog.rows(catalogs), run, hadoop);
  }

  /** Writes the table that describes the columns of tables. */
  static void writeColumns(
      List<? extends Table<?>> tables, UnfinishedRun run, Configuration hadoop) {
    write(DescribedColumn.TABLE, DescribedColumn.of(tables), run, hadoop);
  }

  /** Writes a table. */
  static <R> void write(Table<R> table, List<R> rows, UnfinishedRun run, Configuration hadoop) {
    run.put(table.name(), path -> TableFile.write(path, table, rows, hadoop));
  }
}
