package dev.ridgeline.catalog;

import dev.ridgeline.schema.Table;
import java.util.List;
import java.util.function.Function;

/**
 * A table of what catalogs say, to be joined with cells by id.
 *
 * @param table its columns
 * @param read the rows that catalogs have of it
 * @param <R> what a row is
 */
public record CatalogTable<R>(Table<R> table, Function<Catalogs, List<R>> read) {

  /** The rows that catalogs have of the table. */
  public List<R> rows(Catalogs catalogs) {
    return read.apply(catalogs);
  }

  /** A table with one row for each entry of a catalog. */
  static <E extends Entry> CatalogTable<E> ofEntries(
      Table<E> table, Function<Catalogs, Catalog<E>> catalog) {
    return new CatalogTable<>(table, catalogs -> List.copyOf(catalog.apply(catalogs).entries()));
  }
}
