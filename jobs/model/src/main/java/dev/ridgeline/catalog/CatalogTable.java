package dev.ridgeline.catalog;

import dev.ridgeline.schema.Table;
import java.util.List;
import java.util.function.Function;

/**
 * A table of catalog entries, to be joined with cells by id.
 *
 * @param table name and columns of the table
 * @param read function that returns the rows of the table in catalogs
 * @param <R> type of a row
 */
public record CatalogTable<R>(Table<R> table, Function<Catalogs, List<R>> read) {

  /** The rows of the table in catalogs. */
  public List<R> rows(Catalogs catalogs) {
    return read.apply(catalogs);
  }

  /** A table with one row for each entry of a catalog. */
  static <E extends Entry> CatalogTable<E> ofEntries(
      Table<E> table, Function<Catalogs, Catalog<E>> catalog) {
    return new CatalogTable<>(table, catalogs -> List.copyOf(catalog.apply(catalogs).entries()));
  }
}
